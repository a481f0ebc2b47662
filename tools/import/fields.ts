// Builds the request body of a row, by the mapping of each field.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAbove, readBudget, readMoney } from './amounts.ts';
import { misreadText, readText, shortened, slug, type Found, type Row } from './cells.ts';
import { readDate } from './dates.ts';
import { expression } from './expressions.ts';
import { mappingsFolder, type Fields, type NotePart, type Reading } from './mapping.ts';

export type Body = { [member: string]: unknown };

export interface Composed {
  readonly body: Body;
  /** The repairs, each once, after their field: `startsOn: padded`. */
  readonly repairs: readonly string[];
  /** Why the row cannot be taken; empty if it can. */
  readonly faults: readonly string[];
}

export function compose(row: Row, fields: Fields, needs: readonly string[]): Composed {
  const body: Body = {};
  const repairs = new Set<string>();
  const faults: string[] = [];
  for (const [path, readings] of Object.entries(fields)) {
    for (const reading of [readings].flat()) {
      if (!applies(row, body, reading)) continue;
      const found = readSafely(row, reading);
      for (const repair of found.repairs ?? []) repairs.add(`${path}: ${repair}`);
      if (found.fault !== undefined) faults.push(found.fault);
      if (found.value === undefined) continue;
      place(body, path, found.value);
      if (reading.repair !== undefined) repairs.add(`${path}: ${reading.repair}`);
      break;
    }
  }
  const lacking = needs.filter((path) => at(body, path) === undefined && faults.length === 0);
  return { body, repairs: [...repairs], faults: [...faults, ...lacking.map((path) => `missing: ${path}`)] };
}

const applies = (row: Row, body: Body, { when, unless }: Reading): boolean =>
  (when === undefined || expression(when.pattern, 'iu').test(row.text(when.column) ?? '')) &&
  (unless === undefined || at(body, unless) === undefined);

/** A cell that a spreadsheet converted is a fault of every field that reads it as a text. */
function readSafely(row: Row, reading: Reading): Found {
  const [fault] = textColumns(reading).flatMap((column) => misreadText(row, column) ?? []);
  return fault === undefined ? read(row, reading) : { fault };
}

function textColumns(reading: Reading): readonly string[] {
  switch (reading.as) {
    case 'text':
    case 'number':
    case 'slug':
      return [reading.column];
    case 'code':
      return reading.from.map(({ column }) => column);
    case 'region':
      return reading.columns;
    case 'template':
      return [...reading.text.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
    case 'note':
      return reading.parts.flatMap(({ as, column }) => (as === 'text' ? [column] : []));
    default:
      return [];
  }
}

function read(row: Row, reading: Reading): Found {
  switch (reading.as) {
    case 'constant':
      return { value: reading.value };
    case 'text':
      return readText(row, reading.column, reading);
    case 'template':
      return { value: shortened(filled(row, reading.text), reading.max) };
    case 'date':
      return readDate(row, reading.column, reading.formats);
    case 'number':
      return readNumber(row, reading.column, reading.pattern);
    case 'code':
      return readCode(row, reading);
    case 'slug':
      return nameCode(row.text(reading.column), reading.max);
    case 'budget':
      return readBudget(row, reading.column);
    case 'note':
      return readNote(row, reading);
    case 'region':
      return readRegion(row, reading);
  }
}

const nameCode = (name: string | undefined, max: number): Found =>
  name === undefined ? {} : { value: slug(name, max) };

/** `{file}` and `{row}` are the place of the row; any other name in braces is a column. */
const filled = (row: Row, text: string): string =>
  text.replace(/\{([^}]+)\}/g, (_, name: string) => {
    if (name === 'file') return row.table.file;
    return name === 'row' ? String(row.number) : (row.text(name) ?? '');
  });

function readNumber(row: Row, column: string, pattern: string): Found {
  const match = expression(pattern).exec(row.text(column) ?? '')?.groups?.value;
  return match === undefined ? {} : { value: Number(match) };
}

