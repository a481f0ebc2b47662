import { Injectable } from '@nestjs/common';
import type { Database, Tx } from '@passerelle/platform/database';

// What the ledger hands on to the slices that project from it. They run in the transaction that writes the ledger and
// moves its checkpoint, so a figure is never behind its ledger, nor ahead of it.

/** A record's whole public state, as a fact carried it. */
export type RecordData = Readonly<Record<string, unknown>>;

/** A fact, seen as the new state of its record. */
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

/** A run of facts of one source, without a gap. */
export interface LedgerBatch {
  readonly source: string;
  readonly first: number;
  readonly last: number;
  readonly changes: readonly RecordChange[];
}

export type LedgerProjection = (tx: Tx, batch: LedgerBatch) => Promise<void>;

/** Who projects from the ledger; a slice adds itself when its module starts, before the first fact is read. */
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

/** The `source` name is its service: `cooperation`. At most `most` facts after a position; undefined when there is none. */
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

/** The name under which the ledger keeps its checkpoints. */
export const ledgerConsumer = 'ledger';

/** Holds a source: none of its facts is taken in until the transaction ends. */
export async function holdSource(tx: Tx, source: string): Promise<void> {
  await tx.query('INSERT INTO fact_checkpoint VALUES ($1, $2, 0) ON CONFLICT DO NOTHING', [ledgerConsumer, source]);
  await tx.query('SELECT 1 FROM fact_checkpoint WHERE consumer = $1 AND source = $2 FOR UPDATE', [
    ledgerConsumer,
    source,
  ]);
}

/** Whether a fact was recorded at that instant or later: a service's clock may be ahead of ours. */
export async function ledgerReaches(db: Database, instant: string): Promise<boolean> {
  const rows = await db.query<unknown>(
    `SELECT 1 FROM fact_checkpoint AS read, LATERAL (
       SELECT 1 FROM ledger WHERE ledger.source = read.source AND recordedtime >= $1 LIMIT 1) AS later LIMIT 1`,
    [instant],
  );
  return rows.length > 0;
}

/** The states of records of one source, as its facts before a sequence left them. */
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
