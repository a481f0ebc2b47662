import type { Transition } from '@passerelle/platform/kernel/problems';
import type { NoticeStatus } from './notice.schema.js';

/** Each addressee confirms once; the last confirmation completes the notice. */
export const noticeStates: readonly Transition<NoticeStatus>[] = [
  { from: 'sent', act: 'receive', to: 'sent', by: 'affected' },
  { from: 'sent', act: 'receiveLast', to: 'received', by: 'affected' },
];
