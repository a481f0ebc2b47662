import { fact } from '@passerelle/platform/events/facts';
import { VisitState } from './visit.schema.js';

const about = (verb: string, summary: string) => fact('visits', verb, VisitState, { summary });

export const visitPlanned = about('planned', 'A mission, or the reception of a delegation, was planned.');
export const visitChanged = about('changed', 'A visit was corrected.');
export const visitAuthorised = about('authorised', 'A mission was authorised.');
export const visitMade = about('made', 'A visit took place.');
export const visitReported = about('reported', 'The report of a visit was given.');
export const visitReportOverdue = about(
  'reportOverdue',
  'The last day for the report of a visit passed, and it has not been given.',
);
export const visitCancelled = about('cancelled', 'A visit was cancelled.');
export const visitRetracted = about('retracted', 'A visit was taken back: it had been registered in error.');

export const visitFacts = [
  visitPlanned,
  visitChanged,
  visitAuthorised,
  visitMade,
  visitReported,
  visitReportOverdue,
  visitCancelled,
  visitRetracted,
];
