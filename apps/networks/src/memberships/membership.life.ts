import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { NetworkAct } from '../acts.js';
import { noticeTooShort, type MembershipRecord } from './membership.entity.js';
import * as facts from './membership.facts.js';
import { Notice, type MembershipStatus } from './membership.schema.js';
import { isMemberAlready, membershipOverlaps, refuseOverlap } from './overlap.js';

const act = actsOf<MembershipRecord, MembershipStatus>();
const common = { refuses: [languageIncomplete], examples: { onTheDay: { on: '2025-03-31' } } };

// A member in arrears is still a member, may pay and may leave.
export const membershipLife = new Life({
  apply: act({
    ...common,
    from: ['prospect'],
    to: 'applied',
    summary: 'Record that the holder applied to the network',
    asks: NetworkAct,
    does: (membership, given, { today }) => membership.advance(given, today),
    fact: (membership) => facts.membershipApplied(membership),
  }),
  admit: act({
    ...common,
    from: ['applied'],
    to: 'active',
    summary: 'Record that the network admitted the holder, and from which day',
    asks: NetworkAct,
    isPossible: async (membership, { tx }) => !(await isMemberAlready(tx, membership)),
    does: async (membership, given, { tx, today }) => {
      membership.admit(given, today);
      await refuseOverlap(tx, membership);
    },
    fact: (membership) => facts.membershipActivated(membership),
    refuses: [languageIncomplete, membershipOverlaps],
  }),
  refuse: act({
    ...common,
    from: ['applied'],
    to: 'refused',
    summary: 'Record that the network refused the holder',
    asks: NetworkAct,
    does: (membership, given, { today }) => membership.advance(given, today),
    fact: (membership) => facts.membershipRefused(membership),
  }),
  fallIntoArrears: act({
    ...common,
    from: ['active'],
    to: 'inArrears',
    summary: 'Record that a membership fell into arrears; it continues',
    asks: NetworkAct,
    does: (membership, given, { today }) => membership.advance(given, today),
    fact: (membership) => facts.membershipArrearsRecorded(membership),
  }),
  settle: act({
    ...common,
    from: ['inArrears'],
    to: 'active',
    summary: 'Record that the arrears were settled',
    asks: NetworkAct,
    does: (membership, given, { today }) => membership.advance(given, today),
    fact: (membership) => facts.membershipSettled(membership),
  }),
  giveNotice: act({
    ...common,
    from: ['active', 'inArrears'],
    to: 'noticeGiven',
    summary: 'Record the notice of the holder, and the last day of the membership under it',
    description: 'The notice period of the membership, where it is known, lies between the two.',
    asks: Notice,
    does: (membership, given, { today }) => membership.giveNotice(given, today),
    fact: (membership) => facts.membershipNoticeGiven(membership),
    refuses: [languageIncomplete, noticeTooShort],
    examples: { sixMonths: { on: '2025-06-30', until: '2025-12-31' } },
  }),
  end: act({
    ...common,
    from: ['noticeGiven'],
    to: 'ended',
    summary: 'Record the last day of a membership; its offices end with it',
    asks: NetworkAct,
    does: (membership, given, { today }) => membership.end(given, today),
    fact: (membership) => facts.membershipEnded(membership),
  }),
});
