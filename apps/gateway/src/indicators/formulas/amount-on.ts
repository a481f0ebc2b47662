import type { AmountOn } from '../amounts.schema.js';
import type { Definition } from '../definition.schema.js';
import { measured } from './amounts.js';
import { dayIn, dimensionsOf, nothing, periodsWith, valueAt, type Family, type Reading } from './family.js';

/** The number, or the money in cents, with denominator 1; 0 and 0 while it is unknown. */
export function amountOn(definition: Definition, formula: AmountOn, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  if (on === undefined) return nothing;
  const counts = { key: subject, subject, ...amountOf(valueAt(data, formula.amount)) };
  const dimensions = dimensionsOf(definition, family);
  return { contributions: periodsWith(on).map((period) => ({ period, dimensions, ...counts })) };
}

const amountOf = (value: unknown): { numerator: number; denominator: number } =>
  typeof value === 'number' && Number.isFinite(value) ? { numerator: value, denominator: 1 } : measured(value);
