import { fact } from '@passerelle/platform/events/facts';
import { MembershipState } from './membership.schema.js';

const about = (verb: string, summary: string) => fact('memberships', verb, MembershipState, { summary });

export const membershipRegistered = about('registered', 'A membership of a network was registered.');
export const membershipChanged = about('changed', 'A membership was corrected.');
export const membershipApplied = about('applied', 'The holder applied to the network.');
export const membershipActivated = about('activated', 'The network admitted the holder.');
export const membershipRefused = about('refused', 'The network refused the holder.');
export const membershipArrearsRecorded = about('arrearsRecorded', 'A membership fell into arrears.');
export const membershipSettled = about('settled', 'The arrears of a membership were settled.');
export const membershipNoticeGiven = about('noticeGiven', 'The holder gave notice to the network.');
export const membershipEnded = about('ended', 'A membership ended, together with its offices.');
export const membershipRetracted = about('retracted', 'A membership was taken back: it had been registered in error.');

export const membershipFacts = [
  membershipRegistered,
  membershipChanged,
  membershipApplied,
  membershipActivated,
  membershipRefused,
  membershipArrearsRecorded,
  membershipSettled,
  membershipNoticeGiven,
  membershipEnded,
  membershipRetracted,
];
