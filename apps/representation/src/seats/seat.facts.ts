import { fact } from '@passerelle/platform/facts';
import { SeatState } from './seat.schema.js';

const about = (verb: string, summary: string) => fact('seats', verb, SeatState, { summary });

export const seatRegistered = about('registered', 'A seat in a body entered the register.');
export const seatChanged = about('changed', 'What the register says of a seat was corrected.');

export const seatFacts = [seatRegistered, seatChanged];
