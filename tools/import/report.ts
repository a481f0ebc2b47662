// The outcome of every row, for people: a CSV file with a line for each row, and the totals on the screen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judged } from './judged.ts';

const columns = ['table', 'row', 'outcome', 'reason', 'repairs', 'programme', 'acronym', 'name', 'ref', 'written'];

/** A table that was read: its name, its recognised form, its encoding. */
export interface ReadTable {
  readonly table: string;
  readonly form: string;
  readonly remarks: readonly string[];
}

/** Writes one line per table, as its row 1, and one per row; returns the path. */
export function writeReport(
  folder: string,
  name: string,
  rows: readonly Judged[],
  tables: readonly ReadTable[] = [],
): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-report.csv`);
  const read = tables.map(({ table, form, remarks }) => [
    table,
    '1',
    'read',
    form,
    remarks.join('; '),
    '',
    '',
    '',
    '',
    '',
  ]);
  const lines = [columns, ...read, ...rows.map(lineOf)].map((cells) => `${cells.map(cellText).join(',')}\r\n`);
  // Without the byte order mark a spreadsheet assumes the machine's encoding, and shows É as Ã‰.
  writeFileSync(path, `\ufeff${lines.join('')}`);
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

/** Against CSV injection: a spreadsheet would run a cell that begins like a formula; the apostrophe makes it a text. */
function cellText(text: string): string {
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Per table: taken + merged + refused = rows, and how often each reason and each repair occurs. */
export function summaryOf(rows: readonly Judged[]): string {
  const lines: string[] = [];
  for (const [table, ofTable] of Map.groupBy(rows, ({ table: name }) => name)) {
    const count = (outcome: string) => ofTable.filter((row) => row.outcome === outcome).length;
    const [taken, merged, refused] = [count('taken'), count('merged'), count('refused')];
    lines.push(`${table}: ${taken} taken + ${merged} merged + ${refused} refused = ${ofTable.length} rows`);
    const told = ofTable.filter(({ outcome }) => outcome !== 'taken');
    lines.push(...counted(told.map(({ outcome, reason }) => `${outcome}, ${kindOf(reason)}`)));
    lines.push(
      ...counted(ofTable.flatMap(({ repairs }) => repairs.map((repair) => `repaired, ${withoutCell(repair)}`))),
    );
  }
  return lines.join('\n');
}

/** `amountUnreadable [export.csv, cell F2 …]`: the summary omits the cell, which is in the row's own line. */
const withoutCell = (repair: string): string => repair.replace(/ \[.*$/s, '');
const kindOf = (reason: string): string => reason.replace(/:.*$/s, '');

function counted(words: readonly string[]): string[] {
  const groups = [...Map.groupBy(words, (word) => word)].sort(([, one], [, other]) => other.length - one.length);
  return groups.map(([word, all]) => `  ${String(all.length).padStart(6)}  ${word}`);
}
