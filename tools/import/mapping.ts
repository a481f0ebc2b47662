// Maps the columns of a source to the fields of the register. Mappings are data in `mappings/<source>-*.json`, so that a new
// source needs a file and no code. docs/import.md explains each word.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from './tables.ts';

interface Condition {
  readonly column: string;
  readonly pattern: string;
}

interface Lookup {
  readonly column: string;
  /** The group `value`, or else the whole match, is looked up. */
  readonly pattern?: string;
  /** The text of the cell in lower case → the register's value; any other text is unknown. */
  readonly values?: Readonly<Record<string, string>>;
  /** A file next to the mapping with such `values`. */
  readonly valuesIn?: string;
  /** Without `values` the word itself is the code; these codes are different in the register. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface NotePart {
  readonly label: string;
  readonly column: string;
  readonly as: 'text' | 'money';
  /** An amount above that of this column is omitted. */
  readonly notAbove?: string;
  /** Used only if this column is empty. */
  readonly without?: string;
}

export interface TextLimits {
  readonly min?: number;
  /** A longer text is shortened, and reported. */
  readonly max: number;
  /** Keeps its line breaks. */
  readonly lines?: true;
  /** A text that does not match this pattern is omitted. */
  readonly matches?: string;
}

export type Reading = {
  /** Read only in rows whose cell matches. */
  readonly when?: Condition;
  /** Read only if there is no value at this path yet. */
  readonly unless?: string;
  /** The name in the report when this reading was used. */
  readonly repair?: string;
} & (
  | { readonly as: 'constant'; readonly value: unknown }
  | ({ readonly as: 'text'; readonly column: string } & TextLimits)
  | { readonly as: 'template'; readonly text: string; readonly max: number }
  | { readonly as: 'date'; readonly column: string; readonly formats: readonly string[] }
  | { readonly as: 'number'; readonly column: string; readonly pattern: string }
  | { readonly as: 'code'; readonly from: readonly Lookup[]; readonly otherwise?: string }
  | { readonly as: 'slug'; readonly column: string; readonly max: number }
  | { readonly as: 'budget'; readonly column: string }
  | { readonly as: 'note'; readonly text: string; readonly parts: readonly NotePart[]; readonly max: number }
  | {
      readonly as: 'region';
      /** From the finest to the coarsest. */
      readonly columns: readonly string[];
      readonly pattern: string;
      readonly version: string;
      /** A file next to the mapping: the codes of that version. A code that is not among them is replaced by a coarser one. */
      readonly codes: string;
      /** Codes that mean another area in the version that the source uses. */
      readonly except: readonly string[];
    }
);

/** A path in the request body (`title.en`) → how it is read; of several readings the first that finds a value. */
export type Fields = Readonly<Record<string, Reading | readonly Reading[]>>;

export interface Mapping {
  readonly name: string;
  /** The form of export that it reads, for the report. */
  readonly about: string;
  /** Stored with each project as its `importSource`. */
  readonly source: string;
  /** Cells that count as empty, in lower case. */
  readonly missing: readonly string[];
  /** `id` is the column of the programme's own project id: if it has a value, that is the key instead of the acronym. */
  readonly key: { readonly programme: string; readonly acronym: string; readonly id?: string };
  readonly programmes: { readonly fields: Fields };
  readonly projects: {
    /** Absent if the source has no rows of projects: each project is then read from the first row of its partners. */
    readonly sheet?: string;
    readonly fields: Fields;
    readonly needs: readonly string[];
    /** Two rows with one key are one project when these columns agree. */
    readonly same: readonly string[];
    /** The name of the lead partner, which assigns partners when two projects share a key. */
    readonly lead?: string;
    /** The act that ends the project, once the day at the path `after` has passed. */
    readonly ends?: { readonly act: string; readonly after: string };
  };
  readonly partners: { readonly sheet: string; readonly fields: Fields; readonly needs: readonly string[] };
}

export interface Fitted {
  readonly mapping: Mapping;
  readonly projects: Table | undefined;
  readonly partners: Table;
  /** Tables that are not imported, such as a sheet of calls. */
  readonly unread: readonly Table[];
}

export const mappingsFolder = join(import.meta.dirname, 'mappings');

export const mappingsOf = (source: string): Mapping[] =>
  globSync(`${source}-*.json`, { cwd: mappingsFolder })
    .sort()
    .map((file) => ({ name: file, ...JSON.parse(readFileSync(join(mappingsFolder, file), 'utf8')) }));

/** `Lead Partner`, `Lead.Partner` and `lead partner ` are one column. */
export const columnName = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A table that a mapping needs: identified by its sheet and its indispensable columns. */
interface Needed {
  readonly sheet: string;
  readonly columns: readonly string[];
}

