import { fact } from '@passerelle/platform/facts';
import { ActionItemState } from './action-item.schema.js';

const about = (verb: string, summary: string) => fact('actionItems', verb, ActionItemState, { summary });

export const actionOpened = about('opened', 'A party took an action upon itself.');
export const actionChanged = about('changed', 'An action is shared otherwise, as its agreement is.');
export const actionOverdue = about('overdue', 'The day on which an action was due passed, and it is not done.');
export const actionClosed = about('closed', 'An action was done.');
export const actionReopened = about('reopened', 'An action that was closed is to be done after all.');

export const actionFacts = [actionOpened, actionChanged, actionOverdue, actionClosed, actionReopened];
