import { fact } from '@passerelle/platform/facts';
import { ActivityState } from './activity.schema.js';

const about = (verb: string, summary: string) => fact('activities', verb, ActivityState, { summary });

export const activityRecorded = about(
  'recorded',
  'An activity in a network, a body or a project entered the register.',
);
export const activityChanged = about('changed', 'What the register says of an activity was corrected.');
export const activityWithdrawn = about('withdrawn', 'An activity did not take place, or not as recorded.');

export const activityFacts = [activityRecorded, activityChanged, activityWithdrawn];
