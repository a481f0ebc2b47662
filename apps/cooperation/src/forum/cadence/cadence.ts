import {
  calendarPeriodOf,
  nextCalendarPeriod,
  type CalendarPeriod,
  type CalendarPeriodKind,
} from '@passerelle/domain/calendar-period';
import { repeated } from '@passerelle/domain/duration';
import type { Obligation } from '../agreements/agreements.api.js';

// When was a meeting due, and was one held? Two readings of the same obligation exist, so the rule is data:
// `calendarPeriod` requires a meeting in every calendar year or quarter, `rolling` no gap longer than that.

export interface MissedPeriod {
  /** ISO days: the first one, and the first one after the period. */
  readonly from: string;
  readonly to: string;
  /** `2026-Q1`, for the rule that counts calendar periods. */
  readonly period?: string;
}

/** The fields that make an obligation measurable. */
type Rhythm = Required<Pick<Obligation, 'cadence' | 'countingRule' | 'monitoredFrom'>>;

const kindOf = { P1Y: 'year', P3M: 'quarter' } as const satisfies Record<Rhythm['cadence'], CalendarPeriodKind>;

const hasRhythm = (obligation: Obligation): obligation is Obligation & Rhythm =>
  obligation.cadence !== undefined && obligation.countingRule !== undefined && obligation.monitoredFrom !== undefined;

/** The periods that ended before `today` without a meeting; `held` are the days of the meetings of that tier. */
export function missedPeriods(obligation: Obligation, held: readonly string[], today: string): MissedPeriod[] {
  if (!hasRhythm(obligation)) return [];
  const days = [...held].sort();
  return obligation.countingRule === 'calendarPeriod'
    ? missedCalendarPeriods(obligation, days, today)
    : missedStretches(obligation, days, today);
}

function missedCalendarPeriods(
  { cadence, monitoredFrom }: Rhythm,
  held: readonly string[],
  today: string,
): MissedPeriod[] {
  const missed: MissedPeriod[] = [];
  for (
    let period = firstWhole(monitoredFrom, kindOf[cadence]);
    period.to <= today;
    period = nextCalendarPeriod(period)
  ) {
    const met = held.some((day) => day >= period.from && day < period.to);
    if (!met) missed.push({ from: period.from, to: period.to, period: period.id });
  }
  return missed;
}

/** A period that began before the register was monitored cannot be judged. */
function firstWhole(monitoredFrom: string, kind: CalendarPeriodKind): CalendarPeriod {
  const period = calendarPeriodOf(monitoredFrom, kind);
  return period.from < monitoredFrom ? nextCalendarPeriod(period) : period;
}

/** Each meeting restarts the count; without one it continues from the previous due day. */
function missedStretches({ cadence, monitoredFrom }: Rhythm, held: readonly string[], today: string): MissedPeriod[] {
  const missed: MissedPeriod[] = [];
  let [anchor, passed] = [monitoredFrom, 0];
  for (;;) {
    const [from, due] = [repeated(anchor, cadence, passed), repeated(anchor, cadence, passed + 1)];
    const last = held.filter((day) => day > from && day <= due).at(-1);
    if (last === undefined && due >= today) return missed;
    if (last === undefined) missed.push({ from, to: due });
    [anchor, passed] = last === undefined ? [anchor, passed + 1] : [last, 0];
  }
}
