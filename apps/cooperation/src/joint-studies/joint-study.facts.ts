import { fact } from '@passerelle/platform/facts';
import { JointStudyState } from './joint-study.schema.js';

const about = (verb: string, summary: string) => fact('jointStudies', verb, JointStudyState, { summary });

export const studyRegistered = about('registered', 'A joint study was proposed, or entered the register as published.');
export const studyChanged = about('changed', 'What the register says of a joint study was corrected.');
export const studyRenegotiated = about('renegotiated', 'Shares or budget changed: agreements given before are void.');
export const studyAccepted = about('accepted', 'A party agreed to its share; others have not yet.');
export const studyAgreed = about('agreed', 'The last of the parties agreed: the study is agreed.');
export const studyProcured = about('procured', 'The contract was given to whoever does the work.');
export const studyStarted = about('started', 'The work began.');
export const deliverableReceived = about('deliverableReceived', 'A deliverable of the study came in.');
export const studyDelivered = about('delivered', 'The work was delivered.');
export const studyPublished = about('published', 'The study was published.');
export const studyClosed = about('closed', 'The study was closed.');
export const studyCancelled = about('cancelled', 'The study was given up before it was delivered.');

export const jointStudyFacts = [
  studyRegistered,
  studyChanged,
  studyRenegotiated,
  studyAccepted,
  studyAgreed,
  studyProcured,
  studyStarted,
  deliverableReceived,
  studyDelivered,
  studyPublished,
  studyClosed,
  studyCancelled,
];
