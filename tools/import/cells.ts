// One cell as a value of the register. A reader never guesses: it reports every repair, and an unreadable cell is a fault of
// the row.
import { createHash } from 'node:crypto';
import { expression } from './expressions.ts';
import { columnName, type Mapping, type TextLimits } from './mapping.ts';
import type { Cell, RawRow, Table } from './tables.ts';

/** The value of a cell; `repairs` lists the changes that reading it needed, `fault` is why the row cannot be taken. */
export interface Found {
  readonly value?: unknown;
  readonly repairs?: readonly string[];
  readonly fault?: string;
}

export interface Row {
  readonly table: Table;
  readonly number: number;
  /** The text of a cell, trimmed, in one line unless `lines` asks for several; undefined for an empty cell. */
  text(column: string, lines?: boolean): string | undefined;
  raw(column: string): Cell;
  /** All cells of the column, always the same array: readers cache their decision about a column by it. */
  column(column: string): readonly Cell[];
  /** As a spreadsheet names it, `F2`; empty if the table has no such column. */
  address(column: string): string;
  /** The repairs that reading the cell needed. */
  mended(column: string): string[];
}

export function reader(table: Table, { missing }: Pick<Mapping, 'missing'>): (row: RawRow) => Row {
  const places = new Map(table.header.map((title, place) => [columnName(title), place]));
  const placeOf = (column: string) => places.get(columnName(column)) ?? -1;
  const columns = new Map<number, readonly Cell[]>();
  const column = (title: string) => {
    const place = placeOf(title);
    const known = columns.get(place) ?? table.rows.map(({ cells }) => cells[place] ?? null);
    columns.set(place, known);
    return known;
  };
  return ({ number, cells }) => {
    const raw = (title: string): Cell => cells[placeOf(title)] ?? null;
    const text = (title: string, lines = false) => {
      const cleaned = clean(written(raw(title)), lines);
      return missing.includes(cleaned.toLowerCase()) ? undefined : cleaned;
    };
    const address = (title: string) => (placeOf(title) < 0 ? '' : `${columnLetters(placeOf(title))}${number}`);
    return { table, number, text, raw, column, address, mended: (title) => mendings(written(raw(title))) };
  };
}

/** The cell as shown to a person, except dates and booleans, whose display format is not in the file. */
const written = (cell: Cell): string => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '');

/** 0 is A, 26 is AA. */
function columnLetters(place: number): string {
  const before = Math.floor(place / 26);
  return `${before === 0 ? '' : columnLetters(before - 1)}${String.fromCharCode(65 + (place % 26))}`;
}

/** For a report: the place and the content of a cell. */
export function cellOf(row: Row, column: string): string {
  const { file, name } = row.table;
  const sheet = name === file ? '' : `sheet "${name}", `;
  const raw = row.raw(column);
  const says = raw instanceof Date ? raw.toISOString().slice(0, 10) : String(raw ?? '').trim();
  return `${file}, ${sheet}cell ${row.address(column)} (${column}), "${says}",`;
}

/**
 * Why the cell cannot be read as a text: a spreadsheet converted `MAR-1` into a day or `TRUE` into a boolean, and the typed text
 * is no longer in the file; or letters were lost before.
 */
export function misreadText(row: Row, column: string): string | undefined {
  const raw = row.raw(column);
  const mend = 'write it again, as a text';
  if (raw instanceof Date) return `notText: ${cellOf(row, column)} was turned into a date by a spreadsheet: ${mend}`;
  if (typeof raw === 'boolean')
    return `notText: ${cellOf(row, column)} was turned into a truth value by a spreadsheet: ${mend}`;
  if (typeof raw === 'string' && raw.includes('\ufffd'))
    return `lostLetters: ${cellOf(row, column)} has lost letters: ${mend}`;
  return undefined;
}

// A tab or a line break is white space; the register refuses any other control character.
const control = /[^\P{Cc}\n\r\t]|\p{Bidi_Control}/gu;
// R writes the code of a character that it could not encode: <U+0219> is ș.
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

/** Cuts at the end of a word if one is near, never inside a character, and adds an ellipsis. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '');
  const word = cut.replace(/\s+\S*$/u, '');
  return `${(word.length > max * 0.8 ? word : cut).trimEnd()}…`;
}

/**
 * A generated code for something that has only a name. Names that differ only in punctuation or accents get the same code; the
 * code of a name that is too long ends in a suffix computed from it.
 */
export function slug(name: string, max: number): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  const words = plain.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const isWhole = words.length > 1 && words.length <= max && !/[^\P{L}A-Za-z]/u.test(plain);
  if (isWhole) return words;
  const mark = createHash('sha256').update(plain).digest('hex').slice(0, 8);
  return `${words.slice(0, max - 9).replace(/-+$/, '')}-${mark}`.replace(/^-/, '');
}
