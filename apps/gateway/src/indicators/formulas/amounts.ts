import { Money, toMinor } from '@passerelle/domain/money';
import type { RecordData } from '../../ledger/ledger.api.js';
import type { Amounts, Definition } from '../definition.schema.js';
import { dimensionsOf, hasOneOf, itemsIn, type Family, type Item, type Reading } from './family.js';
import { throughout } from './running.js';

/**
 * One contribution per item, in cents; its denominator is zero if the amount is unknown. A root without items
 * contributes one that is not measured.
 */
export function amounts(definition: Definition, formula: Amounts, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const counts = (key: string, item?: RecordData) => ({
    ...{ key, subject, dimensions: dimensionsOf(definition, family, item) },
    ...measured(item?.[formula.amount]),
  });
  const items = itemsOf(formula, data).map(({ place, data: item }) => counts(`${subject}/${place}`, item));
  const counted = items.length > 0 ? items : [counts(subject)];
  return throughout(formula, family, day, (period) => counted.map((contribution) => ({ period, ...contribution })));
}

/** Money as a contribution in cents: not measured if it cannot be read. */
export function measured(value: unknown): { numerator: number; denominator: number } {
  const amount = Money.safeParse(value).data;
  return amount === undefined
    ? { numerator: 0, denominator: 0 }
    : { numerator: Number(toMinor(amount)), denominator: 1 };
}

function itemsOf({ items, unpriced, except }: Amounts, data: RecordData): Item[] {
  const priced = itemsIn(data, items);
  const listed = priced.length > 0 ? priced : itemsIn(data, unpriced);
  return listed.filter(({ data: item }) => !hasOneOf(item, except));
}
