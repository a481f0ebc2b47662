import { fact } from '@passerelle/platform/events/facts';
import { ActionItemState } from './action-item.schema.js';

const about = (verb: string, summary: string) => fact('actionItems', verb, ActionItemState, { summary });

export const actionOpened = about('opened', 'A party accepted an action item.');
export const actionChanged = about(
  'changed',
  'An action item was corrected, or its visibility changed with its agreement.',
);
export const actionOverdue = about('overdue', 'The due day of an action item passed, and it is still open.');
export const actionClosed = about('closed', 'An action item was closed.');
export const actionReopened = about('reopened', 'A closed action item was reopened.');
export const actionRetracted = about('retracted', 'An action item was taken back: it had been registered in error.');

export const actionFacts = [actionOpened, actionChanged, actionOverdue, actionClosed, actionReopened, actionRetracted];
