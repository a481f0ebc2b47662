import { fact } from '@passerelle/platform/events/facts';
import { ProgrammeState } from './programme.schema.js';

export const programmeRegistered = fact('programmes', 'registered', ProgrammeState, {
  summary: 'A programme was registered.',
});
export const programmeChanged = fact('programmes', 'changed', ProgrammeState, {
  summary: 'A programme was corrected.',
});

export const programmeFacts = [programmeRegistered, programmeChanged];
