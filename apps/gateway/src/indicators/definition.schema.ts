import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { ReferenceListId } from '@passerelle/domain/reference-list';
import { Result } from '@passerelle/domain/result';
import { z } from 'zod';
import { AmountOn, Payments, Sums } from './amounts.schema.js';
import { Field, Name, OneOf, Path, Values, Weights } from './field.schema.js';
import { Cohort, NamedOn, Proportion, ShareOfList, Stock } from './kinds.schema.js';

// An indicator is data: one of a small, closed set of formulas (formulas/) with parameters. A published definition
// never changes: another meaning is another version.

const Dimension = z.strictObject({
  name: Name,
  from: Field,
  /**
   * The code list of its values, or the values themselves: a filter by any other value is refused, not counted as zero.
   */
  codes: z.union([ReferenceListId, z.array(z.string()).min(1)]),
  /** Whether the figures of its values add up to the total. */
  additive: z.boolean(),
});

/** True if the root, or one of its children of a resource, has one of these values in that field. */
const Condition = OneOf.extend({ of: z.union([z.literal('root'), Name]) });
export type Condition = z.infer<typeof Condition>;

/**
 * Counts a record in every period that its interval overlaps; both days are included, and without `to` it is still
 * running.
 */
const Running = z.strictObject({
  kind: z.literal('running'),
  from: Name,
  to: Name,
  /** The field whose distinct values are counted, once each; the record itself when absent. */
  counts: Field.optional(),
});
export type Running = z.infer<typeof Running>;

/**
 * Counts what was due in a period, and how much of it was done: items of the root with a cadence, and children as acts.
 */
const Cadence = z.strictObject({
  kind: z.literal('cadence'),
  /** The root's list of `{ code, cadence: P1Y | P3M, countingRule, monitoredFrom }`. */
  items: Name,
  /** The first day on which the root binds; before it nothing is due. */
  from: Name,
  /** The last day on which it binds. */
  to: Name,
  /** Children that fulfil an item if they agree with it on `match`, on the day in `doneOn`. */
  acts: z.strictObject({ resource: Name, match: Name, doneOn: Name }),
});
export type Cadence = z.infer<typeof Cadence>;

/** The share of records with one of these values in a field, among all whose interval overlaps a period. */
const Share = z.strictObject({
  kind: z.literal('share'),
  from: Name,
  to: Name,
  /** With `atLeast` the list must have so many of the values. */
  of: OneOf.extend({ atLeast: z.int().min(1).max(50).optional() }),
});
export type Share = z.infer<typeof Share>;

/** Counts a record in the period of its due day, once that day has passed; done in time or not. */
const Timely = z.strictObject({
  kind: z.literal('timely'),
  /** The due day. */
  dueOn: Name,
  /** The day on which it was done, and whether that was late, as the record itself says. */
  doneOn: Name,
  late: Name,
});
export type Timely = z.infer<typeof Timely>;

/**
 * The days from one day of a record to another, in the period of the latter; without the former the record counts as
 * not measured.
 */
const LeadTime = z.strictObject({ kind: z.literal('leadTime'), from: Name, to: Name });
export type LeadTime = z.infer<typeof LeadTime>;

/** Sums amounts of money in a list of the record, in every period that its interval overlaps. In cents. */
const Amounts = z.strictObject({
  kind: z.literal('amounts'),
  from: Name,
  to: Name,
  /** The root's list of items with a `Money`. */
  items: Name,
  amount: Name,
  /** The root's list of the same items when their amounts are unknown: the record counts as not measured. */
  unpriced: Name,
  /** Items with one of these values in that field are left out. */
  except: OneOf,
});
export type Amounts = z.infer<typeof Amounts>;

/** Counts the items of a record in the period of a day, each with the weight of a field's value. */
const Weighed = z.strictObject({
  kind: z.literal('weighed'),
  on: Name,
  items: Name,
  by: Name,
  weights: Weights,
  /** A second field: the product of both weights is the numerator, and the weight of `by` the denominator. */
  times: z.strictObject({ by: Name, weights: Weights }).optional(),
  /** Only items with one of these values. */
  among: OneOf.optional(),
});
export type Weighed = z.infer<typeof Weighed>;

/**
 * The share of records with one of these values in a field, or with a child that was done by that day; in the period of
 * a day, once it has passed.
 */
const ShareOn = z.strictObject({
  kind: z.literal('shareOn'),
  on: Name,
  /** Only records with an item that has one of these values. */
  among: OneOf.extend({ items: Name }).optional(),
  of: z.union([OneOf, z.strictObject({ resource: Name, where: z.record(Name, Values), doneOn: Name })]),
});
export type ShareOn = z.infer<typeof ShareOn>;

/** Counts a record in the period of a day, if its list has at least so many items with one of these values. */
const CountOn = z.strictObject({
  kind: z.literal('countOn'),
  on: Name,
  items: Name,
  among: OneOf,
  atLeast: z.int().min(1).max(50),
});
export type CountOn = z.infer<typeof CountOn>;

