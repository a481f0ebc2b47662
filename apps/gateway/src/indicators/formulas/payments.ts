import { calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import type { RecordData } from '../../ledger/ledger.api.js';
import type { Payments } from '../amounts.schema.js';
import type { Definition } from '../definition.schema.js';
import { measured } from './amounts.js';
import { dayIn, dimensionsOf, itemsIn, periodsWith, type Contribution, type Family, type Reading } from './family.js';

/**
 * One contribution per payment, in cents, in the periods of its day; and one of nothing in the periods of the record's
 * year, measured if what is owed is known. A payment may lie in another year than the one that it is for.
 */
export function payments(definition: Definition, formula: Payments, family: Family): Reading {
  const { subject, data } = family.root;
  const common = { subject, dimensions: dimensionsOf(definition, family) };
  const paid = itemsIn(data, formula.items).flatMap(({ place, data: item }): Contribution[] => {
    const on = dayIn(item, formula.paidOn);
    const counts = { key: `${subject}/${place}`, ...common, ...measured(item[formula.amount]) };
    return on === undefined ? [] : periodsWith(on).map((period) => ({ period, ...counts }));
  });
  const owed = { key: subject, ...common, numerator: 0, denominator: measured(data[formula.owed]).denominator };
  return { contributions: [...paid, ...periodsOf(data[formula.year]).map((period) => ({ period, ...owed }))] };
}

function periodsOf(year: RecordData[string]): string[] {
  if (typeof year !== 'number' || !Number.isInteger(year) || year < 1900 || year > 2199) return [];
  return calendarPeriodsTouching(`${year}-01-01`, `${year + 1}-01-01`, ['year', 'quarter']).map(({ id }) => id);
}
