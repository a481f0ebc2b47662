import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../../shared/acts/evidence.js';
import { answersExample, byLetter } from '../consultation.example.js';
import { consultationAnswered } from '../consultation.facts.js';
import { pointsUnanswered } from '../consultation.refusals.js';
import { consultationLife } from '../consultation.life.js';
import { lockedConsultation, saveConsultation } from '../change-consultation.js';
import type { Timestamp } from '../act-context.js';
import type { OpinionRecord } from './opinion.entity.js';
import { opinionAnswered } from './opinion.facts.js';
import { Answers, type OpinionStatus } from './opinion.schema.js';

const act = actsOf<OpinionRecord, OpinionStatus, Timestamp>();

export const opinionLife = new Life({
  answer: act({
    from: ['submitted'],
    to: 'answered',
    by: 'author',
    awaited: ({ authorParty }) => ({ party: authorParty }),
    needs: 'approve',
    summary: 'Answer, for the author of the plan, every point of an opinion',
    asks: Answers,
    /** The answer moves the consultation too: both change in one transaction, and each publishes its own fact. */
    does: async (opinion, given, { expectedVersion: _, ...context }) => {
      const consultation = await lockedConsultation(context, opinion.consultationId);
      consultationLife.move(consultation, 'answer');
      const moment = consultation.answer(given, context);
      opinion.answer(given, moment.on);
      await saveConsultation(context.tx, consultation, consultationAnswered, moment.at);
      return moment;
    },
    fact: (opinion, { at }) => opinionAnswered(opinion, at.toISOString()),
    refuses: [sourceRequired, pointsUnanswered, languageIncomplete],
    examples: { pointByPoint: { ...answersExample, ...byLetter } },
  }),
});
