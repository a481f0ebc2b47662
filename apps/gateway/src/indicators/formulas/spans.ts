import { addDays, addMonths, daysBetween } from '@passerelle/domain/period';
import type { RecordData } from '../../ledger/ledger.api.js';
import type { InForce } from '../definition.schema.js';
import { childrenOf, dayIn, itemsIn, type Family } from './family.js';

// Days as spans, so that a figure of many days is computed from a few.

/** Half-open, as every period. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** The day after the last of the calendar: the end of a span that has none. */
export const never = '2200-01-01';

export const earlier = (a: string, b: string): string => (a < b ? a : b);
export const later = (a: string, b: string): string => (a > b ? a : b);

/** The same day so many months later, or the end of the calendar. */
export const monthsAfter = (day: string, months: number): string =>
  day > addMonths(addDays(never, -1), -months) ? never : addMonths(day, months);

/** The span between two days of a record; undefined without the first, or if it ends before it begins. */
export function spanIn(data: RecordData, from: string, to: readonly string[]): Span | undefined {
  const begin = dayIn(data, from);
  const end = to.map((path) => dayIn(data, path) ?? never).reduce(earlier, never);
  return begin === undefined || end <= begin ? undefined : { from: begin, to: end };
}

/** The spans in which a child of the resource is in force; those of two children may overlap. */
export function inForce(family: Family, { resource, where, from, to, except }: InForce): Span[] {
  return childrenOf(family, resource, where).flatMap((data) => {
    const span = spanIn(data, from, to);
    if (span === undefined) return [];
    return without(
      span,
      itemsIn(data, except).flatMap(({ data: item }) => spanIn(item, 'from', ['to']) ?? []),
    );
  });
}

/** What is left of a span outside of others, in order of time. */
export function without({ from, to }: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let start = from;
  for (const other of [...others].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (start < earlier(other.from, to)) left.push({ from: start, to: earlier(other.from, to) });
    start = later(start, other.to);
  }
  return start < to ? [...left, { from: start, to }] : left;
}

/** The number of days that two spans have in common. */
export function commonDays(a: Span, b: Span): number {
  const [from, to] = [later(a.from, b.from), earlier(a.to, b.to)];
  return from < to ? daysBetween(from, to) : 0;
}
