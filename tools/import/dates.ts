// Dates as text. `03/04/2015` is in March or in April: as with amounts, the other cells of the column decide about an ambiguous
// date, and it is refused if they do not.
import { cellOf, misreadText, type Found, type Row } from './cells.ts';
import { expression } from './expressions.ts';
import type { Cell } from './tables.ts';

const parts: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  mm: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{1,2})',
};

/** Undefined when the text does not have this format, or the day does not exist. */
function dayIn(text: string, format: string): { matches: boolean; day?: string } {
  const pattern = format.replace(/[.]/g, '\\.').replace(/yyyy|mm|dd/g, (part) => parts[part] ?? part);
  const { year = '', month = '', day = '' } = expression(`^${pattern}$`).exec(text)?.groups ?? {};
  if (year === '') return { matches: false };
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(value) ? { matches: true, day: value } : { matches: true };
}

function isDay(iso: string): boolean {
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

/** The days that a text may mean, each with the formats that read it so. */
function daysIn(text: string, formats: readonly string[]): Map<string, string[]> {
  const days = new Map<string, string[]>();
  for (const format of formats) {
    const { day } = dayIn(text, format);
    if (day !== undefined) days.set(day, [...(days.get(day) ?? []), format]);
  }
  return days;
}

const judgements = new WeakMap<readonly Cell[], ReadonlySet<string>>();

/** The formats of the column's unambiguous cells. */
function formatsOf(cells: readonly Cell[], formats: readonly string[]): ReadonlySet<string> {
  const known = judgements.get(cells);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const cell of cells) {
    const [only, ...others] = typeof cell === 'string' ? [...daysIn(cell.trim(), formats).values()].flat() : [];
    if (only !== undefined && others.length === 0) found.add(only);
  }
  judgements.set(cells, found);
  return found;
}

/** `formats` are spelled in yyyy, mm and dd; a cell that is a date in the spreadsheet needs none. */
export function readDate(row: Row, column: string, formats: readonly string[]): Found {
  const raw = row.raw(column);
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? {} : { value: raw.toISOString().slice(0, 10) };
  const misread = misreadText(row, column);
  if (misread !== undefined) return { fault: misread };
  const text = row.text(column);
  if (text === undefined) return {};
  const days = daysIn(text, formats);
  const [first] = days.keys();
  if (first === undefined) {
    const kind = formats.some((format) => dayIn(text, format).matches) ? 'impossibleDate' : 'unreadableDate';
    return { fault: `${kind}: ${column} is ${text}` };
  }
  if (days.size === 1) return { value: first, repairs: row.mended(column) };
  const fitting = formatsOf(row.column(column), formats);
  const [day, ...others] = [...days].filter(([, ways]) => ways.some((way) => fitting.has(way)));
  if (day !== undefined && others.length === 0) return { value: day[0], repairs: row.mended(column) };
  const why = day === undefined ? 'no other cell of its column decides' : 'its column is written in both ways';
  const meant = [...days.keys()].join(' or ');
  return { fault: `ambiguousDate: ${cellOf(row, column)} is ${meant}, and ${why}: write the one that is meant` };
}
