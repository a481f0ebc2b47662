import { fact } from '@passerelle/platform/events/facts';
import { PartnerState } from './partner.schema.js';

const about = (verb: string, summary: string) => fact('partners', verb, PartnerState, { summary });

export const partnerJoined = about('joined', 'A partner joined a project.');
export const partnerChanged = about('changed', 'A partner was corrected.');
/** Not `left`: in a data product that says that a record left it. */
export const partnerLeft = about('departed', 'A partner left a project; its record stays.');
export const partnerRetracted = about('retracted', 'A partner was taken back: it had been registered in error.');

export const partnerFacts = [partnerJoined, partnerChanged, partnerLeft, partnerRetracted];
