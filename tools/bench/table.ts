// The results as a table for people, and as JSON to compare runs.
import { writeFileSync } from 'node:fs';

export interface Measure {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** The raw limit, in the same run. */
  readonly raw?: number;
  /** The target of `ours`, or of its ratio to the raw limit. */
  readonly aim?: { readonly of: 'value' | 'ratio'; readonly atLeast?: number; readonly atMost?: number };
  readonly note?: string;
}

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
export const ratioOf = ({ ours, raw }: Measure): number | undefined => (raw ? ours / raw : undefined);

export function verdictOf(measure: Measure): 'met' | 'missed' | '' {
  const { aim } = measure;
  const value = aim?.of === 'ratio' ? ratioOf(measure) : measure.ours;
  if (aim === undefined || value === undefined) return '';
  return value >= (aim.atLeast ?? -Infinity) && value <= (aim.atMost ?? Infinity) ? 'met' : 'missed';
}

function row(measure: Measure): string[] {
  const { what, unit, ours, raw, aim, note } = measure;
  const ratio = ratioOf(measure);
  const bound = aim?.atLeast === undefined ? `≤ ${aim?.atMost}` : `≥ ${aim.atLeast}`;
  const wanted = aim === undefined ? '' : `${aim.of === 'ratio' ? 'ratio ' : ''}${bound}`;
  const numbers = [ours, raw, ratio].map((value) => (value === undefined ? '' : String(round(value))));
  return [what, ...numbers, unit, wanted, verdictOf(measure), note ?? ''];
}

export function table(measures: readonly Measure[]): string {
  const rows = [['what', 'ours', 'raw', 'ratio', 'unit', 'aim', '', 'note'], ...measures.map(row)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function writeDown(path: string, measures: readonly Measure[]): void {
  const entries = measures.map((measure) => ({ ...measure, ratio: ratioOf(measure), verdict: verdictOf(measure) }));
  writeFileSync(
    path,
    `${JSON.stringify({ at: new Date().toISOString(), node: process.version, measures: entries }, null, 2)}\n`,
  );
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
