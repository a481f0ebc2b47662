import { CountingRule, endingOn, lastDayOf } from '@passerelle/domain/counting-rule';
import { BeyondCalendar } from '@passerelle/domain/period';

// A time-frame is given by its last day or by its number of days; both forms have the same limits.

export const longestTimeframe = 1000;

interface AskedTimeframe {
  readonly startsOn: string;
  readonly dueOn?: string | undefined;
  readonly days?: number | undefined;
  readonly countingRule: string;
}

interface TimeframeFault {
  readonly name: 'dueOn' | 'days';
  readonly issue: 'schemaViolation' | 'invalidPeriod';
  readonly detail: string;
}

/** The faults of a time-frame, regardless of today's date. */
export function timeframeFaults({ startsOn, dueOn, days, countingRule }: AskedTimeframe): TimeframeFault[] {
  if ((dueOn === undefined) === (days === undefined))
    return [{ name: 'dueOn', issue: 'schemaViolation', detail: 'give either dueOn or days, not both' }];
  // A fault of the rule or of the number is reported for its own field.
  if (!CountingRule.safeParse(countingRule).success) return [];
  const detail =
    dueOn === undefined ? daysFault(countingRule, startsOn, days) : dayFault(countingRule, startsOn, dueOn);
  const name = dueOn === undefined ? 'days' : 'dueOn';
  return detail === undefined ? [] : [{ name, issue: 'invalidPeriod', detail }];
}

function daysFault(rule: string, startsOn: string, days = 1): string | undefined {
  try {
    lastDayOf(rule, startsOn, days);
    return undefined;
  } catch (error) {
    if (error instanceof BeyondCalendar) return error.message;
    throw error;
  }
}

function dayFault(rule: string, startsOn: string, dueOn: string): string | undefined {
  const [first, last] = [earliestOf(rule, startsOn, 1), earliestOf(rule, startsOn, longestTimeframe)];
  if (first === undefined || dueOn < first)
    return `must be ${first ?? 'a day of the calendar'} or later, by the counting rule`;
  if (last !== undefined && dueOn > last)
    return `must be ${last} or earlier (${longestTimeframe} days by the counting rule)`;
  const ends = endingOn(rule, dueOn);
  return ends === dueOn ? undefined : `must be a working day by the counting rule: the next one is ${ends}`;
}

/** The last day of a number of days; undefined if beyond the calendar. */
function earliestOf(rule: string, startsOn: string, days: number): string | undefined {
  return daysFault(rule, startsOn, days) === undefined ? lastDayOf(rule, startsOn, days) : undefined;
}
