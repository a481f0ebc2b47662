import { Injectable } from '@nestjs/common';
import type { Database, Tx } from '@passerelle/platform/data/database';
import { TakeBackRefused } from '@passerelle/platform/features/texts';

// What the ledger offers to the slices that project from it. Projections run in the transaction that writes the ledger
// and moves its checkpoint, so a figure is never behind or ahead of its ledger.

/** The whole public state of a record, as a fact carried it. */
export type RecordData = Readonly<Record<string, unknown>>;

/** A fact as the new state of its record. */
export interface RecordChange {
  readonly sequence: number;
  /** `projects/<uuid>` */
  readonly subject: string;
  /** `projects` */
  readonly resource: string;
  readonly data: RecordData;
  /** `recordedtime`, ISO in UTC: never decreasing within a source. */
  readonly at: string;
}

/** Consecutive facts of one source, without a gap. */
export interface LedgerBatch {
  readonly source: string;
  readonly first: number;
  readonly last: number;
  readonly changes: readonly RecordChange[];
}

export type LedgerProjection = (tx: Tx, batch: LedgerBatch) => Promise<void>;

/** The projections of the ledger; a slice registers its own when its module starts, before the first fact is read. */
@Injectable()
export class LedgerProjections {
  private readonly projections: LedgerProjection[] = [];

  add(projection: LedgerProjection): void {
    this.projections.push(projection);
  }

  async apply(tx: Tx, batch: LedgerBatch): Promise<void> {
    for (const project of this.projections) await project(tx, batch);
  }
}

interface ChangeRow {
  readonly sequence: string;
  readonly subject: string;
  readonly data: RecordData;
  readonly at: Date;
}

/**
 * At most `most` facts of a source after a position; undefined when there are none. A `source` is named after its
 * service: `cooperation`.
 */
export async function ledgerAfter(
  tx: Tx,
  source: string,
  position: number,
  most: number,
): Promise<LedgerBatch | undefined> {
  const rows = await tx.query<ChangeRow[]>(
    'SELECT sequence, subject, data, recordedtime AS at FROM ledger WHERE source = $1 AND sequence > $2 ORDER BY sequence LIMIT $3',
    [source, position, most],
  );
  const changes = rows.map(({ sequence, subject, data, at }) => change(Number(sequence), subject, data, at));
  const last = changes.at(-1);
  return last === undefined ? undefined : { source, first: position + 1, last: last.sequence, changes };
}

export const resourceOf = (subject: string): string => subject.slice(0, subject.indexOf('/'));

export const change = (sequence: number, subject: string, data: RecordData, at: Date): RecordChange => ({
  sequence,
  subject,
  resource: resourceOf(subject),
  data,
  at: at.toISOString(),
});

/** The consumer name of the ledger's checkpoints. */
export const ledgerConsumer = 'ledger';

/** Locks a source: none of its facts is read until the transaction ends. */
export async function holdSource(tx: Tx, source: string): Promise<void> {
  await tx.query('INSERT INTO fact_checkpoint VALUES ($1, $2, 0) ON CONFLICT DO NOTHING', [ledgerConsumer, source]);
  await tx.query('SELECT 1 FROM fact_checkpoint WHERE consumer = $1 AND source = $2 FOR UPDATE', [
    ledgerConsumer,
    source,
  ]);
}

/** Whether a fact was recorded at that instant or later: the clock of a service may be ahead of this one. */
export async function ledgerReaches(db: Database, instant: string): Promise<boolean> {
  const rows = await db.query<unknown>(
    `SELECT 1 FROM fact_checkpoint AS read, LATERAL (
       SELECT 1 FROM ledger WHERE ledger.source = read.source AND recordedtime >= $1 LIMIT 1) AS later LIMIT 1`,
    [instant],
  );
  return rows.length > 0;
}

/** The states of records of one source before a sequence. */
export async function statesBefore(
  tx: Tx,
  subjects: readonly string[],
  sequence: number,
): Promise<Map<string, RecordData>> {
  const rows = await tx.query<{ subject: string; data: RecordData }[]>(
    `SELECT DISTINCT ON (subject) subject, data FROM record_state
      WHERE subject = ANY($1) AND sequence < $2 ORDER BY subject, sequence DESC`,
    [subjects, sequence],
  );
  return new Map(rows.map(({ subject, data }) => [subject, data]));
}

/** Refuses to take words from facts that their services have not taken back: their streams would still contain them. */
export async function refuseWhileKept(
  tx: Tx,
  facts: readonly { readonly id: string; readonly service: string }[],
): Promise<void> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT jsonb_array_elements_text(data -> 'eventIds') AS id FROM ledger WHERE short_type = 'texts.takenBack'`,
  );
  const known = new Set(rows.map(({ id }) => id));
  const behind = new Set(facts.filter(({ id }) => !known.has(id)).map(({ service }) => service));
  if (behind.size > 0) throw new TakeBackRefused('take the words back in these services first', [...behind].sort());
}
