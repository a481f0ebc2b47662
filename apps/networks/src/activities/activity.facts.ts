import { fact } from '@passerelle/platform/events/facts';
import { ActivityState } from './activity.schema.js';

const about = (verb: string, summary: string) => fact('activities', verb, ActivityState, { summary });

export const activityRecorded = about('recorded', 'An activity in a network, a body or a project was registered.');
export const activityChanged = about('changed', 'An activity was corrected.');
export const activityWithdrawn = about(
  'withdrawn',
  'An activity was withdrawn: it did not take place, or not as recorded.',
);

export const activityFacts = [activityRecorded, activityChanged, activityWithdrawn];
