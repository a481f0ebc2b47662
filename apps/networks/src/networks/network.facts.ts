import { fact } from '@passerelle/platform/events/facts';
import { NetworkState } from './network.schema.js';

export const networkRegistered = fact('networks', 'registered', NetworkState, {
  summary: 'A network was registered.',
});
export const networkChanged = fact('networks', 'changed', NetworkState, {
  summary: 'A network was corrected.',
});

export const networkFacts = [networkRegistered, networkChanged];
