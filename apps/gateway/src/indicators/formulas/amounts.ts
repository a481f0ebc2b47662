import { Money, toMinor } from '@passerelle/domain/money';
import type { Amounts, Definition } from '../definition.schema.js';
import { dimensionsOf, itemsIn, type Family, type Reading } from './family.js';
import { throughout } from './running.js';

/** One per amount, in cents; what is no amount of money is none. */
export function amounts(definition: Definition, formula: Amounts, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const { field, in: left } = formula.except;
  const counted = itemsIn(data, formula.items).flatMap(({ place, data: item }) => {
    const amount = Money.safeParse(item[formula.amount]).data;
    if (amount === undefined || left.some((value) => value === item[field])) return [];
    const dimensions = dimensionsOf(definition, family, item);
    return [{ key: `${subject}/${place}`, dimensions, subject, numerator: Number(toMinor(amount)), denominator: 0 }];
  });
  return throughout(formula, family, day, (period) => counted.map((contribution) => ({ period, ...contribution })));
}
