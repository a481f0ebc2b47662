import { fact } from '@passerelle/platform/events/facts';
import { SeatState } from './seat.schema.js';

const about = (verb: string, summary: string) => fact('seats', verb, SeatState, { summary });

export const seatRegistered = about('registered', 'A seat in a body was registered.');
export const seatChanged = about('changed', 'A seat was corrected.');
export const seatEnded = about('ended', 'A seat ended, and its mandates with it.');
export const seatVacancyBegan = about('vacancyBegan', 'A seat has no full member in office.');
export const seatVacancyEnded = about(
  'vacancyEnded',
  'A seat has a full member in office again, or need not be filled any more.',
);
export const seatRetracted = about('retracted', 'A seat was taken back: it had been registered in error.');

export const seatFacts = [seatRegistered, seatChanged, seatEnded, seatVacancyBegan, seatVacancyEnded, seatRetracted];
