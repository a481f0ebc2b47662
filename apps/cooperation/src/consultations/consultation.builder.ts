/** For the tests of the rules: a consultation of Brussels on a Flemish draft, in whatever state. */
import { addDays, startOfDay } from '@passerelle/domain/period';
import { onTheWire } from '@passerelle/platform/wire';
import { NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationExample, timeframeExample } from './consultation.example.js';
import { openConsultation } from './open-consultation.js';
import { ConsultationState, type ConsultationStatus } from './consultation.schema.js';
import type { Standing } from './opening.js';
import type { Teller } from './teller.js';

export const home = 'BE-BRU';
export const author = 'BE-VLG';

/** Noon in Brussels. */
export const noon = (day: string): Date => new Date(startOfDay(day).getTime() + 12 * 3_600_000);
export const telling = (party: string, day = '2027-02-01'): Teller => ({ party, home, now: noon(day) });

export const aStanding = (changes: Partial<Standing> = {}): Standing => ({
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

export const opened = (changes: object = {}, standing: Standing = aStanding(), teller = telling(author)) =>
  openConsultation(
    { id, ref: 'CO-2027-0001' },
    NewConsultation.parse({ ...consultationExample, ...changes }),
    standing,
    teller,
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

/** As it would be read from the database. */
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

/** In a state, with all that any act in it needs. */
export const at = (status: ConsultationStatus): ConsultationRecord => running({ status });

/** What its facts would carry: throws where the record has not the announced shape. */
export const stateOf = (consultation: ConsultationRecord) => ConsultationState.parse(onTheWire(consultation));
