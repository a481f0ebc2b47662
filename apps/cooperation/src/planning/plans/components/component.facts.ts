import { fact } from '@passerelle/platform/events/facts';
import { StepState } from '../steps/step.schema.js';
import { PlanComponentState } from './component.schema.js';

const about = (verb: string, summary: string) => fact('planComponents', verb, PlanComponentState, { summary });

export const componentRegistered = about('registered', 'A part of a plan was registered.');
export const componentChanged = about(
  'changed',
  'A part of a plan was corrected, or its visibility changed with its plan.',
);
export const componentStepRecorded = fact('planComponents', 'stepRecorded', PlanComponentState, {
  summary: 'A step of the procedure of a part of a plan was recorded.',
  also: { step: StepState },
});

export const componentRetracted = about(
  'retracted',
  'A part of a plan was taken back: it had been registered in error.',
);

export const componentFacts = [componentRegistered, componentChanged, componentStepRecorded, componentRetracted];
