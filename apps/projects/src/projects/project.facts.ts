import { fact } from '@passerelle/platform/events/facts';
import { ProjectState } from './project.schema.js';

const about = (verb: string, summary: string) => fact('projects', verb, ProjectState, { summary });

export const projectRegistered = about('registered', 'A project was registered.');
export const projectChanged = about('changed', 'A project was corrected.');
export const projectStarted = about('started', 'The activities of a project began.');
export const projectSuspended = about('suspended', 'A project was suspended.');
export const projectResumed = about('resumed', 'A suspended project was resumed.');
export const projectEnded = about('ended', 'The activities of a project ended.');
export const projectClosed = about('closed', 'A project was closed: reported on and paid.');
export const projectReopened = about('reopened', 'The closure of a project was reverted.');
export const projectTerminated = about('terminated', 'A project was terminated before its end.');
export const projectRetracted = about('retracted', 'A project was taken back: it had been registered in error.');

export const projectFacts = [
  projectRegistered,
  projectChanged,
  projectStarted,
  projectSuspended,
  projectResumed,
  projectEnded,
  projectClosed,
  projectReopened,
  projectTerminated,
  projectRetracted,
];
