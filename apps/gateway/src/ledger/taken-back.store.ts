import type { Tx } from '@passerelle/platform/data/database';
import { inJson, without } from '@passerelle/platform/features/texts';
import { refuseWhileKept } from './ledger.api.js';

interface Row {
  readonly source: string;
  readonly sequence: string;
  readonly id: string;
  readonly event: string;
}

/**
 * Takes words back from facts that their services have taken back, so that the ledger equals the streams again; returns from how
 * many. Refused while a service has not: its stream would still contain them.
 */
export async function takeBackFromLedger(tx: Tx, words: string): Promise<number> {
  const rows = await tx.query<Row[]>('SELECT source, sequence, id, event FROM ledger WHERE strpos(event, $1) > 0', [
    inJson(words),
  ]);
  const changed = rows
    .map((row) => ({ ...row, rest: restOf(row.event, words) }))
    .filter(({ event, rest }) => event !== rest);
  if (changed.length === 0) return 0;
  await refuseWhileKept(
    tx,
    changed.map(({ id, source: service }) => ({ id, service })),
  );
  await tx.query(
    `UPDATE ledger SET event = given.rest, data = given.rest::jsonb -> 'data'
       FROM unnest($1::text[], $2::bigint[], $3::text[]) AS given (source, sequence, rest)
      WHERE ledger.source = given.source AND ledger.sequence = given.sequence`,
    [changed.map(({ source }) => source), changed.map(({ sequence }) => sequence), changed.map(({ rest }) => rest)],
  );
  return changed.length;
}

/** The event with the bytes that its stream has now: only its data, which is its last attribute, contains texts. */
function restOf(event: string, words: string): string {
  const { data, ...attributes } = JSON.parse(event);
  return JSON.stringify({ ...attributes, data: without(data, words) });
}
