import { fact } from '@passerelle/platform/events/facts';
import { PlanNoticeState } from './notice.schema.js';

const about = (verb: string, summary: string) => fact('planNotices', verb, PlanNoticeState, { summary });

export const noticeSent = about('sent', 'Other regions received notice of a plan.');
export const noticeReceived = about('received', 'A region confirmed a notice of a plan.');
export const noticeChanged = about('changed', 'A notice was corrected, or its visibility changed with its plan.');
export const noticeRetracted = about('retracted', 'A notice was taken back: it had been registered in error.');

export const noticeFacts = [noticeSent, noticeReceived, noticeChanged, noticeRetracted];
