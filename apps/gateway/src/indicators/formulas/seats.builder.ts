import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { titular } from '../catalogue/representation.js';
import type { Definition } from '../definition.schema.js';
import type { Reading } from './family.js';
import { read } from './read.js';

// A seat with its mandates for tests, and its days counted one by one, as a reader of the rule would.

const seat = 'seats/1';

/** The contributions of a seat with its mandates on a day. */
export const readingOf =
  (definition: Definition) =>
  (data: object, mandates: readonly object[], day: string): Reading => {
    const [rule] = definition.rules;
    if (rule === undefined) throw new Error('it has a rule');
    const states = new Map<string, RecordData>([[seat, { ...data }]]);
    for (const [n, mandate] of mandates.entries())
      states.set(`mandates/${n}`, { seatId: '1', role: 'titular', ...mandate });
    return read(definition, rule, seat, states, day);
  };

/** `period numerator/denominator` of each contribution. */
export const tallied = ({ contributions }: Pick<Reading, 'contributions'>): string[] =>
  contributions.map(({ period, numerator, denominator }) => `${period} ${numerator}/${denominator}`);

export interface Mandate {
  readonly role: string;
  readonly startedOn?: string;
  readonly endedOn?: string;
  readonly period: { readonly from: string; readonly to?: string };
  readonly suspensions: readonly { readonly from: string; readonly to?: string }[];
  readonly retractedAt?: string;
}

export interface Held {
  readonly heldFrom?: string;
  readonly heldTo?: string;
}

const isBefore = (day: string, end: string | undefined): boolean => end === undefined || day < end;

export const isHeld = ({ heldFrom, heldTo }: Held, day: string): boolean =>
  heldFrom !== undefined && heldFrom <= day && isBefore(day, heldTo);

export const isFilled = (mandates: readonly Mandate[], day: string): boolean =>
  mandates.some(
    ({ role, startedOn, endedOn, period, suspensions, retractedAt }) =>
      titular.child.where.role.includes(role) &&
      retractedAt === undefined &&
      startedOn !== undefined &&
      startedOn <= day &&
      isBefore(day, endedOn) &&
      isBefore(day, period.to) &&
      !suspensions.some(({ from, to }) => from <= day && isBefore(day, to)),
  );

/** Within two years, so that days of one record meet those of another. */
export const someDay = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2025-06-01', days));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const defined = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const aPeriod = fc.record({ from: someDay, to: maybe(someDay) }).map(defined);
export const someMandates: fc.Arbitrary<Mandate[]> = fc.array(
  fc
    .record({
      role: fc.constantFrom('titular', 'titular', 'alternate'),
      startedOn: maybe(someDay),
      endedOn: maybe(someDay),
      period: aPeriod,
      suspensions: fc.array(aPeriod, { maxLength: 3 }),
      retractedAt: fc.constantFrom(undefined, undefined, undefined, '2026-01-01T00:00:00Z'),
    })
    .map((mandate) => defined(mandate) as Mandate),
  { maxLength: 4 },
);
export const someSeat: fc.Arbitrary<Held> = fc
  .record({ heldFrom: maybe(someDay), heldTo: maybe(someDay) })
  .map((held) => defined(held) as Held);
