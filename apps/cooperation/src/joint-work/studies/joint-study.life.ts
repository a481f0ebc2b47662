import { actsOf, Life, type Asking } from '@passerelle/platform/features/lives';
import { languageIncomplete, missingPermission } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { notAParty } from '../../shared/acts/participants.js';
import { JointAct, JointEnd } from '../joint-work.js';
import { alreadyAgreed, deliverablesMissing, type JointStudyRecord } from './joint-study.entity.js';
import * as facts from './joint-study.facts.js';
import {
  ReceivedDeliverable,
  Renegotiation,
  StudyAgreement,
  StudyContract,
  StudyPublication,
  type StudyStatus,
} from './joint-study.schema.js';

const act = actsOf<JointStudyRecord, StudyStatus>();

/** A region agrees once; the home region may record the agreement of any. */
const isMissing = ({ agreedBy }: JointStudyRecord, { caller: { party }, home }: Asking): boolean =>
  party === home || !agreedBy.some((one) => one.party === party);

const onTheDay = { onTheDay: { on: '2025-05-04' } };

// Parties agree to the current shares and budget: a change voids their agreements. From the contract on, shares and
// budget are fixed. The last missing agreement makes the study agreed.
export const jointStudyLife = new Life({
  renegotiate: act({
    from: ['proposed', 'agreed'],
    to: 'proposed',
    summary: 'Change shares and budget; every party must agree again',
    asks: Renegotiation,
    does: (study, given, { today }) => study.renegotiate(given, today),
    fact: (study) => facts.studyRenegotiated(study),
    refuses: [languageIncomplete],
    examples: {
      dearer: {
        shares: [
          { party: 'BE-BRU', basisPoints: 5000 },
          { party: 'BE-VLG', basisPoints: 5000 },
        ],
        budget: { amount: '120000', currency: 'EUR' },
      },
    },
  }),
  agree: act({
    from: ['proposed'],
    to: ['proposed', 'agreed'],
    by: 'party',
    awaited: ({ parties, agreedBy }) =>
      parties.filter((party) => !agreedBy.some((one) => one.party === party)).map((party) => ({ party })),
    needs: 'approve',
    summary: 'Record that a party agrees to its share and the budget',
    description:
      'Each party agrees for itself. Where Brussels records it for another party, `source` names the evidence.',
    asks: StudyAgreement,
    isPossible: isMissing,
    does: (study, given, context) => study.agree(given, context),
    fact: (study) => (study.status === 'agreed' ? facts.studyAgreed(study) : facts.studyAccepted(study)),
    refuses: [missingPermission, sourceRequired, notAParty, alreadyAgreed],
    examples: { byLetter: { party: 'BE-VLG', at: '2025-04-20T08:00:00Z', source: 'Letter of 20 April 2025' } },
  }),
  procure: act({
    from: ['agreed'],
    to: 'procured',
    summary: 'Record who was awarded the contract',
    asks: StudyContract,
    does: (study, given, { today }) => study.procure(given, today),
    fact: (study) => facts.studyProcured(study),
    examples: { awarded: { on: '2025-05-04', contractor: { name: 'Université Libre de Bruxelles', country: 'BE' } } },
  }),
  start: act({
    from: ['procured'],
    to: 'running',
    summary: 'Record that the work on a study began',
    asks: JointAct,
    does: (study, given, { today }) => study.start(given, today),
    fact: (study) => facts.studyStarted(study),
    refuses: [languageIncomplete],
    examples: onTheDay,
  }),
  receive: act({
    from: ['running', 'delivered'],
    summary: 'Record that a deliverable was received',
    asks: ReceivedDeliverable,
    isPossible: ({ deliverables }) => deliverables.length > 0,
    does: (study, given, { today }) => study.receive(given, today),
    fact: (study) => facts.deliverableReceived(study),
    examples: { finalReport: { code: 'finalReport', on: '2025-05-04' } },
  }),
  deliver: act({
    from: ['running'],
    to: 'delivered',
    summary: 'Record that the work on a study was delivered',
    asks: JointAct,
    does: (study, given, { today }) => study.deliver(given, today),
    fact: (study) => facts.studyDelivered(study),
    refuses: [languageIncomplete],
    examples: onTheDay,
  }),
  release: act({
    from: ['delivered'],
    to: 'published',
    summary: 'Record that a study was published, whole and in both languages',
    asks: StudyPublication,
    isPossible: ({ deliverables }) => deliverables.every(({ deliveredOn }) => deliveredOn !== undefined),
    does: (study, given, { today }) => study.release(given, today),
    fact: (study) => facts.studyPublished(study),
    refuses: [deliverablesMissing, languageIncomplete],
    examples: { online: { on: '2025-05-04', document: { href: 'https://perspective.brussels/', language: 'fr' } } },
  }),
  close: act({
    from: ['published'],
    to: 'closed',
    summary: 'Close a published study',
    asks: JointAct,
    does: (study, given, { today }) => study.close(given, today),
    fact: (study) => facts.studyClosed(study),
    refuses: [languageIncomplete],
    examples: onTheDay,
  }),
  cancel: act({
    from: ['proposed', 'agreed', 'procured', 'running'],
    to: 'cancelled',
    summary: 'Record that a study was abandoned before it was delivered',
    asks: JointEnd,
    does: (study, given, { today }) => study.cancel(given, today),
    fact: (study) => facts.studyCancelled(study),
    refuses: [languageIncomplete],
    examples: { noMoney: { on: '2025-05-04', reason: { fr: 'Budget retiré.', nl: 'Budget ingetrokken.' } } },
  }),
});
