// One cell as a value of the register. A reader never guesses: what it mends it names, and what it cannot read is a
// fault of the row.
import { createHash } from 'node:crypto';
import { columnName, type Mapping, type TextLimits } from './mapping.ts';
import type { Cell, RawRow, Table } from './tables.ts';

/** What was found in a cell; `repairs` says what was mended to get it, `fault` why the row cannot be taken. */
export interface Found {
  readonly value?: unknown;
  readonly repairs?: readonly string[];
  readonly fault?: string;
}

export interface Row {
  readonly table: Table;
  readonly number: number;
  /** The text of a cell, trimmed, in one line unless `lines` asks for them; undefined where it says nothing. */
  text(column: string, lines?: boolean): string | undefined;
  raw(column: string): Cell;
  /** What had to be mended to read the text of that cell. */
  mended(column: string): string[];
}

export function reader(table: Table, { missing }: Pick<Mapping, 'missing'>): (row: RawRow) => Row {
  const places = new Map(table.header.map((title, place) => [columnName(title), place]));
  return ({ number, cells }) => {
    const raw = (column: string): Cell => cells[places.get(columnName(column)) ?? -1] ?? null;
    const text = (column: string, lines = false) => {
      const cleaned = clean(String(raw(column) ?? ''), lines);
      return missing.includes(cleaned.toLowerCase()) ? undefined : cleaned;
    };
    const mended = (column: string) => mendings(String(raw(column) ?? ''));
    return { table, number, text, raw, mended };
  };
}

const expressions = new Map<string, RegExp>();

/** A pattern of the mapping, made once: the same few meet every row. */
export function expression(pattern: string, flags = 'u'): RegExp {
  const known = expressions.get(`${flags} ${pattern}`) ?? new RegExp(pattern, flags);
  expressions.set(`${flags} ${pattern}`, known);
  return known;
}

// A tab or a line break is white space; any other control character has no business in a text, and the register refuses it.
const control = /[^\P{Cc}\n\r\t]/gu;
// R writes a character that it could not encode as its number: <U+0219> is ș.
const escaped = /<U\+([0-9A-F]{4,6})>/g;

function clean(text: string, lines: boolean): string {
  const readable = text
    .replace(escaped, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(control, '')
    .toWellFormed();
  if (!lines) return readable.replace(/\s+/gu, ' ').trim();
  return readable
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const mendings = (text: string): string[] => [
  ...(text !== text.trim() ? ['padded'] : []),
  ...(text.search(control) >= 0 || !text.isWellFormed() ? ['controlCharacters'] : []),
  ...(text.search(escaped) >= 0 ? ['unescaped'] : []),
];

const nothing: Found = {};

export function readText(row: Row, column: string, { min = 1, max, lines, matches = '' }: TextLimits): Found {
  const text = row.text(column, lines);
  if (text === undefined) return nothing;
  const repairs = row.mended(column);
  if (lines !== true && /\S\s*[\r\n]\s*\S/.test(String(row.raw(column)))) repairs.push('lineBreaks');
  if (!expression(matches).test(text)) return { repairs: [...repairs, 'not a name, left out'] };
  if (text.length < min) return { repairs: [...repairs, 'tooShort'] };
  const value = shortened(text, max);
  return { value, repairs: value === text ? repairs : [...repairs, 'shortened'] };
}

/** Cut at a word where one ends nearby, never inside a character, and marked with an ellipsis. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '');
  const word = cut.replace(/\s+\S*$/u, '');
  return `${(word.length > max * 0.8 ? word : cut).trimEnd()}…`;
}

const parts: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  mm: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{1,2})',
};

/** `formats` are spelled in yyyy, mm and dd; a cell that a spreadsheet keeps as a date needs none. */
export function readDate(row: Row, column: string, formats: readonly string[]): Found {
  const raw = row.raw(column);
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? nothing : { value: raw.toISOString().slice(0, 10) };
  const text = row.text(column);
  if (text === undefined) return nothing;
  for (const format of formats) {
    const pattern = format.replace(/[.]/g, '\\.').replace(/yyyy|mm|dd/g, (part) => parts[part] ?? part);
    const { year = '', month = '', day = '' } = expression(`^${pattern}$`).exec(text)?.groups ?? {};
    if (year === '') continue;
    const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDay(value) ? { value, repairs: row.mended(column) } : { fault: `impossibleDate: ${column} is ${text}` };
  }
  return { fault: `unreadableDate: ${column} is ${text}` };
}

function isDay(iso: string): boolean {
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

/**
 * Euros as the register writes them, `892228.58`. Thousands may be parted by commas or spaces (`892,228.58`); the noise
 * that spreadsheets keep behind the cents (626199.99999984) is rounded off.
 */
export function readMoney(row: Row, column: string): Found {
  const text = row.text(column);
  if (text === undefined) return nothing;
  const digits = text.replace(/^(EUR|€)\s*|\s*(EUR|€)$/g, '').replace(/[\s,](?=\d{3}(?:\D|$))/g, '');
  const amount = Number(digits);
  if (!/^\d+(?:\.\d+)?(?:[eE]\+?\d{1,2})?$/.test(digits) || amount >= 1e13) return { repairs: ['amountUnreadable'] };
  return { value: amount.toFixed(2), repairs: text === digits ? [] : ['amountWasText'] };
}

/** What nobody published is not zero: the register keeps the three apart. */
export function readBudget(row: Row, column: string): Found {
  const { value, repairs = [] } = readMoney(row, column);
  if (value === undefined) return { repairs };
  const isZero = value === '0.00';
  const budget = isZero
    ? { state: 'publishedZero' }
    : { state: 'published', amount: { amount: value, currency: 'EUR' } };
  return { value: budget, repairs };
}

/**
 * A code of our own for what has a name only. Names that differ in punctuation or accents alone are one; a name that does
 * not go into it whole ends in a mark of its own.
 */
export function slug(name: string, max: number): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  const words = plain.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const isWhole = words.length > 1 && words.length <= max && !/[^\P{L}A-Za-z]/u.test(plain);
  if (isWhole) return words;
  const mark = createHash('sha256').update(plain).digest('hex').slice(0, 8);
  return `${words.slice(0, max - 9).replace(/-+$/, '')}-${mark}`.replace(/^-/, '');
}
