import { addDays } from '@passerelle/domain/period';
import type { RecordData } from '../../ledger/ledger.api.js';
import type { Definition, ShareOn } from '../definition.schema.js';
import {
  childrenOf,
  dayIn,
  dimensionsOf,
  hasOneOf,
  itemsIn,
  nothing,
  periodsWith,
  type Family,
  type Reading,
} from './family.js';

/** Denominator 1 once the day has passed, and numerator 1 if the record is of the share. */
export function shareOn(definition: Definition, formula: ShareOn, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  if (on === undefined || !isAmong(formula, data)) return nothing;
  // The day lasts until midnight.
  if (day <= on) return { ...nothing, changesOn: addDays(on, 1) };
  const counts = { key: subject, subject, numerator: isOf(formula, family, on) ? 1 : 0, denominator: 1 };
  const dimensions = dimensionsOf(definition, family);
  return { contributions: periodsWith(on).map((period) => ({ period, dimensions, ...counts })) };
}

const isAmong = ({ among }: ShareOn, data: RecordData): boolean =>
  among === undefined || itemsIn(data, among.items).some((item) => hasOneOf(item.data, among));

function isOf({ of }: ShareOn, family: Family, on: string): boolean {
  if ('field' in of) return hasOneOf(family.root.data, of);
  return childrenOf(family, of.resource, of.where).some((child) => {
    const doneOn = dayIn(child, of.doneOn);
    return doneOn !== undefined && doneOn <= on;
  });
}
