import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
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

const days = { reportDays: 10, positionDays: 5 } as const;

/** A share lock keeps the body from being taken back while a seat or a meeting is added. */
export async function lockedBody(tx: Tx, id: string): Promise<BodyContext> {
  await tx.query('SELECT 1 FROM body WHERE id = $1 FOR SHARE', [id]);
  return findOrRefuse(tx, BodyRecord, id);
}

/** Read without a lock: a rule that changes in the meantime is for later acts. */
export async function rulesOfBody(tx: Tx, id: string): Promise<BodyRules> {
  const [body] = await tx.query<Pick<BodyRules, 'voting'>[]>('SELECT voting FROM body WHERE id = $1', [id]);
  return { voting: body?.voting ?? null, ...days };
}

/** The short names of bodies, by id. */
export async function acronymsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sql = 'SELECT id, acronym FROM body WHERE id = ANY($1::uuid[])';
  const rows = await tx.query<{ id: string; acronym: string }[]>(sql, [ids]);
  return new Map(rows.map(({ id, acronym }) => [id, acronym]));
}
