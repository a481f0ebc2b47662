import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { recordClosed, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { BodyRecord } from './body.entity.js';

/** A seat takes its defaults and its classification from its body, and a meeting its defaults. */
export type BodyContext = Pick<BodyRecord, 'id' | 'level' | 'objective' | 'themes' | 'classification'>;

/** What a body sets for its meetings; the days are working days. */
export interface BodyRules {
  readonly voting: boolean | null;
  /** From the last day of a meeting to the last day for its report. */
  readonly reportDays: number;
  /** From the last day for the validation of a position to the meeting. */
  readonly positionDays: number;
}

/** A share lock keeps the body from ending, and from being taken back, while a seat or a meeting is added. */
export async function lockedBody(tx: Tx, id: string): Promise<BodyContext> {
  await tx.query('SELECT 1 FROM body WHERE id = $1 FOR SHARE', [id]);
  const body = await findOrRefuse(tx, BodyRecord, id);
  if (body.status === 'ended') throw refusal(recordClosed, { ref: body.ref });
  return body;
}

/** Read without a lock: a rule that changes in the meantime is for later acts. */
export async function rulesOfBody(tx: Tx, id: string): Promise<BodyRules> {
  const [body] = await tx.query<BodyRules[]>(
    'SELECT voting, report_days AS "reportDays", position_days AS "positionDays" FROM body WHERE id = $1',
    [id],
  );
  if (body === undefined) throw refusal(resourceNotFound);
  return body;
}

/** The short names of bodies, by id. */
export async function acronymsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sql = 'SELECT id, acronym FROM body WHERE id = ANY($1::uuid[])';
  const rows = await tx.query<{ id: string; acronym: string }[]>(sql, [ids]);
  return new Map(rows.map(({ id, acronym }) => [id, acronym]));
}
