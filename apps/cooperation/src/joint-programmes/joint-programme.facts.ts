import { fact } from '@passerelle/platform/facts';
import { JointProgrammeState } from './joint-programme.schema.js';

const about = (verb: string, summary: string) => fact('jointProgrammes', verb, JointProgrammeState, { summary });

export const programmeRegistered = about('registered', 'A joint programme entered the register.');
export const programmeChanged = about('changed', 'What the register says of a joint programme was corrected.');
export const programmeRenewed = about('renewed', 'The action programme of a year was adopted.');
export const programmeEnded = about('ended', 'A joint programme came to its end.');

export const jointProgrammeFacts = [programmeRegistered, programmeChanged, programmeRenewed, programmeEnded];
