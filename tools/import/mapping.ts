// How the columns of a source become the fields of the register: data in `mappings/<source>-*.json`, so that the next
// source costs a file there and no line here. docs/import.md explains each word.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from './tables.ts';

interface Condition {
  readonly column: string;
  readonly pattern: string;
}

interface Lookup {
  readonly column: string;
  /** Its group `value`, else the whole match, is what is looked up. */
  readonly pattern?: string;
  /** What stands in the cell, in small letters → what the register keeps; anything else is unknown. */
  readonly values?: Readonly<Record<string, string>>;
  /** Without `values` the word itself is the code, save where the register writes it in another way. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface NotePart {
  readonly label: string;
  readonly column: string;
  readonly as: 'text' | 'money';
  /** An amount that is above that of this column is left out. */
  readonly notAbove?: string;
  /** Said only where this column is empty. */
  readonly without?: string;
}

export interface TextLimits {
  readonly min?: number;
  /** A longer text is shortened, and the report says so. */
  readonly max: number;
  /** Keeps its line breaks. */
  readonly lines?: true;
  /** A text in which this pattern is not found is left out. */
  readonly matches?: string;
}

export type Reading = {
  /** Read only in rows whose cell matches. */
  readonly when?: Condition;
  /** Read only where nothing stands yet at this path. */
  readonly unless?: string;
  /** What the report calls it when this reading was needed. */
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
      /** A file beside the mapping: the codes of that version. A code that is not among them gives way to a coarser one. */
      readonly codes: string;
      /** Codes that mean another area in the version that the source uses. */
      readonly except: readonly string[];
    }
);

/** A path in the body that is sent (`title.en`) → how it is read; of several readings the first that finds something. */
export type Fields = Readonly<Record<string, Reading | readonly Reading[]>>;

export interface Mapping {
  readonly name: string;
  /** Kept with each project as its `importSource`. */
  readonly source: string;
  /** Cells that say no more than an empty one, in small letters. */
  readonly missing: readonly string[];
  readonly key: { readonly programme: string; readonly acronym: string };
  readonly programmes: { readonly fields: Fields };
  readonly projects: {
    /** Absent where the source has no rows of projects: each is read from the first row of its partners. */
    readonly sheet?: string;
    readonly fields: Fields;
    readonly needs: readonly string[];
    /** Two rows with one key are one project when these columns agree. */
    readonly same: readonly string[];
    /** The name of the lead partner, which tells whose a partner is where two projects share a key. */
    readonly lead?: string;
    /** The act that ends it, once the day at the path `after` is past. */
    readonly ends?: { readonly act: string; readonly after: string };
  };
  readonly partners: { readonly sheet: string; readonly fields: Fields; readonly needs: readonly string[] };
}

export interface Fitted {
  readonly mapping: Mapping;
  readonly projects: Table | undefined;
  readonly partners: Table;
  /** Tables that no mapping reads, such as a sheet of calls. */
  readonly unread: readonly Table[];
}

export const mappingsFolder = join(import.meta.dirname, 'mappings');

export const mappingsOf = (source: string): Mapping[] =>
  globSync(`${source}-*.json`, { cwd: mappingsFolder })
    .sort()
    .map((file) => ({ name: file, ...JSON.parse(readFileSync(join(mappingsFolder, file), 'utf8')) }));

/** `Lead Partner`, `Lead.Partner` and `lead partner ` are one column. */
export const columnName = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The mapping of the source that reads the most of these tables; undefined when none finds all that it needs. */
export function mappingFor(mappings: readonly Mapping[], tables: readonly Table[]): Fitted | undefined {
  const fitted = mappings.flatMap((mapping): Fitted[] => {
    const { projects, partners } = mapping;
    const keys = Object.values(mapping.key);
    const find = (sheet: string, columns: readonly string[]) =>
      tables.find((table) => isSheet(table, sheet) && hasColumns(table, [...keys, ...columns]));
    const ofPartners = find(partners.sheet, columnsNeeded(partners.fields, partners.needs));
    const ofProjects = projects.sheet === undefined ? undefined : find(projects.sheet, projects.same);
    if (ofPartners === undefined || (projects.sheet !== undefined && ofProjects === undefined)) return [];
    const unread = tables.filter((table) => table !== ofPartners && table !== ofProjects);
    return [{ mapping, projects: ofProjects, partners: ofPartners, unread }];
  });
  return fitted.sort((one, other) => one.unread.length - other.unread.length)[0];
}

/** A CSV file has no sheets: its columns alone tell what it is. */
const isSheet = ({ file, name }: Table, sheet: string): boolean => name === file || new RegExp(sheet, 'i').test(name);

function hasColumns({ header }: Table, columns: readonly string[]): boolean {
  const there = new Set(header.map(columnName));
  return columns.every((column) => there.has(columnName(column)));
}

const columnsNeeded = (fields: Fields, needs: readonly string[]): string[] =>
  needs.flatMap((path) => columnsOf([fields[path] ?? []].flat()[0]));

function columnsOf(reading: Reading | undefined): string[] {
  if (reading === undefined) return [];
  if ('column' in reading) return [reading.column];
  return reading.as === 'code' ? reading.from.slice(0, 1).map(({ column }) => column) : [];
}