/** Children of a resource with these values, and the days on which each is in force. */
const InForce = z.strictObject({
  resource: Name,
  where: z.record(Name, Values),
  from: Path,
  /** The first day on which it is no longer in force is the earliest of these; without any it still is. */
  to: z.array(Path).min(1).max(5),
  /** A list of `{ from, to }`, half-open, in which it is not in force. */
  except: Name,
});
export type InForce = z.infer<typeof InForce>;

// The interval of the root is half-open in the next two: `to` is the day after its last, or it has none.

/** The share of the days of the root's interval on which a child is in force, or none is. A day counts once it is over. */
const Overlap = z.strictObject({
  kind: z.literal('overlap'),
  from: Name,
  to: Name,
  days: z.literal(['with', 'without']),
  child: InForce,
});
export type Overlap = z.infer<typeof Overlap>;

/** The share of records with a child in force on the last day of a period; while it runs, on the last day that is over. */
const Standing = z.strictObject({ kind: z.literal('standing'), from: Name, to: Name, child: InForce });
export type Standing = z.infer<typeof Standing>;

const Formula = z.discriminatedUnion('kind', [
  Running,
  Cadence,
  Share,
  Timely,
  LeadTime,
  Amounts,
  Weighed,
  ShareOn,
  CountOn,
  Overlap,
  Standing,
  Stock,
  Cohort,
  ShareOfList,
  Proportion,
  NamedOn,
  Sums,
  AmountOn,
  Payments,
]);

/** The contributions of the records of one resource, each with its children. All of them come from one service. */
export const Rule = z.strictObject({
  source: Name,
  root: Name,
  children: z.array(z.strictObject({ resource: Name, foreignKey: Name })).max(5),
  where: z.array(Condition).max(5).default([]),
  formula: Formula,
  /** With the measure `perUnit`: each of its contributions is one unit, and those of the other rules are amounts. */
  units: z.literal(true).optional(),
});
export type Rule = z.infer<typeof Rule>;

const terms = z.strictObject({
  code: z.string().regex(/^[A-Z]\d{1,2}(\.\d{1,2}[a-z]?)?$/),
  version: z.int().min(1).max(999),
  name: LocalizedText(3, 200),
  definition: LocalizedMultilineText(3, 1000),
  result: Result.optional(),
  objective: Objective.optional(),
  /** Contributions in EUR are in cents, which add up exactly. */
  unit: z.enum([
    'projects',
    'countries',
    'cities',
    'studies',
    'points',
    'interests',
    'statements',
    'practices',
    'works',
    'references',
    'offices',
    'events',
    'persons',
    'delegations',
    'items',
    'contributions',
    'days',
    'EUR',
    'kg',
    '%',
    'index',
    // Each figure has the unit that is its value of `apart`.
    'mixed',
  ]),
  decimals: z.int().min(0).max(4),
  direction: z.enum(['up', 'down', 'none']),
  periodicity: z.enum(['quarter', 'year']),
  /**
   * `count`: distinct keys, or the sum of numerators. `ratio`: sum of numerators over sum of denominators. `median`,
   * `mean` and `sum`: of the numerators with a denominator; the others count as not measured. `perUnit`: a ratio of the
   * amounts of some rules over the units of others, with its coverage. `concentration`: one minus the sum of the squared
   * shares of the keys.
   */
  measure: z.enum(['count', 'ratio', 'median', 'mean', 'sum', 'perUnit', 'concentration']),
  /** Whether several roots can contribute the same key, which then counts once, if one of them has a numerator. */
  sharedKeys: z.boolean(),
  additiveOverTime: z.boolean(),
  dimensions: z.array(Dimension).max(10),
  /** A dimension whose values are never added: the figure exists only for one value of it. */
  apart: Name.optional(),
  rules: z.array(Rule).min(1).max(5),
});

type Terms = z.infer<typeof terms>;

/** `apart` is a dimension that is not additive, and units are mixed only with it. */
const isApart = ({ apart, dimensions, unit }: Terms): boolean =>
  apart === undefined ? unit !== 'mixed' : dimensions.some(({ name, additive }) => name === apart && !additive);

/** The contributions of a root come from one rule: those of a second one would replace them. */
const hasRootsOnce = ({ rules }: Terms): boolean => new Set(rules.map(({ root }) => root)).size === rules.length;

/** The measure `perUnit` has a rule of units, and no other has. */
const countsUnits = ({ measure, rules }: Terms): boolean =>
  rules.some(({ units }) => units === true) === (measure === 'perUnit');

/** What is concentrated are its keys, which several records share. */
const countsKeys = ({ measure, sharedKeys }: Terms): boolean => measure !== 'concentration' || sharedKeys;

export const Definition = terms
  .refine(isApart, { path: ['apart'] })
  .refine(hasRootsOnce, { path: ['rules'] })
  .refine(countsUnits, { path: ['measure'] })
  .refine(countsKeys, { path: ['sharedKeys'] });
export type Definition = Terms;

/** Whether numerator and denominator are its coverage: the number of measured records, and of all records. */
export const hasCoverage = ({ measure }: Pick<Definition, 'measure'>): boolean =>
  measure === 'median' || measure === 'mean' || measure === 'sum';

/** Converts contributions to the unit of the definition. */
export const inUnit = ({ unit }: Pick<Definition, 'unit'>, contributed: number): number =>
  unit === 'EUR' ? contributed / 100 : contributed;
