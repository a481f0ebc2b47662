import { fact } from '@passerelle/platform/facts';
import { NetworkState } from './network.schema.js';

export const networkRegistered = fact('networks', 'registered', NetworkState, {
  summary: 'A network entered the register.',
});
export const networkChanged = fact('networks', 'changed', NetworkState, {
  summary: 'What the register says of a network was corrected.',
});

export const networkFacts = [networkRegistered, networkChanged];
