import { startOfDay, today } from '@passerelle/domain/period';
import type { RecordChange } from '../ledger/ledger.api.js';
import type { Contribution, Reading, States } from './formulas/family.js';

// The contributions of one root, with the instants from which and until which they were known. A timeline is a function
// of the root's facts and of the midnights at which periods open or fall due, never of the moment or the batch in which
// they were read: that is why a rebuild gives the same rows. A fact recorded before a midnight that the clock has
// already passed is therefore applied first, and the later midnights again.

export interface KnownContribution extends Contribution {
  /** Instants as ISO in UTC; open without `knownTo`. */
  readonly knownFrom: string;
  readonly knownTo?: string;
}

export interface Timeline {
  readonly known: readonly KnownContribution[];
  /** The instant of the last fact or midnight that was processed. */
  readonly seenAt?: string;
  /** The next midnight that changes the contributions without a fact. */
  readonly nextAt?: string;
}

export type Look = (states: States, day: string) => Reading;

/** The same text for the same contribution, in any order of its members. */
export function identity({ period, key, dimensions, subject, numerator, denominator }: Contribution): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([period, key, sorted, subject, numerator, denominator]);
}

/** Applies facts in order, and the midnights between them; then continues to the previous position of the clock. */
export function follow(timeline: Timeline, states: States, changes: readonly RecordChange[], look: Look): Timeline {
  const latest = new Map(states);
  let seen = timeline;
  for (const [index, { subject, data, at }] of changes.entries()) {
    seen = pass(seen, latest, at, look);
    latest.set(subject, data);
    // Facts with one recordedtime are known together: states between them were never known.
    if (changes[index + 1]?.at !== at) seen = see(seen, latest, at, look);
  }
  return pass(seen, latest, timeline.seenAt ?? '', look);
}

/** Processes the midnights up to an instant that change something, at most so many of them. */
export function pass(timeline: Timeline, states: States, until: string, look: Look, most = Infinity): Timeline {
  // What was closed before a midnight stays as it is, and is not looked at again: a year may have hundreds of them.
  const settled: KnownContribution[] = [];
  let seen = timeline;
  for (let passed = 0; seen.nextAt !== undefined && seen.nextAt <= until && passed < most; passed++) {
    const at = seen.nextAt;
    const isSettled = ({ knownTo }: KnownContribution) => knownTo !== undefined && knownTo < at;
    settled.push(...seen.known.filter(isSettled));
    const known = seen.known.filter((row) => !isSettled(row));
    seen = see({ ...seen, known }, states, at, look);
  }
  return settled.length === 0 ? seen : { ...seen, known: [...settled, ...seen.known] };
}

function see({ known }: Timeline, states: States, at: string, look: Look): Timeline {
  const day = today(new Date(at));
  const { contributions, changesOn } = look(states, day);
  if (changesOn !== undefined && changesOn <= day)
    throw new Error(`a formula that changes on ${changesOn} was asked on ${day}`);
  const next = changesOn === undefined ? {} : { nextAt: startOfDay(changesOn).toISOString() };
  return { known: knownSince(known, at, contributions), seenAt: at, ...next };
}

/** The timeline cut off at `at`, followed by `contributions`. */
function knownSince(
  known: readonly KnownContribution[],
  at: string,
  contributions: readonly Contribution[],
): KnownContribution[] {
  const expected = new Map(contributions.map((contribution) => [identity(contribution), contribution]));
  const before = known.filter(({ knownFrom }) => knownFrom < at);
  const kept = before.map((row) => {
    if (row.knownTo !== undefined && row.knownTo < at) return row;
    return expected.delete(identity(row)) ? opened(row) : { ...row, knownTo: at };
  });
  return [...kept, ...[...expected.values()].map((contribution) => ({ ...contribution, knownFrom: at }))];
}

const opened = ({ knownTo: _, ...row }: KnownContribution): KnownContribution => row;
