import { actsOf, Life, type Asking } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { listFull } from '../../shared/acts/bounded-list.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import type { Timestamp } from './act-context.js';
import {
  Acceptance,
  ConsultationAct,
  ConsultationWithdrawal,
  DecisionCommunicated,
  ExtensionProposal,
  Reply,
  TimeframeProposal,
} from './consultation-acts.schema.js';
import type { ConsultationRecord } from './consultation.entity.js';
import { byLetter, decisionExample, timeframeExample } from './consultation.example.js';
import * as facts from './consultation.facts.js';
import {
  documentsMissing,
  noMandateForParty,
  notAnExtension,
  notProposed,
  ownProposal,
  tooLateToConsult,
} from './consultation.refusals.js';
import { mostExtensions, type ConsultationStatus } from './consultation.schema.js';
import { finallyAdoptedOn } from '../plans/plan-snapshot.api.js';

const act = actsOf<ConsultationRecord, ConsultationStatus, Timestamp>();

/** The fact of an act, at the instant of the act. */
const factAt =
  (fact: typeof facts.consultationClosed) =>
  (one: ConsultationRecord, { at }: Timestamp) =>
    fact(one, at.toISOString());

/** A region accepts what the other proposed; the home region may record the acceptance of either. */
const isProposedByOther = (
  { proposal, affectedParty }: ConsultationRecord,
  { caller: { party }, home }: Asking,
): boolean =>
  proposal !== null && (party === home || proposal.by !== (party === affectedParty ? 'affected' : 'author'));

const replyOfAffected = ({ affectedParty, replyDueOn }: ConsultationRecord) => ({
  party: affectedParty,
  until: replyDueOn,
});
const ofAuthor = ({ authorParty }: ConsultationRecord) => ({ party: authorParty });
const opinionOfAffected = ({ affectedParty, dueOn }: ConsultationRecord) => ({ party: affectedParty, until: dueOn });
const otherThanProposer = ({ proposal, authorParty, affectedParty }: ConsultationRecord) =>
  proposal === null ? [] : { party: proposal.by === 'affected' ? authorParty : affectedParty };

const always = [sourceRequired];

