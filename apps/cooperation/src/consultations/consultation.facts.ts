import { fact } from '@passerelle/platform/facts';
import { ConsultationState } from './consultation.schema.js';
import { OpinionState } from './opinion.schema.js';

const about = (verb: string, summary: string) => fact('consultations', verb, ConsultationState, { summary });

export const consultationOpened = about('opened', 'A region is consulted by another on a part of a plan.');
export const consultationChanged = about(
  'changed',
  'Who may know of a consultation, or whose work it is, was changed.',
);
export const consultationAcknowledged = about('acknowledged', 'The affected region confirmed that the notice arrived.');
export const consultationEntered = about('entered', 'The affected region wishes to enter consultations.');
export const consultationDeclined = about('declined', 'The affected region does not wish to enter consultations.');
export const consultationUnanswered = about('unanswered', 'The day passed on which a reply was expected.');
export const timeframeProposed = about('timeframeProposed', 'One side proposed a time-frame for the opinion.');
export const timeframeAgreed = about('timeframeAgreed', 'The other side accepted it: the period for the opinion runs.');
export const extensionProposed = about('extensionProposed', 'One side proposed to extend the time-frame.');
export const consultationExtended = about('extended', 'The other side accepted: the time-frame ends later.');
export const opinionReceived = about('opinionReceived', 'The opinion of the affected region arrived, in time or late.');
export const consultationLapsed = about('lapsed', 'The time-frame ended and no opinion had come.');
export const consultationAnswered = about('answered', 'The author answered every point of the opinion.');
export const decisionCommunicated = about('decisionCommunicated', 'The author communicated what was decided.');
export const consultationClosed = about('closed', 'The consultation is over.');
export const consultationWithdrawn = about('withdrawn', 'The author withdrew the consultation with its plan.');

const ofOpinion = (verb: string, summary: string) => fact('opinions', verb, OpinionState, { summary });

export const opinionSubmitted = ofOpinion('submitted', 'A region gave its opinion on the plan of another.');
export const opinionChanged = ofOpinion('changed', 'Who may know of an opinion was changed, with its consultation.');
export const opinionAnswered = ofOpinion('answered', 'The author of the plan answered each point of the opinion.');

export const consultationFacts = [
  consultationOpened,
  consultationChanged,
  consultationAcknowledged,
  consultationEntered,
  consultationDeclined,
  consultationUnanswered,
  timeframeProposed,
  timeframeAgreed,
  extensionProposed,
  consultationExtended,
  opinionReceived,
  consultationLapsed,
  consultationAnswered,
  decisionCommunicated,
  consultationClosed,
  consultationWithdrawn,
  opinionSubmitted,
  opinionChanged,
  opinionAnswered,
];