function readCode(row: Row, { from, otherwise }: Extract<Reading, { as: 'code' }>): Found {
  const unknown: string[] = [];
  for (const { column, pattern = '.+', valuesIn, values = listed(valuesIn), aliases = {} } of from) {
    const text = row.text(column);
    if (text === undefined) continue;
    const match = expression(pattern, 'iu').exec(text);
    const word = match?.groups?.value ?? match?.[0] ?? '';
    const code = values === undefined ? (aliases[word] ?? word) : values[word.toLowerCase()];
    if (code) return { value: code, repairs: code === aliases[word] ? [`${word} is ${code}`] : [] };
    unknown.push(`${column} is ${text}`);
  }
  if (otherwise !== undefined) return { value: otherwise };
  return unknown.length === 0 ? {} : { fault: `unknownCode: ${unknown.join(', ')}` };
}

function readNote(row: Row, { text, parts, max }: Extract<Reading, { as: 'note' }>): Found {
  const said = parts.map((part) => readPart(row, part));
  const words = said.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const note = shortened([filled(row, text), ...words].join('; '), max);
  const [fault] = said.flatMap((part) => part.fault ?? []);
  if (fault !== undefined) return { fault };
  return { value: note, repairs: said.flatMap(({ repairs = [] }) => repairs) };
}

function readPart(row: Row, { label, column, as, notAbove, without }: NotePart): Found {
  if (without !== undefined && row.text(without) !== undefined) return {};
  const { value, ...found } = as === 'money' ? readMoney(row, column) : readText(row, column, { max: 300 });
  if (value === undefined) return found;
  const limit = notAbove === undefined ? undefined : readMoney(row, notAbove).value;
  if (limit !== undefined && isAbove(value, limit)) return { repairs: [`${label} above ${notAbove}`] };
  return { ...found, value: `${label} ${value}` };
}

const words = new Map<string, Readonly<Record<string, string>>>();

function listed(file: string | undefined): Readonly<Record<string, string>> | undefined {
  if (file === undefined) return undefined;
  const known = words.get(file);
  if (known !== undefined) return known;
  const { values }: { values: Record<string, string> } = JSON.parse(readFileSync(join(mappingsFolder, file), 'utf8'));
  words.set(file, values);
  return values;
}

const lists = new Map<string, ReadonlySet<string>>();

function codesIn(file: string): ReadonlySet<string> {
  const known = lists.get(file);
  if (known !== undefined) return known;
  const { codes }: { codes: Record<string, string> } = JSON.parse(readFileSync(join(mappingsFolder, file), 'utf8'));
  const list = new Set(Object.values(codes).flatMap((ofCountry) => ofCountry.split(' ')));
  lists.set(file, list);
  return list;
}

function readRegion(row: Row, reading: Extract<Reading, { as: 'region' }>): Found {
  const { columns, pattern, version, codes, except } = reading;
  const given = columns.map((column) => expression(pattern).exec(row.text(column) ?? '')?.[0]);
  if (given.every((code) => code === undefined)) return { repairs: ['missing'] };
  const known = codesIn(codes);
  const place = given.findIndex((code) => code !== undefined && known.has(code) && !except.includes(code));
  if (place < 0) return { repairs: [`of another edition than ${version}, left out`] };
  const value = { scheme: 'NUTS', code: given[place], version };
  return place === 0 ? { value } : { value, repairs: [`coarser, as edition ${version} has it`] };
}

export function at(body: Body, path: string): unknown {
  let place: unknown = body;
  for (const member of path.split('.')) place = isBody(place) ? place[member] : undefined;
  return place;
}

function place(body: Body, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    body[first] = value;
    return;
  }
  const inner = body[first];
  const child: Body = isBody(inner) ? inner : {};
  place(child, rest.join('.'), value);
  body[first] = child;
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null;
