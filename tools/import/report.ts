// What became of every row, for people: a line each in a file, and the sums on the screen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judged } from './judged.ts';

const columns = ['table', 'row', 'outcome', 'reason', 'repairs', 'programme', 'acronym', 'name', 'ref', 'written'];

/** Writes one line per row; returns the path. */
export function writeReport(folder: string, name: string, rows: readonly Judged[]): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-report.csv`);
  writeFileSync(path, [columns, ...rows.map(lineOf)].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''));
  return path;
}

const lineOf = (row: Judged): string[] => [
  row.table,
  String(row.number),
  row.outcome,
  row.reason,
  row.repairs.join('; '),
  row.programme,
  row.acronym,
  row.name,
  row.ref,
  row.written ? 'yes' : 'no',
];

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Per table: taken + merged + refused = rows, and how often each reason and each repair occurs. */
export function summaryOf(rows: readonly Judged[]): string {
  const lines: string[] = [];
  for (const [table, ofTable] of Map.groupBy(rows, ({ table: name }) => name)) {
    const count = (outcome: string) => ofTable.filter((row) => row.outcome === outcome).length;
    const [taken, merged, refused] = [count('taken'), count('merged'), count('refused')];
    lines.push(`${table}: ${taken} taken + ${merged} merged + ${refused} refused = ${ofTable.length} rows`);
    const told = ofTable.filter(({ outcome }) => outcome !== 'taken');
    lines.push(...counted(told.map(({ outcome, reason }) => `${outcome}, ${kindOf(reason)}`)));
    lines.push(...counted(ofTable.flatMap(({ repairs }) => repairs.map((repair) => `repaired, ${repair}`))));
  }
  return lines.join('\n');
}

const kindOf = (reason: string): string => reason.replace(/:.*$/s, '');

function counted(words: readonly string[]): string[] {
  const groups = [...Map.groupBy(words, (word) => word)].sort(([, one], [, other]) => other.length - one.length);
  return groups.map(([word, all]) => `  ${String(all.length).padStart(6)}  ${word}`);
}
