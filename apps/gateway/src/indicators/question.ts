import { Instant } from '@passerelle/domain/instant';
import { CalendarPeriodId, lastQuarters } from '@passerelle/domain/calendar-period';
import { referenceEntry } from '@passerelle/domain/reference-list';
import { badRequest, Refusal, type Issue } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';
import type { Definition } from './definition.schema.js';
import type { ObservationQuery } from './observation.schema.js';

// A caller's question about a definition, checked against it; and the id of a single figure, by which it is found
// again.

export interface Narrowing {
  readonly dimension: string;
  /** Values combined with OR. */
  readonly values: readonly string[];
}

export interface Question {
  readonly periods: readonly string[];
  readonly axes: readonly string[];
  readonly filters: readonly Narrowing[];
  /** ISO in UTC; now when absent. */
  readonly asOf?: string;
}

/**
 * Refuses dimensions that the definition does not have, codes outside their list, a sum of what is not additive, and an
 * `asOf` in the future.
 */
export function questionOf(definition: Definition, query: ObservationQuery, hasCome: boolean, today: string): Question {
  const filters = narrowings(query.filter ?? []);
  const axes = [...new Set(query.dimension ?? [])];
  const known = new Set(definition.dimensions.map(({ name }) => name));
  const issues = [
    ...axes.filter((name) => !known.has(name)).map((name) => unknownDimension('dimension', name)),
    ...filters
      .filter(({ dimension }) => !known.has(dimension))
      .map(({ dimension }) => unknownDimension('filter', dimension)),
    ...definition.dimensions.flatMap((dimension) => unknownCodes(dimension, filters)),
    ...mixedUp(definition, axes, filters),
    ...(hasCome ? [] : [lies('asOf', 'schemaViolation', query.asOf ?? '', 'must not be in the future')]),
  ];
  if (issues.length > 0) throw new Refusal(badRequest, {}, issues);
  const asked = query.period ?? ['last4Quarters'];
  const periods = asked.flatMap((period) =>
    period === 'last4Quarters' ? lastQuarters(4, today).map(({ id }) => id) : [period],
  );
  const pinned = query.asOf === undefined ? {} : { asOf: new Date(query.asOf).toISOString() };
  return { periods: [...new Set(periods)], axes, filters, ...pinned };
}

function narrowings(filters: readonly string[]): Narrowing[] {
  const pairs = filters.map((filter) => ({
    dimension: filter.slice(0, filter.indexOf(':')),
    value: filter.slice(filter.indexOf(':') + 1),
  }));
  const byDimension = Map.groupBy(pairs, ({ dimension }) => dimension);
  return [...byDimension].map(([dimension, found]) => ({
    dimension,
    values: [...new Set(found.map(({ value }) => value))].sort(),
  }));
}

/** Whether a question is about one value at a time of the dimension whose values are never added. */
export function isKeptApart({ apart }: Definition, axes: readonly string[], filters: readonly Narrowing[]): boolean {
  if (apart === undefined || axes.includes(apart)) return true;
  return filters.some(({ dimension, values }) => dimension === apart && values.length === 1);
}

function mixedUp(definition: Definition, axes: readonly string[], filters: readonly Narrowing[]): Issue[] {
  const { apart } = definition;
  if (apart === undefined || isKeptApart(definition, axes, filters)) return [];
  const values = filters.filter(({ dimension }) => dimension === apart).flatMap((filter) => filter.values);
  const fault = `must be "${apart}", or filter one value of it: figures of different values are not additive`;
  return [lies('dimension', 'notAdditive', values.join('+'), fault)];
}

/** An unknown code would count as zero, which looks like an answer; a code of the list that no record uses is one. */
function unknownCodes({ name, codes }: Definition['dimensions'][number], filters: readonly Narrowing[]): Issue[] {
  const values = filters.filter(({ dimension }) => dimension === name).flatMap((filter) => filter.values);
  const isKnown = (value: string): boolean =>
    typeof codes === 'string' ? referenceEntry(codes, value) !== undefined : codes.includes(value);
  const fault = (value: string): string =>
    typeof codes === 'string'
      ? `"${value}" must be a code of the list ${codes}: see /v1/refData/${codes}`
      : `"${value}" must be one of: ${codes.join(', ')}`;
  return values
    .filter((value) => !isKnown(value))
    .map((value) => lies('filter', 'codeNotInList', `${name}:${value}`, fault(value)));
}

const lies = (name: string, kind: string, value: string, detail: string): Issue => ({
  type: `urn:problem-type:belgif:input-validation:${kind}`,
  in: 'query',
  name,
  value,
  detail,
});

const unknownDimension = (name: string, dimension: string): Issue =>
  lies(name, 'unknownInput', dimension, 'must be a dimension of this indicator');

/** One figure: a definition version, a period, its filters, and its instant. */
export interface Pinned {
  readonly code: string;
  readonly version: number;
  readonly period: string;
  readonly filters: readonly Narrowing[];
  readonly asOf: string;
}

const Written = z.tuple([
  z.string().max(10),
  z.int(),
  CalendarPeriodId,
  z.array(z.tuple([z.string(), z.array(z.string()).min(1)])).max(10),
  Instant,
]);

export function measurementIdOf({ code, version, period, filters, asOf }: Pinned): string {
  const narrowed = [...filters]
    .sort((a, b) => (a.dimension < b.dimension ? -1 : 1))
    .map(({ dimension, values }) => [dimension, values]);
  return Buffer.from(JSON.stringify([code, version, period, narrowed, asOf])).toString('base64url');
}

/** Undefined for a text that is no such id. */
export function pinnedBy(measurementId: string): Pinned | undefined {
  const read = Written.safeParse(jsonOf(Buffer.from(measurementId, 'base64url').toString()));
  if (!read.success) return undefined;
  const [code, version, period, filters, asOf] = read.data;
  return {
    code,
    version,
    period,
    filters: filters.map(([dimension, values]) => ({ dimension, values })),
    asOf: new Date(asOf).toISOString(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
