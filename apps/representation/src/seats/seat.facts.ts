import { fact } from '@passerelle/platform/events/facts';
import { SeatState } from './seat.schema.js';

const about = (verb: string, summary: string) => fact('seats', verb, SeatState, { summary });

export const seatRegistered = about('registered', 'A seat in a body was registered.');
export const seatChanged = about('changed', 'A seat was corrected.');
export const seatRetracted = about('retracted', 'A seat was taken back: it had been registered in error.');

export const seatFacts = [seatRegistered, seatChanged, seatRetracted];