function needed({ key, projects, partners }: Mapping): { projects?: Needed; partners: Needed } {
  const keys = Object.values(key);
  const ofPartners = [...keys, ...columnsNeeded(partners.fields, partners.needs)];
  const found = { partners: { sheet: partners.sheet, columns: ofPartners } };
  if (projects.sheet === undefined) return found;
  return { ...found, projects: { sheet: projects.sheet, columns: [...keys, ...projects.same] } };
}

/** The mapping of the source that reads the most of these tables; undefined when none finds all its tables. */
export function mappingFor(mappings: readonly Mapping[], tables: readonly Table[]): Fitted | undefined {
  const fitted = mappings.flatMap((mapping): Fitted[] => {
    const { projects, partners } = needed(mapping);
    const find = ({ sheet, columns }: Needed) =>
      tables.find((table) => isSheet(table, sheet) && missingColumns(table, columns).length === 0);
    const ofPartners = find(partners);
    const ofProjects = projects === undefined ? undefined : find(projects);
    if (ofPartners === undefined || (projects !== undefined && ofProjects === undefined)) return [];
    const unread = tables.filter((table) => table !== ofPartners && table !== ofProjects);
    return [{ mapping, projects: ofProjects, partners: ofPartners, unread }];
  });
  return fitted.sort((one, other) => one.unread.length - other.unread.length)[0];
}

/** The error for a file of an unknown form: what each form needs, and what was found instead. */
export function unknownForm(mappings: readonly Mapping[], tables: readonly Table[]): string {
  const expected = mappings.flatMap((mapping) => {
    const parts = Object.entries(needed(mapping)).map(([kind, { columns }]) => `    ${kind}: ${columns.join(', ')}`);
    return [`  ${mapping.name} (${mapping.about})`, ...parts];
  });
  const found = tables.map(({ name, header }) => `  ${name}: ${header.join(', ')}`);
  return ['Expected the columns of one of these forms:', ...expected, 'Found:', ...found].join('\n');
}

/**
 * A table with the columns that identify projects is a table of projects. If the mapping does not read it, it lacks a needed
 * column, and its rows must not be skipped silently.
 */
export function passedOver({ mapping: { key }, unread }: Fitted): Table | undefined {
  return unread.find((table) => missingColumns(table, [key.programme, key.acronym]).length === 0);
}

/** A column that occurs twice in a table: it is unknown which one is meant. */
export function columnTwice({ mapping, projects, partners }: Fitted): string | undefined {
  const read = new Set(
    [...Object.values(mapping.key), ...columnsIn(mapping.projects.fields), ...columnsIn(mapping.partners.fields)].map(
      columnName,
    ),
  );
  for (const { name, header } of [partners, ...(projects === undefined ? [] : [projects])]) {
    const titles = header.map(columnName).filter((title) => read.has(title));
    const twice = titles.find((title, at) => titles.indexOf(title) !== at);
    if (twice !== undefined) return `${name} has two columns "${header.find((title) => columnName(title) === twice)}"`;
  }
  return undefined;
}

/** Columns that the mapping reads and the tables do not have. */
export function unfoundColumns({ mapping, projects, partners }: Fitted): { projects: string[]; partners: string[] } {
  const ofProjects = columnsIn(mapping.projects.fields);
  const ofPartners = columnsIn(mapping.partners.fields);
  if (projects === undefined)
    return { projects: [], partners: missingColumns(partners, [...ofProjects, ...ofPartners]) };
  return { projects: missingColumns(projects, ofProjects), partners: missingColumns(partners, ofPartners) };
}

const columnsIn = (fields: Fields): string[] => {
  const readings = Object.values(fields).flat();
  return [...new Set(readings.flatMap((reading) => ('column' in reading ? [reading.column] : [])))];
};

/** A CSV file has no sheets: it is identified by its columns only. */
const isSheet = ({ file, name }: Table, sheet: string): boolean => name === file || new RegExp(sheet, 'i').test(name);

function missingColumns({ header }: Table, columns: readonly string[]): string[] {
  const there = new Set(header.map(columnName));
  return columns.filter((column) => !there.has(columnName(column)));
}

const columnsNeeded = (fields: Fields, needs: readonly string[]): string[] =>
  needs.flatMap((path) => columnsOf([fields[path] ?? []].flat()[0]));

function columnsOf(reading: Reading | undefined): string[] {
  if (reading === undefined) return [];
  if ('column' in reading) return [reading.column];
  return reading.as === 'code' ? reading.from.slice(0, 1).map(({ column }) => column) : [];
}