// A late answer is still accepted: a missed reply or a lapse is a mark that stays, not an end. A region that declined still receives
// the decision.
const acts = {
  acknowledge: act({
    from: ['notified'],
    to: 'acknowledged',
    by: 'affected',
    awaited: replyOfAffected,
    summary: 'Confirm, for the affected region, that the notice arrived',
    asks: ConsultationAct,
    does: (one, given, context) => one.acknowledge(given, context),
    fact: factAt(facts.consultationAcknowledged),
    refuses: always,
    examples: { byLetter },
  }),
  reply: act({
    from: ['notified', 'acknowledged', 'noReply'],
    to: ['entered', 'declined'],
    by: 'affected',
    awaited: replyOfAffected,
    summary: 'Reply, for the affected region, whether it wishes to enter consultations',
    asks: Reply,
    does: async (one, given, context) => one.reply(given, await finallyAdoptedOn(context.tx, one), context),
    fact: (one, { at }) => {
      const fact = one.status === 'entered' ? facts.consultationEntered : facts.consultationDeclined;
      return fact(one, at.toISOString());
    },
    refuses: [...always, tooLateToConsult],
    examples: { yes: { wish: 'yes', ...byLetter }, no: { wish: 'no', ...byLetter } },
  }),
  proposeTimeframe: act({
    from: ['entered'],
    to: 'entered',
    by: 'either',
    summary: 'Propose the period for the opinion',
    description: 'Either side proposes, the other accepts. A new proposal replaces the previous one.',
    asks: TimeframeProposal,
    does: (one, given, context) => one.proposeTimeframe(given, context),
    fact: factAt(facts.timeframeProposed),
    refuses: [...always, noMandateForParty],
    examples: { twoMonths: timeframeExample },
  }),
  agreeTimeframe: act({
    from: ['entered'],
    to: 'timeframeAgreed',
    by: 'other',
    awaited: otherThanProposer,
    summary: 'Accept the proposed period, for the other side',
    asks: Acceptance,
    isPossible: isProposedByOther,
    does: (one, given, context) => one.agreeTimeframe(given, context),
    fact: factAt(facts.timeframeAgreed),
    refuses: [...always, noMandateForParty, notProposed, ownProposal],
    examples: { accepted: { dueOn: timeframeExample.dueOn, side: 'affected', ...byLetter } },
  }),
  proposeExtension: act({
    from: ['timeframeAgreed'],
    to: 'timeframeAgreed',
    by: 'either',
    summary: 'Propose a later end of the period',
    asks: ExtensionProposal,
    isPossible: ({ extensions }) => extensions.length < mostExtensions,
    does: (one, given, context) => one.proposeExtension(given, context),
    fact: factAt(facts.extensionProposed),
    refuses: [...always, noMandateForParty, notAnExtension, listFull, languageIncomplete],
    examples: {
      threeWeeks: {
        dueOn: '2027-05-21',
        reason: { fr: 'Traduction du rapport en cours.', nl: 'Vertaling van het rapport loopt.' },
      },
    },
  }),
  extend: act({
    from: ['timeframeAgreed'],
    to: 'timeframeAgreed',
    by: 'other',
    awaited: otherThanProposer,
    summary: 'Accept the proposed extension, for the other side',
    asks: Acceptance,
    isPossible: isProposedByOther,
    does: (one, given, context) => one.extend(given, context),
    fact: factAt(facts.consultationExtended),
    refuses: [...always, noMandateForParty, notProposed, ownProposal],
    examples: { accepted: { dueOn: '2027-05-21', side: 'author', ...byLetter } },
  }),
  communicateDecision: act({
    from: ['opinionReceived', 'answered', 'lapsed', 'declined', 'noReply'],
    to: 'decided',
    by: 'author',
    awaited: ofAuthor,
    needs: 'approve',
    summary: 'Communicate, for the author, the decision and how the opinion was taken into account',
    asks: DecisionCommunicated,
    does: (one, given, context) => one.communicateDecision(given, context),
    fact: factAt(facts.decisionCommunicated),
    refuses: [...always, documentsMissing, languageIncomplete],
    examples: { adopted: decisionExample },
  }),
  close: act({
    from: ['decided'],
    to: 'closed',
    by: 'author',
    summary: 'Close a consultation whose decision was communicated',
    asks: ConsultationAct,
    does: (one, given, context) => one.close(given, context),
    fact: factAt(facts.consultationClosed),
    refuses: always,
    examples: { byLetter },
  }),
  withdraw: act({
    from: [
      'notified',
      'acknowledged',
      'entered',
      'declined',
      'noReply',
      'timeframeAgreed',
      'opinionReceived',
      'lapsed',
      'answered',
      'decided',
    ],
    to: 'withdrawn',
    by: 'author',
    needs: 'approve',
    summary: 'Withdraw a consultation together with its plan',
    asks: ConsultationWithdrawal,
    does: (one, given, context) => one.withdraw(given, context),
    fact: factAt(facts.consultationWithdrawn),
    refuses: [...always, languageIncomplete],
    examples: {
      planGivenUp: { reason: { fr: 'Le projet est abandonné.', nl: 'Het ontwerp wordt opgegeven.' }, ...byLetter },
    },
  }),
};

export const consultationLife = new Life(acts, {
  clock: {
    missReply: {
      from: ['notified', 'acknowledged'],
      to: 'noReply',
      after: 'replyDueOn',
      does: (one) => one.missReply(),
      fact: facts.consultationUnanswered,
    },
    lapse: {
      from: ['timeframeAgreed'],
      to: 'lapsed',
      after: 'dueAt',
      does: (one) => one.lapse(),
      fact: facts.consultationLapsed,
    },
  },
  elsewhere: {
    submitOpinion: {
      from: ['timeframeAgreed', 'lapsed'],
      to: 'opinionReceived',
      by: 'affected',
      awaited: opinionOfAffected,
      operation: 'submitOpinion',
    },
    answer: {
      from: ['opinionReceived'],
      to: 'answered',
      by: 'author',
      awaited: ofAuthor,
      operation: 'answerOpinion',
      idField: 'opinionId',
    },
  },
});
