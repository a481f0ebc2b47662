// What becomes of one row, and why: the planner judges it, the register adds what it said, the report tells it.
import type { Row } from './cells.ts';
import type { Mapping } from './mapping.ts';

export interface Judged {
  readonly table: string;
  readonly number: number;
  readonly programme: string;
  readonly acronym: string;
  /** Of the project or of the partner. */
  readonly name: string;
  outcome: 'taken' | 'merged' | 'refused';
  /** Of what is merged or refused, as `reason: what exactly`. */
  reason: string;
  repairs: readonly string[];
  /** The record that holds it, and whether this run wrote it. */
  ref: string;
  written: boolean;
}

export function judge(row: Row, { key }: Mapping, name: string, repairs: readonly string[] = []): Judged {
  const [programme, acronym] = [row.text(key.programme) ?? '', row.text(key.acronym) ?? ''];
  const { number } = row;
  const table = row.table.name;
  return { table, number, programme, acronym, name, outcome: 'taken', reason: '', repairs, ref: '', written: false };
}

export function refuse(judged: Judged, reason: string): void {
  Object.assign(judged, { outcome: 'refused', reason });
}

export function merge(judged: Judged, reason: string): void {
  Object.assign(judged, { outcome: 'merged', reason });
}

/** The only key that a source without ids has; the register, too, takes METRO and Metro for one acronym. */
export const keyOf = (row: Row, { key }: Mapping): string =>
  JSON.stringify([row.text(key.programme), row.text(key.acronym)?.toLowerCase()]);
