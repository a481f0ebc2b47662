import {
  calendarPeriodOf,
  nextCalendarPeriod,
  type CalendarPeriod,
  type CalendarPeriodKind,
} from '@passerelle/domain/calendar-period';
import { addDays, IsoDate } from '@passerelle/domain/period';
import { z } from 'zod';
import type { Cadence, Definition } from '../definition.schema.js';
import { dayIn, dimensionsOf, nothing, type Contribution, type Family, type Reading } from './family.js';
import { earlier } from './spans.js';

const Item = z.looseObject({
  code: z.string(),
  cadence: z.enum(['P1Y', 'P3M']),
  countingRule: z.literal('calendarPeriod').default('calendarPeriod'),
  monitoredFrom: IsoDate,
});
type Item = z.infer<typeof Item>;

const kindOf = { P1Y: 'year', P3M: 'quarter' } as const satisfies Record<Item['cadence'], CalendarPeriodKind>;

/** One contribution per item and ended period: due, and done if an act of its kind happened in it. */
export function cadence(definition: Definition, formula: Cadence, family: Family, day: string): Reading {
  const { data } = family.root;
  const bindsFrom = dayIn(data, formula.from);
  const items = itemsOf(data[formula.items]);
  if (bindsFrom === undefined || items.length === 0) return nothing;
  const endsOn = dayIn(data, formula.to);
  const until = endsOn === undefined ? day : earlier(day, addDays(endsOn, 1));
  const contributions = items.flatMap((item) =>
    endedPeriods(item, bindsFrom, until).flatMap((period) => dueIn(definition, formula, family, item, period)),
  );
  const changesOn = calendarPeriodOf(day, 'quarter').to;
  const isOver = endsOn !== undefined && endsOn < addDays(changesOn, -1);
  return isOver ? { contributions } : { contributions, changesOn };
}

/** Counting rules other than calendar periods are not part of this formula. */
const itemsOf = (list: unknown): Item[] =>
  Array.isArray(list) ? list.flatMap((item) => Item.safeParse(item).data ?? []) : [];

function endedPeriods({ cadence, monitoredFrom }: Item, bindsFrom: string, until: string): CalendarPeriod[] {
  const from = monitoredFrom > bindsFrom ? monitoredFrom : bindsFrom;
  const first = calendarPeriodOf(from, kindOf[cadence]);
  const ended: CalendarPeriod[] = [];
  // A period that began before monitoring cannot be judged.
  let period = first.from < from ? nextCalendarPeriod(first) : first;
  for (; period.to <= until; period = nextCalendarPeriod(period)) ended.push(period);
  return ended;
}

/** Counts in the quarter in which it is due, which for a year is its fourth, and in the year. */
function dueIn(
  definition: Definition,
  formula: Cadence,
  family: Family,
  item: Item,
  period: CalendarPeriod,
): Contribution[] {
  const { resource, match, doneOn } = formula.acts;
  const act = family.children.find(({ resource: own, data }) => {
    const day = dayIn(data, doneOn);
    return (
      own === resource && data[match] === item[match] && day !== undefined && period.from <= day && day < period.to
    );
  });
  const lastDay = addDays(period.to, -1);
  const contribution = {
    key: `${family.root.subject}/${item.code}/${period.id}`,
    dimensions: dimensionsOf(definition, family, item),
    subject: act?.subject ?? family.root.subject,
    numerator: act === undefined ? 0 : 1,
    denominator: 1,
  };
  const cells = [calendarPeriodOf(lastDay, 'quarter').id, calendarPeriodOf(lastDay, 'year').id];
  return cells.map((id) => ({ period: id, ...contribution }));
}
