import { fact } from '@passerelle/platform/events/facts';
import { PlanNoticeState } from './notice.schema.js';

const about = (verb: string, summary: string) => fact('planNotices', verb, PlanNoticeState, { summary });

export const noticeSent = about('sent', 'Other regions received notice of a plan.');
export const noticeReceived = about('received', 'A region confirmed a notice of a plan.');
export const noticeChanged = about('changed', 'The visibility of a notice changed with its plan.');

export const noticeFacts = [noticeSent, noticeReceived, noticeChanged];
