// The outcome of one row and its reason: the planner decides it, the register's answer is added, the report shows it.
import { comparisonKey } from '../../libs/domain/src/text.ts';
import { misreadText, type Row } from './cells.ts';
import type { Mapping } from './mapping.ts';

export interface Judged {
  readonly table: string;
  readonly number: number;
  readonly programme: string;
  readonly acronym: string;
  /** Of the project or of the partner. */
  readonly name: string;
  outcome: 'taken' | 'merged' | 'refused';
  /** Why a row was merged or refused, as `reason: details`. */
  reason: string;
  repairs: readonly string[];
  /** The record of the row, and whether this run wrote it. */
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

/**
 * The key that rows of one project share, and by which the register finds the project: the project id of its programme if the
 * source has one, else the acronym. Both are compared with the register's comparison key, which ignores spelling differences.
 */
export function keyOf(row: Row, { key }: Mapping): string {
  const id = key.id === undefined ? undefined : row.text(key.id);
  const programme = comparisonKey(row.text(key.programme) ?? '');
  return JSON.stringify([programme, projectKey(id, row.text(key.acronym) ?? '')]);
}

/** Unique within one programme. */
export const projectKey = (id: string | undefined, acronym: string): string =>
  id === undefined ? `acronym ${comparisonKey(acronym)}` : `id ${comparisonKey(id)}`;

/** Why a row has no key: a spreadsheet converted one of its cells. */
export const keyFaults = (row: Row, { key }: Mapping): string[] =>
  [key.programme, key.acronym, ...(key.id === undefined ? [] : [key.id])].flatMap(
    (column) => misreadText(row, column) ?? [],
  );
