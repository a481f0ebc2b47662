import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { practiceTargetMissing, type PracticeRecord } from './practice.entity.js';
import {
  abandonmentExample,
  adoptionExample,
  assessmentExample,
  evaluationExample,
  implementationExample,
  rejectionExample,
  shortlistExample,
} from './practice.example.js';
import * as facts from './practice.facts.js';
import {
  PracticeAct,
  PracticeAdoption,
  PracticeAssessment,
  PracticeEvaluation,
  PracticeRefusal,
  type PracticeStatus,
} from './practice.schema.js';
import { isTargetKnown, lockTarget, refuseUnknownTarget } from './target.js';

const act = actsOf<PracticeRecord, PracticeStatus>();

export const practiceLife = new Life({
  assess: act({
    from: ['captured', 'assessed', 'shortlisted'],
    to: 'assessed',
    summary: 'Assess how well a practice could be transferred',
    description:
      'It may be assessed again: the day of the first assessment stays, and a practice on the shortlist leaves it, as it was put there on the assessment before.',
    asks: PracticeAssessment,
    does: (practice, given, { today }) => practice.assess(given, today),
    fact: (practice) => facts.practiceAssessed(practice),
    refuses: [languageIncomplete],
    examples: { transferable: assessmentExample },
  }),
  shortlist: act({
    from: ['assessed'],
    to: 'shortlisted',
    summary: 'Put a practice on the shortlist, for a decision on its adoption',
    asks: PracticeAct,
    does: (practice, given, { today }) => practice.shortlist(given, today),
    fact: (practice) => facts.practiceShortlisted(practice),
    examples: { retained: shortlistExample },
  }),
  reject: act({
    from: ['assessed', 'shortlisted'],
    to: 'rejected',
    summary: 'Reject a practice that was assessed',
    asks: PracticeRefusal,
    does: (practice, given, { today }) => practice.reject(given, today),
    fact: (practice) => facts.practiceRejected(practice),
    refuses: [languageIncomplete],
    examples: { unfit: rejectionExample },
  }),
  adopt: act({
    from: ['shortlisted'],
    to: 'adopted',
    summary: 'Record that departments decided to adopt a practice',
    asks: PracticeAdoption,
    does: async (practice, given, { tx, today }) => {
      practice.adopt(given, today);
      await refuseUnknownTarget(tx, practice.target);
    },
    fact: (practice) => facts.practiceAdopted(practice),
    refuses: [languageIncomplete],
    examples: { inAProcess: adoptionExample },
  }),
  implement: act({
    from: ['adopted'],
    to: 'implemented',
    summary: 'Record that a plan, a project or a working process uses a practice',
    asks: PracticeAct,
    isPossible: (practice, { tx }) => isTargetKnown(tx, practice.target),
    does: async (practice, given, { tx, today }) =>
      practice.implement(given, await lockTarget(tx, practice.target), today),
    fact: (practice) => facts.practiceImplemented(practice),
    refuses: [practiceTargetMissing],
    examples: { inUse: implementationExample },
  }),
  evaluate: act({
    from: ['implemented', 'evaluated'],
    to: 'evaluated',
    summary: 'Evaluate what a practice changed; an evaluation replaces the one before',
    asks: PracticeEvaluation,
    does: (practice, given, { today }) => practice.evaluate(given, today),
    fact: (practice) => facts.practiceEvaluated(practice),
    refuses: [languageIncomplete],
    examples: { afterHalfAYear: evaluationExample },
  }),
  abandon: act({
    from: ['adopted'],
    to: 'abandoned',
    summary: 'Abandon the adoption of a practice before it is implemented',
    asks: PracticeRefusal,
    does: (practice, given, { today }) => practice.abandon(given, today),
    fact: (practice) => facts.practiceAbandoned(practice),
    refuses: [languageIncomplete],
    examples: { withoutBudget: abandonmentExample },
  }),
});
