import { contains, type Period } from '@passerelle/domain/period';

// A seat is vacant on each day on which the Region has it and no full member is in office: from dates alone, never from a status.

/** The days on which the Region has a seat; without `from` they are not known, or it has it on none. */
export interface Held {
  readonly from: string | null;
  readonly to: string | null;
}

/** The days of a mandate that count: from its first one to its actual or foreseen end, without its suspensions. */
export interface Term {
  readonly startedOn: string;
  readonly endedOn: string | null;
  readonly period: Period;
  readonly suspensions: readonly Period[];
}

/** The first day of the vacancy that lasts on a day; null where there is none. */
export function vacantSince({ from, to }: Held, terms: readonly Term[], day: string): string | null {
  if (from === null || day < from || (to !== null && day >= to)) return null;
  const served = terms.flatMap(stretchesOf);
  if (served.some((stretch) => contains(stretch, day))) return null;
  const ends = served.flatMap(({ to: end }) => (end !== undefined && end <= day && end > from ? [end] : []));
  return ends.reduce((latest, end) => (end > latest ? end : latest), from);
}

/** The stretches of a mandate in which it was in force; only the last one can be open. */
function stretchesOf({ startedOn, endedOn, period, suspensions }: Term): Period[] {
  const [end] = [endedOn, period.to].filter((day) => day !== null && day !== undefined).sort();
  const begins = [startedOn, ...suspensions.map(({ to }) => to)];
  return begins.flatMap((from, index) => {
    if (from === undefined) return [];
    const to = [suspensions[index]?.from, end].filter((day) => day !== undefined).sort()[0];
    if (to === undefined) return [{ from }];
    return from < to ? [{ from, to }] : [];
  });
}
