import { fact } from '@passerelle/platform/events/facts';
import { StepState } from '../steps/step.schema.js';
import { PlanComponentState } from './component.schema.js';

const about = (verb: string, summary: string) => fact('planComponents', verb, PlanComponentState, { summary });

export const componentRegistered = about('registered', 'A part of a plan was registered.');
export const componentChanged = about('changed', 'The visibility of a part of a plan changed with its plan.');
export const componentStepRecorded = fact(
  'planComponents',
  'stepRecorded',
  PlanComponentState.extend({ step: StepState }),
  {
    summary: 'A step of the procedure of a part of a plan was recorded.',
  },
);

export const componentFacts = [componentRegistered, componentChanged, componentStepRecorded];
