import { ReferenceListId } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import { Name, OneOf, Path, Weights } from './field.schema.js';

// Kinds of formulas that a definition may name, in addition to those of definition.schema.ts.

/** Days of the record itself: it counts, or the weight of a field's value does, in each period on whose last day it is there. */
export const Stock = z.strictObject({
  kind: z.literal('stock'),
  from: Name,
  /** Without a day in it the record is still there. */
  to: Name,
  /** Whether the record is still there on the day in `to`. */
  toIncluded: z.boolean(),
  /** A value without a weight is not counted. */
  weighed: z.strictObject({ by: Name, weights: Weights }).optional(),
});
export type Stock = z.infer<typeof Stock>;

/**
 * The share of records for which a second day came within so many months of the first; in the period of the last day of
 * those months, once it has passed, so that each record has had the same time.
 */
export const Cohort = z.strictObject({
  kind: z.literal('cohort'),
  from: Name,
  months: z.int().min(1).max(120),
  doneOn: Name,
});
export type Cohort = z.infer<typeof Cohort>;

/**
 * The share of the entries of a reference list that records name, among those valid on the last day of a period; while it
 * runs, on the last day that is over. The items of the root are entries, with their `code`.
 */
export const ShareOfList = z.strictObject({
  kind: z.literal('shareOfList'),
  list: ReferenceListId,
  /** From this day on the record is known: an entry that it does not name then counts as not named. */
  from: Name,
  /** The codes that it names, on which day, and for how many months from that day. */
  names: Name,
  on: Name,
  months: z.int().min(1).max(120),
});
export type ShareOfList = z.infer<typeof ShareOfList>;

/** The sum of one number of the records over that of another, in the period of a day; records without both do not count. */
export const Proportion = z.strictObject({ kind: z.literal('proportion'), on: Name, part: Path, whole: Path });
export type Proportion = z.infer<typeof Proportion>;

/** Counts what the items of a record name, once each, in the period of a day; a record that names itself does not count. */
export const NamedOn = z.strictObject({
  kind: z.literal('namedOn'),
  on: Name,
  /** The root's list of items, or its only one. */
  items: Name,
  /** The fields whose texts together say what is named: `resource` and `id`. */
  keys: z.array(Name).min(1).max(3),
  /** Only items with one of these values. */
  among: OneOf.optional(),
});
export type NamedOn = z.infer<typeof NamedOn>;
