import type { Transition } from '@passerelle/platform/kernel/problems';
import type { MembershipStatus } from './membership.schema.js';

// A member in arrears is still a member, may pay and may leave.
export const membershipStates: readonly Transition<MembershipStatus>[] = [
  { from: 'prospect', act: 'apply', to: 'applied' },
  { from: 'applied', act: 'admit', to: 'active' },
  { from: 'applied', act: 'refuse', to: 'refused' },
  { from: 'active', act: 'fallIntoArrears', to: 'inArrears' },
  { from: 'inArrears', act: 'settle', to: 'active' },
  { from: 'active', act: 'giveNotice', to: 'noticeGiven' },
  { from: 'inArrears', act: 'giveNotice', to: 'noticeGiven' },
  { from: 'noticeGiven', act: 'end', to: 'ended' },
];

const over: readonly MembershipStatus[] = ['refused', 'ended'];

/** A refused or ended membership is final. */
export const isOver = (status: MembershipStatus): boolean => over.includes(status);
