import { fact } from '@passerelle/platform/facts';
import { StepState } from '../steps/step.schema.js';
import { PlanComponentState } from './component.schema.js';

const about = (verb: string, summary: string) => fact('planComponents', verb, PlanComponentState, { summary });

export const componentRegistered = about('registered', 'A part of a plan entered the register.');
export const componentChanged = about('changed', 'A part of a plan is shared otherwise, as its plan is.');
export const componentStepRecorded = fact(
  'planComponents',
  'stepRecorded',
  PlanComponentState.extend({ step: StepState }),
  {
    summary: 'A step of the procedure of a part of a plan was recorded.',
  },
);

export const componentFacts = [componentRegistered, componentChanged, componentStepRecorded];
