import { fact } from '@passerelle/platform/facts';
import { ProgrammeState } from './programme.schema.js';

export const programmeRegistered = fact('programmes', 'registered', ProgrammeState, {
  summary: 'A programme entered the register.',
});
export const programmeChanged = fact('programmes', 'changed', ProgrammeState, {
  summary: 'What the register says of a programme was corrected.',
});

export const programmeFacts = [programmeRegistered, programmeChanged];
