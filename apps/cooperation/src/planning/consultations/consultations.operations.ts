import { Database } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations } from '@passerelle/platform/features/records';
import { languageIncomplete, refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { lockPlanOf } from '../plan-followers.js';
import { classificationOf, loadPlanSnapshot } from '../plans/plan-snapshot.api.js';
import { ConsultationChange, NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationExample } from './consultation.example.js';
import { consultationChanged, consultationOpened, consultationRetracted } from './consultation.facts.js';
import { consultationLife } from './consultation.life.js';
import * as refusals from './consultation.refusals.js';
import { Consultation, consultations } from './consultation.schema.js';
import { openConsultation } from './open-consultation.js';
import { followByOpinion } from './plan-copies.js';

@RecordOperations({
  of: ConsultationRecord,
  many: 'consultations',
  one: 'consultation',
  scope: 'cooperation',
  returns: Consultation,
  lock: (tx, id) => lockPlanOf(tx, 'consultation', id),
  list: { summary: 'List consultations on plans', collection: consultations },
  read: { summary: 'Read a consultation' },
  create: {
    act: 'open',
    summary: 'Open a consultation of another region on a part of a plan',
    description:
      'An act of the author of the plan. The legal basis decides what must exist first: a draft, an environmental report, a common border.',
    body: NewConsultation,
    make: async (name, given, context) =>
      openConsultation(name, given, await loadPlanSnapshot(context.tx, given), context),
    fact: (one) => consultationOpened(one, one.openedAt.toISOString()),
    twin: {
      index: 'consultation_one_open',
      refusal: ({ affectedParty, legalBasis }) =>
        refusal(refusals.consultationAlreadyOpen, { affectedParty, legalBasis }),
    },
    refuses: [
      sourceRequired,
      refusals.noMandateForParty,
      refusals.classificationLeak,
      refusals.noDraft,
      refusals.noticeOutdated,
      refusals.tooLateToConsult,
      refusals.rieMissing,
      refusals.documentsMissing,
      refusals.legalBasisNotApplicable,
      refusals.notAdjacent,
      refusals.notAddressed,
      refusals.consultationAlreadyOpen,
      languageIncomplete,
    ],
    examples: { flemishPlan: consultationExample },
  },
  change: {
    summary: 'Change the visibility and the departments of a consultation',
    body: ConsultationChange,
    apply: async (one, change, { tx }) => one.change(change, await classificationOf(tx, one.planId)),
    fact: consultationChanged,
    follows: (one, { tx }) => followByOpinion(tx, one),
    refuses: [refusals.classificationLeak, languageIncomplete],
    examples: { published: { classification: 'public' } },
  },
  life: consultationLife,
  retract: { summary: 'Take back a consultation that was registered in error', fact: consultationRetracted },
})
export class Consultations {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    clock: DeadlineWorker,
  ) {
    clock.keep(ConsultationRecord, consultationLife);
  }
}
