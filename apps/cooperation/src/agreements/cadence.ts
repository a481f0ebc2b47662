import {
  calendarPeriodOf,
  nextCalendarPeriod,
  type CalendarPeriod,
  type CalendarPeriodKind,
} from '@passerelle/domain/calendar-period';
import type { Obligation } from './agreement.schema.js';

// When was a meeting due, and was there one? Two readings of the same obligation exist, so the rule is data:
// `calendarPeriod` wants a meeting in every calendar year or quarter, `rolling` never more than that long between two.

export interface MissedPeriod {
  /** First day, and first day after; ISO. */
  readonly from: string;
  readonly to: string;
  /** `2026-Q1`, where the rule counts calendar periods. */
  readonly period?: string;
}

/** What makes an obligation one of those that a calendar can judge. */
type Rhythm = Required<Pick<Obligation, 'cadence' | 'countingRule' | 'monitoredFrom'>>;

const kindOf = { P1Y: 'year', P3M: 'quarter' } as const satisfies Record<Rhythm['cadence'], CalendarPeriodKind>;
const monthsOf = { P1Y: 12, P3M: 3 } as const satisfies Record<Rhythm['cadence'], number>;

const hasRhythm = (obligation: Obligation): obligation is Obligation & Rhythm =>
  obligation.cadence !== undefined && obligation.countingRule !== undefined && obligation.monitoredFrom !== undefined;

/** The periods that have wholly passed before `today` without a meeting held; `held` are the days of meetings of that tier. */
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

/** A period that had begun before anyone kept the register cannot be judged. */
function firstWhole(monitoredFrom: string, kind: CalendarPeriodKind): CalendarPeriod {
  const period = calendarPeriodOf(monitoredFrom, kind);
  return period.from < monitoredFrom ? nextCalendarPeriod(period) : period;
}

/** Each meeting restarts the clock; so does each period that passed without one. */
function missedStretches({ cadence, monitoredFrom }: Rhythm, held: readonly string[], today: string): MissedPeriod[] {
  const missed: MissedPeriod[] = [];
  let from = monitoredFrom;
  for (;;) {
    const due = addMonths(from, monthsOf[cadence]);
    const last = held.filter((day) => day > from && day <= due).at(-1);
    if (last === undefined && due >= today) return missed;
    if (last === undefined) missed.push({ from, to: due });
    from = last ?? due;
  }
}

/** Calendar months on; the 31st becomes the last day of a shorter month. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
