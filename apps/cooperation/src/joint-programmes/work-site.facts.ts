import { fact } from '@passerelle/platform/facts';
import { WorkSiteState } from './work-site.schema.js';

const about = (verb: string, summary: string) => fact('workSites', verb, WorkSiteState, { summary });

export const workSiteRegistered = about(
  'registered',
  'A work site of a joint programme was proposed, or was open already.',
);
export const workSiteChanged = about('changed', 'What the register says of a work site was corrected.');
export const workSiteSupported = about('supported', 'A region or an organisation stands behind the work site.');
export const workSiteOpened = about('opened', 'The work site was opened, after the steering group.');
export const workSiteClosed = about('closed', 'The work on the site is done.');
export const workSiteDropped = about('dropped', 'The work site was given up.');

export const workSiteFacts = [
  workSiteRegistered,
  workSiteChanged,
  workSiteSupported,
  workSiteOpened,
  workSiteClosed,
  workSiteDropped,
];
