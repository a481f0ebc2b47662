import type { RecordData } from '../../ledger/ledger.api.js';
import type { Sums } from '../amounts.schema.js';
import type { Definition } from '../definition.schema.js';
import {
  dayIn,
  dimensionsOf,
  hasOneOf,
  itemsIn,
  nothing,
  periodsWith,
  type Family,
  type Item,
  type Reading,
} from './family.js';

type Value = Sums['each']['in'][number];

/** One contribution per value, measured or not: so every value has all the records in its coverage. */
export function sums(definition: Definition, formula: Sums, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  if (on === undefined) return nothing;
  const counted = formula.each.in.map((value) => {
    const numbers = numbersOf(formula, data, value);
    const dimensions = dimensionsOf(definition, family, { [formula.each.field]: value });
    // Sources contradict each other; the smallest number is the one that none of them exceeds.
    const measured = numbers.length > 0 ? { numerator: Math.min(...numbers), denominator: 1 } : unmeasured;
    return { key: `${subject}/${value}`, dimensions, subject, ...measured };
  });
  return {
    contributions: periodsWith(on).flatMap((period) => counted.map((contribution) => ({ period, ...contribution }))),
  };
}

const unmeasured = { numerator: 0, denominator: 0 };

const numbersOf = (formula: Sums, data: RecordData, value: Value): number[] =>
  itemsIn(data, formula.items)
    .filter((item) => hasOneOf(item.data, { field: formula.each.field, in: [value] }))
    .flatMap((item) => numberIn(formula, item));

function numberIn({ number, source }: Sums, { data }: Item): number[] {
  const value = data[number];
  const isSourced = data[source] !== undefined;
  return isSourced && typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [value] : [];
}
