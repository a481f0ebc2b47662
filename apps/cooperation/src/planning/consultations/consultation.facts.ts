import { fact } from '@passerelle/platform/events/facts';
import { ConsultationState } from './consultation.schema.js';

const about = (verb: string, summary: string) => fact('consultations', verb, ConsultationState, { summary });

export const consultationOpened = about('opened', 'A region was consulted by another on a part of a plan.');
export const consultationChanged = about('changed', 'The visibility of a consultation, or its departments, changed.');
export const consultationAcknowledged = about('acknowledged', 'The affected region confirmed that the notice arrived.');
export const consultationEntered = about('entered', 'The affected region wishes to enter consultations.');
export const consultationDeclined = about('declined', 'The affected region declined consultations.');
export const consultationUnanswered = about('unanswered', 'The affected region did not reply in time.');
export const timeframeProposed = about('timeframeProposed', 'One side proposed a time-frame for the opinion.');
export const timeframeAgreed = about(
  'timeframeAgreed',
  'The other side accepted: the time-frame for the opinion runs.',
);
export const extensionProposed = about('extensionProposed', 'One side proposed to extend the time-frame.');
export const consultationExtended = about('extended', 'The other side accepted: the time-frame was extended.');
export const opinionReceived = about('opinionReceived', 'The opinion of the affected region arrived, in time or late.');
export const consultationLapsed = about('lapsed', 'The time-frame lapsed without an opinion.');
export const consultationAnswered = about('answered', 'The author answered every point of the opinion.');
export const decisionCommunicated = about('decisionCommunicated', 'The author communicated its decision.');
export const consultationClosed = about('closed', 'A consultation was closed.');
export const consultationWithdrawn = about('withdrawn', 'The author withdrew the consultation with its plan.');

export const consultationRetracted = about(
  'retracted',
  'A consultation was taken back: it had been registered in error.',
);

export const consultationFacts = [
  consultationRetracted,
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
];
