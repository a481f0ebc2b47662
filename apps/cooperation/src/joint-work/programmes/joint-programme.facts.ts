import { fact } from '@passerelle/platform/events/facts';
import { JointProgrammeState } from './joint-programme.schema.js';

const about = (verb: string, summary: string) => fact('jointProgrammes', verb, JointProgrammeState, { summary });

export const programmeRegistered = about('registered', 'A joint programme was registered.');
export const programmeChanged = about('changed', 'A joint programme was corrected.');
export const programmeRenewed = about('renewed', 'The action programme of a year was adopted.');
export const programmeEnded = about('ended', 'A joint programme ended.');
export const programmeRetracted = about(
  'retracted',
  'A joint programme was taken back: it had been registered in error.',
);

export const jointProgrammeFacts = [
  programmeRegistered,
  programmeChanged,
  programmeRenewed,
  programmeEnded,
  programmeRetracted,
];
