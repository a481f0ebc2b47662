import { fact } from '@passerelle/platform/events/facts';
import { JointStudyState } from './joint-study.schema.js';

const about = (verb: string, summary: string) => fact('jointStudies', verb, JointStudyState, { summary });

export const studyRegistered = about('registered', 'A joint study was proposed, or registered as published.');
export const studyChanged = about('changed', 'A joint study was corrected.');
export const studyRenegotiated = about('renegotiated', 'Shares or budget changed: earlier agreements are void.');
export const studyAccepted = about('accepted', 'A party agreed to its share; agreements of others are missing.');
export const studyAgreed = about('agreed', 'The last party agreed: the study is agreed.');
export const studyProcured = about('procured', 'The contract was awarded.');
export const studyStarted = about('started', 'The work on a joint study began.');
export const deliverableReceived = about('deliverableReceived', 'A deliverable of the study was received.');
export const studyDelivered = about('delivered', 'The work on a joint study was delivered.');
export const studyPublished = about('published', 'A joint study was published.');
export const studyClosed = about('closed', 'A joint study was closed.');
export const studyCancelled = about('cancelled', 'A joint study was abandoned before it was delivered.');
export const studyRetracted = about('retracted', 'A joint study was taken back: it had been registered in error.');

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
  studyRetracted,
];
