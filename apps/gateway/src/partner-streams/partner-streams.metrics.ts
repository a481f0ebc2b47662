import type { Database } from '@passerelle/platform/data/database';
import type { Gauges } from '@passerelle/platform/runtime/service';
import { followings, type Following } from '../subscribers/nats-subscribers.api.js';

type Copy = Following['copies'][number];

/** One value for each product that a subscriber follows, over HTTP or NATS; none while the database is away. */
export function gaugesOf(db: Database): Gauges {
  const each = (help: string, valuesOf: (following: Following) => readonly (readonly [string, number])[]) => ({
    help,
    labels: ['subscriber', 'product'],
    values: async () => {
      const all = await followings(db).catch(() => []);
      return all.flatMap((following) =>
        valuesOf(following).map(([product, value]) => ({ labels: { subscriber: following.client, product }, value })),
      );
    },
  });
  const ofCopies = (help: string, valueOf: (copy: Copy) => number) =>
    each(help, ({ copies }) => copies.map((copy) => [copy.product, valueOf(copy)] as const));
  return {
    passerelle_subscriber_behind: each('Events of the product that the subscriber does not have yet', ({ followed }) =>
      followed.map(({ product, behind = Number.NaN }) => [product, behind] as const),
    ),
    passerelle_partner_stream_bytes: ofCopies(
      'Size of the copy in the account of the subscriber',
      ({ bytes }) => bytes,
    ),
    passerelle_partner_stream_filled: ofCopies(
      'Part of its storage that the copy fills, 0 to 1',
      ({ bytes, bytesMost }) => (bytesMost === 0 ? 0 : bytes / bytesMost),
    ),
    passerelle_partner_acknowledged_age_seconds: ofCopies(
      'Since the subscriber last acknowledged an event over NATS; NaN if it never did',
      ({ acknowledgedAt }) => (Date.now() - Date.parse(acknowledgedAt ?? '')) / 1_000,
    ),
    passerelle_partner_stream_fault: ofCopies(
      '1 while the record of the subscriber names a fault of its copy',
      (copy) => Number(copy.fault !== undefined),
    ),
  };
}
