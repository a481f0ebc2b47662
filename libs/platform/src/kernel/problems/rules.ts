import { BeyondCalendar } from '@passerelle/domain/period';
import { badRequest } from './kinds.js';
import { Refusal, refusal, type Issue } from './refusal.js';
import { refusalKind } from './texts/refusal-kind.js';

// Rules that apply to every kind of record.

export const illegalTransition = refusalKind({
  code: 'illegalTransition',
  status: 409,
  title: 'Illegal Transition',
});

export const recordClosed = refusalKind({
  code: 'recordClosed',
  status: 409,
  title: 'Record Closed',
});

/** The record was registered in error; see `retract`. */
export const recordRetracted = refusalKind({
  code: 'recordRetracted',
  status: 409,
  title: 'Record Retracted',
});

export const stillReferenced = refusalKind({
  code: 'stillReferenced',
  status: 409,
  title: 'Still Referenced',
});

/** An act asks for another pair of eyes. */
export const samePerson = refusalKind({
  code: 'samePerson',
  status: 409,
  title: 'Same Person',
});

export const languageIncomplete = refusalKind({
  code: 'languageIncomplete',
  status: 409,
  title: 'Language Incomplete',
});

export const recordTooLarge = refusalKind({
  code: 'recordTooLarge',
  status: 413,
  title: 'Record Too Large',
});

/** One row of a state machine: the table is read by the rule, the documentation and the test of forbidden moves. */
export interface Transition<State extends string = string> {
  readonly from: State;
  readonly act: string;
  readonly to: State;
  /** The side whose act it is, for records with sides; `clock` for a transition that time alone makes. */
  readonly by?: string;
}

/** The state that `act` leads to; refuses an act that the table does not allow in this state. */
export function stateAfter<State extends string>(
  table: readonly Transition<State>[],
  state: State,
  act: string,
): State {
  const found = table.find((row) => row.from === state && row.act === act);
  if (found !== undefined) return found.to;
  // Acts of the clock are not listed as allowed: no caller can perform them.
  const possible = table.filter((row) => row.from === state && row.by !== 'clock').map((row) => row.act);
  throw refusal(illegalTransition, { act, state, possible: possible.join(', ') || '-' });
}

/** A fault of the input that its schema cannot detect, because it depends on something else, such as today's date. */
export const inputFault = (place: Issue['in'], name: string, kind: string, detail: string): Refusal =>
  new Refusal(badRequest, {}, [{ type: `urn:problem-type:belgif:input-validation:${kind}`, in: place, name, detail }]);

/** A day computed from a field of the body: that field is at fault when the day lies outside the calendar. */
export function within<Day>(name: string, compute: () => Day): Day {
  try {
    return compute();
  } catch (error) {
    throw error instanceof BeyondCalendar ? inputFault('body', name, 'invalidPeriod', error.message) : error;
  }
}

/** The body refers to a record that does not exist. */
export const unknownReference = (name: string): Refusal =>
  inputFault('body', name, 'referencedResourceNotFound', 'refers to a record that does not exist');

/** A past event must not be in the future. Dates are ISO days in Europe/Brussels. */
export function refuseFuture(name: string, day: string, today: string): void {
  if (day > today) throw inputFault('body', name, 'factInFuture', `lies in the future: today is ${today}`);
}

/** Public texts must exist in both official languages. */
export function refuseIncomplete(classification: string, text: Readonly<Partial<Record<string, string>>>): void {
  const missing = ['fr', 'nl'].filter((language) => text[language] === undefined);
  if (classification === 'public' && missing.length > 0)
    throw refusal(languageIncomplete, { missing: missing.join(', ') });
}
