import { calendarPeriod } from '@passerelle/domain/calendar-period';
import { today } from '@passerelle/domain/period';
import { referenceList, type ReferenceListId } from '@passerelle/domain/reference-list';
import type { Definition } from './definition.schema.js';
import type { Figure } from './figure.js';
import { validCodes } from './formulas/share-of-list.js';
import { lastDayOf } from './formulas/standing.js';
import type { Narrowing } from './question.js';

// The denominator of a share of a reference list: its entries that were valid on the last day of the period. It depends
// on the list, the period and the instant alone, so reading it costs the same however many records there are.

/** The figure with its denominator; unchanged where the definition has another kind, or nothing was known in the period. */
export function ofItsList(definition: Definition, figure: Figure, filters: readonly Narrowing[], asOf: string): Figure {
  const list = listOf(definition);
  if (list === undefined) return figure;
  const on = lastDayOf(calendarPeriod(figure.period).to, today(new Date(asOf)));
  const valid = validCodes(referenceList(list), on);
  // A figure of one department is a share of that department.
  const asked = filters.filter(({ dimension }) => isOfEntries(definition, dimension)).map(({ values }) => values);
  return { ...figure, denominator: valid.filter((code) => asked.every((values) => values.includes(code))).length };
}

/** The list of which the definition is a share. */
export function listOf({ rules }: Definition): ReferenceListId | undefined {
  const [formula] = rules.map((rule) => rule.formula);
  return formula?.kind === 'shareOfList' ? formula.list : undefined;
}

/** Whether a dimension has the entries themselves as its values. */
const isOfEntries = ({ dimensions }: Definition, dimension: string): boolean =>
  dimensions.some(({ name, from }) => name === dimension && from.of === 'item');
