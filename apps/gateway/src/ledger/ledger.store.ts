import type { Database, Tx } from '@passerelle/platform/data/database';
import { shortType, type ReceivedFact } from '@passerelle/platform/events/facts';

// The statements of the ledger: a batch of facts costs three, however many facts it contains.

// OFFSET keeps the planner from parsing the event again for each column.
export const appended = `
  INSERT INTO ledger (source, sequence, id, type, short_type, subject, time, recordedtime, traceparent, data, event)
  SELECT $1, (fact ->> 'sequence')::bigint, (fact ->> 'id')::uuid, fact ->> 'type', given.short_type, fact ->> 'subject',
         (fact ->> 'time')::timestamptz, (fact ->> 'recordedtime')::timestamptz, fact ->> 'traceparent', fact -> 'data', given.event
    FROM unnest($2::text[], $3::text[]) AS given (event, short_type), LATERAL (SELECT given.event::jsonb AS fact OFFSET 0) AS parsed`;

const closed = `
  UPDATE record_state AS state SET known_to = next.at
    FROM (SELECT DISTINCT ON (subject) subject, recordedtime AS at FROM ledger
           WHERE source = $1 AND sequence BETWEEN $2 AND $3 ORDER BY subject, sequence) AS next
   WHERE state.subject = next.subject AND state.known_to IS NULL`;

const opened = `
  INSERT INTO record_state (subject, sequence, resource, source, data, known_from, known_to)
  SELECT subject, sequence, split_part(subject, '/', 1), source, data, recordedtime,
         lead(recordedtime) OVER (PARTITION BY subject ORDER BY sequence)
    FROM ledger WHERE source = $1 AND sequence BETWEEN $2 AND $3`;

/** Writes facts into the ledger; `sequence` and `source` are unique, so a fact is stored at most once. */
export const append = (tx: Tx, source: string, facts: readonly ReceivedFact[]): Promise<unknown> =>
  tx.query(appended, [source, facts.map(({ text }) => text), facts.map(({ fact }) => shortType(fact.type))]);

/** A fact carries the whole record: it closes the record's open state and starts the next one. */
export async function keepStates(tx: Tx, source: string, first: number, last: number): Promise<void> {
  await tx.query(closed, [source, first, last]);
  await tx.query(opened, [source, first, last]);
}

export interface SourcePosition {
  readonly source: string;
  readonly sequence: number;
}

/** The position up to which each source was read. */
export async function positions(db: Database, consumer: string): Promise<SourcePosition[]> {
  const rows = await db.query<{ source: string; sequence: string }>(
    'SELECT source, sequence FROM fact_checkpoint WHERE consumer = $1 ORDER BY source',
    [consumer],
  );
  return rows.map(({ source, sequence }) => ({ source, sequence: Number(sequence) }));
}

const stretch = 5_000;

/** Rebuilds the states from the ledger. Locks every checkpoint: no source is read until it is done. */
export async function rebuildStates(tx: Tx): Promise<void> {
  await tx.query('SELECT 1 FROM fact_checkpoint FOR UPDATE');
  await tx.query('DELETE FROM record_state');
  const sources = await tx.query<{ source: string; last: string }[]>(
    'SELECT source, max(sequence) AS last FROM ledger GROUP BY source',
  );
  for (const { source, last } of sources) {
    for (let first = 1; first <= Number(last); first += stretch)
      await keepStates(tx, source, first, first + stretch - 1);
  }
}
