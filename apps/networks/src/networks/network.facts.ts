import { fact } from '@passerelle/platform/events/facts';
import { NetworkState } from './network.schema.js';

const about = (verb: string, summary: string) => fact('networks', verb, NetworkState, { summary });

export const networkRegistered = about('registered', 'A network was registered.');
export const networkChanged = about('changed', 'A network was corrected.');
export const networkRetracted = about('retracted', 'A network was taken back: it had been registered in error.');

export const networkFacts = [networkRegistered, networkChanged, networkRetracted];
