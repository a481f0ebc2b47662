import { fact } from '@passerelle/platform/events/facts';
import { PlanState } from './plan.schema.js';
import { StepState } from './steps/step.schema.js';

const about = (verb: string, summary: string) => fact('plans', verb, PlanState, { summary });

export const planRegistered = about('registered', 'A plan was registered.');
export const planChanged = about(
  'changed',
  'A plan was corrected, or what it takes from its parts and notices changed.',
);
export const planNoticed = about('noticed', 'Other regions received notice of a plan.');
export const planStepRecorded = fact('plans', 'stepRecorded', PlanState, {
  summary: 'A step of the procedure of a part of the plan was recorded.',
  also: { step: StepState },
});

export const planRetracted = about('retracted', 'A plan was taken back: it had been registered in error.');

export const planFacts = [planRegistered, planChanged, planNoticed, planStepRecorded, planRetracted];
