import { fact } from '@passerelle/platform/facts';
import { ContactPointState } from './contact-point.schema.js';

const about = (verb: string, summary: string) => fact('contactPoints', verb, ContactPointState, { summary });

export const contactDesignated = about('designated', 'A party designated whom to turn to.');
export const contactEnded = about('ended', 'It was told until when the contact point of a party serves.');

export const contactFacts = [contactDesignated, contactEnded];
