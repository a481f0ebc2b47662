import type { Database } from '@passerelle/platform/data/database';
import type { Gauges } from '@passerelle/platform/runtime/service';
import { figures, type Figures } from './partner-streams.store.js';

/** One value for each product that a subscriber follows; none while the database is away. */
export function gaugesOf(db: Database): Gauges {
  const each = (help: string, value: (figures: Figures) => number | null): Gauges[string] => ({
    help,
    labels: ['subscriber', 'product'],
    values: async () => {
      const found = await figures(db).catch(() => []);
      return found.flatMap((of) => {
        const known = value(of);
        return known === null ? [] : [{ labels: { subscriber: of.client, product: of.product }, value: known }];
      });
    },
  });
  return {
    passerelle_subscriber_behind: each(
      'Events of the product that the subscriber does not have yet',
      (of) => of.behind,
    ),
    passerelle_partner_stream_bytes: each('Size of the copy in the account of the subscriber', (of) => of.bytes),
    passerelle_partner_stream_filled: each('Part of its storage that the copy fills, 0 to 1', ({ bytes, bytesMost }) =>
      bytes !== null && bytesMost ? bytes / bytesMost : null,
    ),
    passerelle_partner_acknowledged_age_seconds: each(
      'Since the subscriber last acknowledged an event over NATS',
      (of) => of.quiet,
    ),
    passerelle_partner_stream_fault: each('1 while the record of the subscriber names a fault of its copy', (of) =>
      of.bytes === null ? null : Number(of.isFaulty),
    ),
  };
}
