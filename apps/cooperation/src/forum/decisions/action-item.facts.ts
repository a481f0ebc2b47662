import { fact } from '@passerelle/platform/events/facts';
import { ActionItemState } from './action-item.schema.js';

const about = (verb: string, summary: string) => fact('actionItems', verb, ActionItemState, { summary });

export const actionOpened = about('opened', 'A party accepted an action item.');
export const actionChanged = about('changed', 'The visibility of an action item changed with its agreement.');
export const actionOverdue = about('overdue', 'The due day of an action item passed, and it is still open.');
export const actionClosed = about('closed', 'An action item was closed.');
export const actionReopened = about('reopened', 'A closed action item was reopened.');

export const actionFacts = [actionOpened, actionChanged, actionOverdue, actionClosed, actionReopened];
