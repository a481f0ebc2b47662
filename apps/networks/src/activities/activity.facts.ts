import { fact } from '@passerelle/platform/events/facts';
import { ActivityState } from './activity.schema.js';

const about = (verb: string, summary: string) => fact('activities', verb, ActivityState, { summary });

export const activityRecorded = about('recorded', 'An activity in a network, a body or a project was registered.');
export const activityChanged = about('changed', 'An activity was corrected.');
export const activityWithdrawn = about('withdrawn', 'An activity that had been announced did not take place.');
export const activityRetracted = about('retracted', 'An activity was taken back: it had been registered in error.');

export const activityFacts = [activityRecorded, activityChanged, activityWithdrawn, activityRetracted];
