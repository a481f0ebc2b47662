import type { Transition } from '@passerelle/platform/kernel/problems';
import type { ConsultationStatus } from './consultation.schema.js';

interface Move extends Transition<ConsultationStatus> {
  /** The side of an act: `either` proposes, `other` is the side that did not propose. */
  readonly by: 'author' | 'affected' | 'either' | 'other' | 'clock';
}

const beforeReply = ['notified', 'acknowledged'] as const;
const open = [
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
] as const;

// A late answer is still accepted: a missed reply or a lapse is a mark that stays, not an end. A region that declined
// still receives the decision.
export const consultationStates: readonly Move[] = [
  { from: 'notified', act: 'acknowledge', to: 'acknowledged', by: 'affected' },
  ...[...beforeReply, 'noReply' as const].flatMap((from): Move[] => [
    { from, act: 'enter', to: 'entered', by: 'affected' },
    { from, act: 'decline', to: 'declined', by: 'affected' },
  ]),
  ...beforeReply.map((from): Move => ({ from, act: 'missReply', to: 'noReply', by: 'clock' })),
  { from: 'entered', act: 'proposeTimeframe', to: 'entered', by: 'either' },
  { from: 'entered', act: 'agreeTimeframe', to: 'timeframeAgreed', by: 'other' },
  { from: 'timeframeAgreed', act: 'proposeExtension', to: 'timeframeAgreed', by: 'either' },
  { from: 'timeframeAgreed', act: 'extend', to: 'timeframeAgreed', by: 'other' },
  { from: 'timeframeAgreed', act: 'submitOpinion', to: 'opinionReceived', by: 'affected' },
  { from: 'timeframeAgreed', act: 'lapse', to: 'lapsed', by: 'clock' },
  { from: 'lapsed', act: 'submitOpinion', to: 'opinionReceived', by: 'affected' },
  { from: 'opinionReceived', act: 'answer', to: 'answered', by: 'author' },
  ...(['opinionReceived', 'answered', 'lapsed', 'declined', 'noReply'] as const).map((from): Move => ({
    from,
    act: 'communicateDecision',
    to: 'decided',
    by: 'author',
  })),
  { from: 'decided', act: 'close', to: 'closed', by: 'author' },
  ...open.map((from): Move => ({ from, act: 'withdraw', to: 'withdrawn', by: 'author' })),
];
