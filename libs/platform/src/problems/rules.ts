import { badRequest } from './kinds.js';
import { Refusal, refusalKind, refuse, type Issue } from './refusal.js';

// The rules that every record obeys, whatever it is about.

export const illegalTransition = refusalKind({
  code: 'illegalTransition',
  status: 409,
  title: 'Illegal Transition',
  detail: {
    fr: 'L’acte «{act}» n’est pas possible dans l’état «{state}»; ici: {possible}.',
    nl: 'De handeling «{act}» is niet mogelijk in de toestand «{state}»; hier wel: {possible}.',
    en: 'The act "{act}" is not possible in the state "{state}"; here: {possible}.',
    de: 'Die Handlung «{act}» ist im Zustand «{state}» nicht möglich; hier möglich: {possible}.',
  },
});

export const recordClosed = refusalKind({
  code: 'recordClosed',
  status: 409,
  title: 'Record Closed',
  detail: {
    fr: 'La fiche {ref} est close: elle ne change plus.',
    nl: 'Het dossier {ref} is afgesloten: het wijzigt niet meer.',
    en: 'The record {ref} is closed: it does not change any more.',
    de: 'Der Eintrag {ref} ist abgeschlossen: er ändert sich nicht mehr.',
  },
});

export const languageIncomplete = refusalKind({
  code: 'languageIncomplete',
  status: 409,
  title: 'Language Incomplete',
  detail: {
    fr: 'Une fiche publique doit être rédigée en français et en néerlandais; il manque: {missing}.',
    nl: 'Een openbaar dossier moet in het Frans en in het Nederlands opgesteld zijn; er ontbreekt: {missing}.',
    en: 'A public record must be written in French and in Dutch; missing: {missing}.',
    de: 'Ein öffentlicher Eintrag muss auf Französisch und Niederländisch verfasst sein; es fehlt: {missing}.',
  },
});

export const recordTooLarge = refusalKind({
  code: 'recordTooLarge',
  status: 413,
  title: 'Record Too Large',
  detail: {
    fr: 'La fiche entière dépasse {limit} octets: raccourcissez ses textes ou mettez-les dans un document.',
    nl: 'Het hele dossier is groter dan {limit} bytes: kort de teksten in of zet ze in een document.',
    en: 'The record as a whole exceeds {limit} bytes: shorten its texts, or put them in a document.',
    de: 'Der gesamte Eintrag überschreitet {limit} Bytes: kürzen Sie die Texte oder legen Sie sie in ein Dokument.',
  },
});

/** One row of a state machine: the table is read by the rule, the documentation and the test of forbidden moves. */
export interface Transition<State extends string = string> {
  readonly from: State;
  readonly act: string;
  readonly to: State;
  /** Whose act it is, where a record has sides; `clock` where time alone does it. */
  readonly by?: string;
}

/** The state that `act` leads to; refuses what the table does not hold. */
export function stateAfter<State extends string>(
  table: readonly Transition<State>[],
  state: State,
  act: string,
): State {
  const found = table.find((row) => row.from === state && row.act === act);
  if (found !== undefined) return found.to;
  const possible = table.filter((row) => row.from === state).map((row) => row.act);
  throw refuse(illegalTransition, { act, state, possible: possible.join(', ') || '-' });
}

/** A fault of the input that needs more than its own shape to see, such as today's date. */
export const inputFault = (place: Issue['in'], name: string, kind: string, detail: string): Refusal =>
  new Refusal(badRequest, {}, [{ type: `urn:problem-type:belgif:input-validation:${kind}`, in: place, name, detail }]);

/** A body that refers to a record which is not there. */
export const unknownReference = (name: string): Refusal =>
  inputFault('body', name, 'referencedResourceNotFound', 'refers to a record that does not exist');

/** Something that has happened cannot lie ahead. Dates are ISO days in Europe/Brussels. */
export function refuseFuture(name: string, day: string, today: string): void {
  if (day > today) throw inputFault('body', name, 'factInFuture', `lies in the future: today is ${today}`);
}

/** What the public reads stands in both official languages. */
export function refuseIncomplete(classification: string, text: Readonly<Partial<Record<string, string>>>): void {
  const missing = ['fr', 'nl'].filter((language) => text[language] === undefined);
  if (classification === 'public' && missing.length > 0)
    throw refuse(languageIncomplete, { missing: missing.join(', ') });
}
