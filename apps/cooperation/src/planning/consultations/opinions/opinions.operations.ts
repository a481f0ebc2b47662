import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import {
  illegalTransition,
  languageIncomplete,
  recordTooLarge,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sourceRequired } from '../../../shared/acts/evidence.js';
import { lockPlanOf } from '../../plan-followers.js';
import { isBeforeAnswer, lockedConsultation, saveConsultation } from '../change-consultation.js';
import { opinionExample } from '../consultation.example.js';
import { consultationChanged, opinionReceived } from '../consultation.facts.js';
import { consultationLife } from '../consultation.life.js';
import { OpinionRecord, refuseUnanswerable } from './opinion.entity.js';
import { opinionChanged, opinionRetracted, opinionSubmitted } from './opinion.facts.js';
import { opinionLife } from './opinion.life.js';
import { NewOpinion, Opinion, OpinionChange, opinions } from './opinion.schema.js';

// An opinion moves its consultation: both change in one transaction, and each publishes its own fact.

@RecordOperations({
  of: OpinionRecord,
  many: 'opinions',
  one: 'opinion',
  scope: 'cooperation',
  returns: Opinion,
  lock: (tx, id) => lockPlanOf(tx, 'opinion', id),
  list: { summary: 'List opinions of regions on the plans of others', collection: opinions },
  read: { summary: 'Read an opinion, its points and their answers' },
  create: {
    act: 'submit',
    address: 'consultations/{consultationId}/opinions',
    needs: 'approve',
    summary: 'Give the opinion of the affected region',
    description: 'An opinion after the last day is accepted, and marked as late.',
    body: NewOpinion,
    make: async (name, given, context) => {
      const consultation = await lockedConsultation(context, context.params['consultationId'] ?? '');
      consultationLife.move(consultation, 'submitOpinion');
      const sent = consultation.receiveOpinion(name, given, context);
      const opinion = OpinionRecord.submit(name, given, consultation, sent);
      refuseUnanswerable(opinion);
      await saveConsultation(context.tx, consultation, opinionReceived, sent.at);
      return opinion;
    },
    fact: (opinion) => opinionSubmitted(opinion, opinion.sentAt.toISOString()),
    refuses: [
      resourceNotFound,
      stalePrecondition,
      illegalTransition,
      sourceRequired,
      languageIncomplete,
      recordTooLarge,
    ],
    examples: { withConditions: opinionExample },
  },
  change: {
    summary: 'Correct an opinion that is not answered yet',
    needs: 'approve',
    body: OpinionChange,
    apply: (opinion, change, { today }) => {
      opinion.change(change, today);
      refuseUnanswerable(opinion);
    },
    fact: opinionChanged,
    refuses: [languageIncomplete, recordTooLarge],
    examples: { unfavourable: { verdict: 'unfavourable' } },
  },
  life: opinionLife,
  retract: {
    summary: 'Take back an opinion that was registered in error, before it is answered',
    needs: 'approve',
    fact: opinionRetracted,
    isPossible: ({ consultationId }, { tx }) => isBeforeAnswer(tx, consultationId),
    follows: async ({ consultationId }, { tx, now }) => {
      const consultation = await lockedConsultation({ tx, now }, consultationId);
      consultation.loseOpinion();
      await saveConsultation(tx, consultation, consultationChanged);
    },
  },
})
export class Opinions {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
