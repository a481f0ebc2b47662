/** For unit tests: a consultation of Brussels on a Flemish draft, in any state. */
import { addDays, startOfDay } from '@passerelle/domain/period';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationExample, timeframeExample } from './consultation.example.js';
import { openConsultation } from './open-consultation.js';
import { ConsultationState, type ConsultationStatus } from './consultation.schema.js';
import type { PlanSnapshot } from '../plans/plan-snapshot.api.js';
import type { ActContext } from '@passerelle/platform/features/lives';
import { acting } from '@passerelle/testing/acting';

export const home = 'BE-BRU';
export const author = 'BE-VLG';

/** Noon in Brussels. */
export const noon = (day: string): Date => new Date(startOfDay(day).getTime() + 12 * 3_600_000);
export const telling = (party: string, day = '2027-02-01'): ActContext => acting(party, noon(day));

export const aSnapshot = (changes: Partial<PlanSnapshot> = {}): PlanSnapshot => ({
  planTitle: { fr: 'Plan du Noordrand', nl: 'Plan Noordrand' },
  planType: 'vlaGrup',
  authorParty: author,
  area: { refs: [{ scheme: 'NUTS', code: 'BE24', version: '2021' }], exclusions: [] },
  level: 'belgium',
  objective: 'O1',
  departments: ['generalDirectorate'],
  iteration: 1,
  classification: 'internal',
  isDraft: true,
  draftAdoptedOn: '2026-12-01',
  finallyAdoptedOn: null,
  noticedAt: noon('2027-01-15'),
  noticedTo: [home],
  documents: ['draftPlan', 'environmentalReport'],
  inquiry: null,
  ...changes,
});

const id = '01930000-0000-7000-8000-000000000021';

export const opened = (changes: object = {}, snapshot: PlanSnapshot = aSnapshot(), context = telling(author)) =>
  openConsultation(
    { id, ref: 'CO-2027-0001' },
    NewConsultation.parse({ ...consultationExample, ...changes }),
    snapshot,
    context,
  );

const never = {
  ...{ requestedOn: null, effects: null, replyDueOn: null, acknowledgedAt: null, repliedAt: null, repliedOn: null },
  ...{ replyLate: null, unansweredOn: null, proposal: null, agreedAt: null, startsOn: null, dueOn: null, dueAt: null },
  ...{ countingRule: null, days: null, opinionId: null, opinionOn: null, opinionLate: null, lapsedOn: null },
  ...{
    answeredOn: null,
    decisionCommunicatedOn: null,
    decision: null,
    closedOn: null,
    withdrawnOn: null,
    withdrawalReason: null,
  },
};

/** As read from the database. */
export const aConsultation = (changes: Partial<ConsultationRecord> = {}): ConsultationRecord =>
  Object.assign(new ConsultationRecord(), never, opened(), changes);

const agreed = {
  ...timeframeExample,
  days: 60,
  agreedAt: noon('2027-02-03'),
  dueAt: startOfDay(addDays(timeframeExample.dueOn, 1)),
};

export const running = (changes: Partial<ConsultationRecord> = {}): ConsultationRecord =>
  aConsultation({ status: 'timeframeAgreed', ...agreed, ...changes });

/** In a given state, with everything that any act in that state needs. */
export const at = (status: ConsultationStatus): ConsultationRecord => running({ status });

/** Builds its facts; throws if the record does not match the announced schema. */
export const stateOf = (consultation: ConsultationRecord) => ConsultationState.parse(toJson(consultation));

/** Why an act was refused: the issue type, else the code of the refusal; undefined if it succeeded. */
export const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};
