import { fact } from '@passerelle/platform/facts';
import { PlanNoticeState } from './notice.schema.js';

const about = (verb: string, summary: string) => fact('planNotices', verb, PlanNoticeState, { summary });

export const noticeSent = about('sent', 'Other regions were told of a plan.');
export const noticeReceived = about('received', 'A region confirmed that it was told of a plan.');
export const noticeChanged = about('changed', 'A notice of a plan is shared otherwise, as its plan is.');

export const noticeFacts = [noticeSent, noticeReceived, noticeChanged];
