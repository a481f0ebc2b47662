import { fact } from '@passerelle/platform/events/facts';
import { OfficeState } from './office.schema.js';

const about = (verb: string, summary: string) => fact('offices', verb, OfficeState, { summary });

export const officeNominated = about('nominated', 'A member stood for an office in a network.');
export const officeChanged = about('changed', 'An office was corrected.');
export const officeWon = about('won', 'The network elected the member to the office.');
export const officeLost = about('lost', 'Another candidate won the office.');
export const officeTaken = about('taken', 'The member took office.');
export const officeEndNear = about('endNear', 'The last day of the term of an office is near: it can be sought again.');
export const officeEnded = about('ended', 'The member left office.');
export const officeRetracted = about('retracted', 'An office was taken back: it had been registered in error.');

export const officeFacts = [
  officeNominated,
  officeChanged,
  officeWon,
  officeLost,
  officeTaken,
  officeEndNear,
  officeEnded,
  officeRetracted,
];
