import { fact } from '@passerelle/platform/events/facts';
import { ContactPointState } from './contact-point.schema.js';

const about = (verb: string, summary: string) => fact('contactPoints', verb, ContactPointState, { summary });

export const contactDesignated = about('designated', 'A party designated a contact point.');
export const contactChanged = about('changed', 'A contact point was corrected.');
export const contactEnded = about('ended', 'The end of a contact point was recorded.');
export const contactRetracted = about('retracted', 'A contact point was taken back: it had been registered in error.');

export const contactFacts = [contactDesignated, contactChanged, contactEnded, contactRetracted];
