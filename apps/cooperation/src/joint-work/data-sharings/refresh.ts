import { repeated } from '@passerelle/domain/duration';
import { referenceEntry } from '@passerelle/domain/reference-list';

// When is the next delivery due? The rate is a code of the European frequency list; its length in months or days is a
// detail of the code. Data that comes irregularly, continuously or never cannot be missed.

/** The day after so many periods; undefined for a rate without a period. */
export function dayAfter(refresh: string, from: string, periods: number): string | undefined {
  const { every } = referenceEntry('refreshRates', refresh)?.details ?? {};
  return typeof every === 'string' ? repeated(from, every, periods) : undefined;
}

/**
 * The days since `from` on which data was due and that have passed: only those after `told`, oldest first, at most
 * `most`.
 */
export function missedDays(refresh: string, from: string, told: string | null, today: string, most: number): string[] {
  const missed: string[] = [];
  for (let period = 1; missed.length < most; period += 1) {
    const due = dayAfter(refresh, from, period);
    if (due === undefined || due >= today) break;
    if (told === null || due > told) missed.push(due);
  }
  return missed;
}
