import { calendarPeriodOf } from '@passerelle/domain/calendar-period';
import { isIsoDate } from '@passerelle/domain/period';
import { resourceOf, type RecordData } from '../../ledger/ledger.api.js';
import type { Condition, Definition, Rule } from '../definition.schema.js';
import type { Field, OneOf } from '../field.schema.js';

// A root with its children, and how a definition reads them. Records are read leniently: a missing field or one of
// another type is no value, never an error, because a fact cannot be refused any more.

export interface RecordState {
  readonly subject: string;
  readonly resource: string;
  readonly data: RecordData;
}

export interface Family {
  readonly root: RecordState;
  readonly children: readonly RecordState[];
}

/** States of records, by subject. */
export type States = ReadonlyMap<string, RecordData>;

/** Whether a record was taken back, as registered in error: then it counts in no figure from that instant on. */
const isRetracted = (data: RecordData): boolean => data['retractedAt'] !== undefined;

/** A root with the children that refer to it, in a fixed order; undefined if the root is unknown, or was taken back. */
export function familyOf(rule: Rule, states: States, root: string): Family | undefined {
  const data = states.get(root);
  if (data === undefined || isRetracted(data)) return undefined;
  const kept = [...states].filter(([, state]) => !isRetracted(state));
  const records = kept.map(([subject, state]) => ({ subject, resource: resourceOf(subject), data: state }));
  const children = records.filter((record) => rootOf(rule, record) === root && record.subject !== root);
  children.sort((a, b) => (a.subject < b.subject ? -1 : 1));
  return { root: { subject: root, resource: rule.root, data }, children };
}

/** The subject of a record's root under a rule: the record itself, or the one that its foreign key names. */
export function rootOf(rule: Rule, { subject, resource, data }: RecordState): string | undefined {
  if (resource === rule.root) return subject;
  const child = rule.children.find((known) => known.resource === resource);
  const id = child === undefined ? undefined : textIn(data, child.foreignKey);
  return id === undefined ? undefined : `${rule.root}/${id}`;
}

/** The contribution of one root to one period, with its values of each dimension. */
export interface Contribution {
  readonly period: string;
  /** The counted thing: unique within the period and root. */
  readonly key: string;
  readonly dimensions: Readonly<Record<string, readonly string[]>>;
  /** The record of the contribution. */
  readonly subject: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** The contributions of a root on a day, and the next day on which they change without a fact. */
export interface Reading {
  readonly contributions: readonly Contribution[];
  readonly changesOn?: string;
}

export const nothing: Reading = { contributions: [] };

/** The value in a field, or in a field of an object: `period.to`. */
export const valueAt = (data: RecordData, path: string): unknown =>
  path.split('.').reduce<unknown>((part, field) => (isRecord(part) ? part[field] : undefined), data);

/** The day in a field, or in a field of an object. */
export function dayIn(data: RecordData, path: string): string | undefined {
  const value = valueAt(data, path);
  return typeof value === 'string' && isIsoDate(value) ? value : undefined;
}

/** The number under a path. */
export function numberIn(data: RecordData, path: string): number | undefined {
  const value = valueAt(data, path);
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The year and the quarter of a day. */
export const periodsWith = (day: string): string[] =>
  (['year', 'quarter'] as const).map((kind) => calendarPeriodOf(day, kind).id);

export interface Item {
  /** Unique within its record. The item's own id is not used: two items might have the same. */
  readonly place: number;
  readonly data: RecordData;
}

/** The items of a list; entries that are not objects are ignored. */
export const itemsIn = (data: RecordData, field: string): Item[] =>
  [data[field]].flat().flatMap((value, index) => (isRecord(value) ? [{ place: index + 1, data: value }] : []));

const isRecord = (value: unknown): value is RecordData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function textIn(data: RecordData, field: string): string | undefined {
  const value = data[field];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a field has one of the values, or an entry of its list has. */
export const hasOneOf = (data: RecordData, { field, in: allowed }: OneOf): boolean =>
  [data[field]].flat().some((value) => allowed.some((one) => one === value));

/** Whether a list has at least so many of the values, each counted once. */
export const hasSeveralOf = (data: RecordData, { field, in: allowed }: OneOf, atLeast: number): boolean =>
  new Set([data[field]].flat().filter((value) => allowed.some((one) => one === value))).size >= atLeast;

type Wanted = Readonly<Record<string, OneOf['in']>>;

const isWanted = (data: RecordData, wanted: Wanted): boolean =>
  Object.entries(wanted).every(([field, allowed]) => hasOneOf(data, { field, in: allowed }));

/** The children of a resource with these values. */
export const childrenOf = ({ children }: Family, resource: string, where: Wanted = {}): readonly RecordData[] =>
  children.filter((child) => child.resource === resource && isWanted(child.data, where)).map(({ data }) => data);

const partsOf = (family: Family, of: string): readonly RecordData[] =>
  of === 'root' ? [family.root.data] : childrenOf(family, of);

/** The distinct values of a field in a family, sorted. */
export function valuesOf(family: Family, { of, field, where = {} }: Field, item?: RecordData): string[] {
  const parts = of === 'item' ? (item === undefined ? [] : [item]) : partsOf(family, of);
  const wanted = parts.filter((part) => isWanted(part, where));
  return [...new Set(wanted.flatMap((part) => textsIn(part, field)))].sort();
}

/** A field with one text or a list of texts. */
export function textsIn(data: RecordData, field: string): string[] {
  return [data[field]].flat().filter((value) => typeof value === 'string');
}

export const dimensionsOf = (definition: Definition, family: Family, item?: RecordData): Record<string, string[]> =>
  Object.fromEntries(definition.dimensions.map(({ name, from }) => [name, valuesOf(family, from, item)]));

const holds = (family: Family, condition: Condition): boolean =>
  partsOf(family, condition.of).some((part) => hasOneOf(part, condition));

export const isMeant = (rule: Rule, family: Family): boolean =>
  rule.where.every((condition) => holds(family, condition));
