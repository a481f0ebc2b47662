import { fact } from '@passerelle/platform/events/facts';
import { WorkSiteState } from './work-site.schema.js';

const about = (verb: string, summary: string) => fact('workSites', verb, WorkSiteState, { summary });

export const workSiteRegistered = about(
  'registered',
  'A work site of a joint programme was proposed, or registered as open already.',
);
export const workSiteChanged = about('changed', 'A work site was corrected.');
export const workSiteSupported = about('supported', 'A region or an organisation supports the work site.');
export const workSiteOpened = about('opened', 'The work site was opened, after the steering group.');
export const workSiteClosed = about('closed', 'The work on a site was completed.');
export const workSiteDropped = about('dropped', 'A work site was abandoned.');
export const workSiteRetracted = about('retracted', 'A work site was taken back: it had been registered in error.');

export const workSiteFacts = [
  workSiteRegistered,
  workSiteChanged,
  workSiteSupported,
  workSiteOpened,
  workSiteClosed,
  workSiteDropped,
  workSiteRetracted,
];
