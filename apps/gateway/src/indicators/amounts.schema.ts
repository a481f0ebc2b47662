import { z } from 'zod';
import { Name, OneOf, Path } from './field.schema.js';

// The formulas of numbers and money that a record has on a day.

/**
 * A number in a list of the record, for each of some values of a field, in the period of a day. Several numbers for one
 * value contradict each other: the smallest counts, and they are never added.
 */
export const Sums = z.strictObject({
  kind: z.literal('sums'),
  on: Name,
  items: Name,
  number: Name,
  /** The field of the item that says who gave the number: without it the number does not count. */
  source: Name,
  /** A record without a number for one of the values counts as not measured for that value. */
  each: OneOf,
});
export type Sums = z.infer<typeof Sums>;

/** One number or `Money` of a record, in the period of a day; without it the record counts as not measured. */
export const AmountOn = z.strictObject({ kind: z.literal('amountOn'), on: Name, amount: Path });
export type AmountOn = z.infer<typeof AmountOn>;

/**
 * Payments of a record that is about one year, each in the period of its day. In its year and the quarters of it the
 * record counts as not measured while what it owes is unknown.
 */
export const Payments = z.strictObject({
  kind: z.literal('payments'),
  year: Name,
  owed: Name,
  items: Name,
  paidOn: Name,
  amount: Name,
});
export type Payments = z.infer<typeof Payments>;
