import { fact } from '@passerelle/platform/events/facts';
import { PracticeState } from './practice.schema.js';

const about = (verb: string, summary: string) => fact('practices', verb, PracticeState, { summary });

export const practiceCaptured = about('captured', 'A practice of another city or region was registered.');
export const practiceChanged = about('changed', 'A practice was corrected, or what uses it was named.');
export const practiceAssessed = about('assessed', 'It was assessed how well a practice could be transferred.');
export const practiceShortlisted = about('shortlisted', 'A practice was put on the shortlist.');
export const practiceRejected = about('rejected', 'A practice was rejected: it is not adopted.');
export const practiceAdopted = about('adopted', 'Departments decided to adopt a practice.');
export const practiceImplemented = about('implemented', 'A practice is in use, in a plan, a project or a process.');
export const practiceEvaluated = about('evaluated', 'What a practice changed was evaluated.');
export const practiceAbandoned = about('abandoned', 'The adoption of a practice was abandoned.');
export const practiceRetracted = about('retracted', 'A practice was taken back: it had been registered in error.');

export const practiceFacts = [
  practiceCaptured,
  practiceChanged,
  practiceAssessed,
  practiceShortlisted,
  practiceRejected,
  practiceAdopted,
  practiceImplemented,
  practiceEvaluated,
  practiceAbandoned,
  practiceRetracted,
];
