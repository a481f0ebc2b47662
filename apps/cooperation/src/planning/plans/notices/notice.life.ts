import { actsOf, Life, type Asking } from '@passerelle/platform/features/lives';
import { sourceRequired } from '../../../shared/acts/evidence.js';
import { alreadyReceived, notAddressee, type NoticeRecord } from './notice.entity.js';
import { noticeReceived } from './notice.facts.js';
import { NewReceipt, type NoticeStatus } from './notice.schema.js';

const act = actsOf<NoticeRecord, NoticeStatus, string>();

/** An addressee that has not confirmed yet; the home region may record the confirmation of any. */
const isAwaited = (notice: NoticeRecord, { caller: { party }, home }: Asking): boolean =>
  party === home || notice.awaits(party);

export const noticeLife = new Life({
  receive: act({
    from: ['sent'],
    to: ['sent', 'received'],
    by: 'affected',
    summary: 'Confirm that a notice was received',
    description: 'Each addressee confirms once; with the last confirmation the notice is received.',
    asks: NewReceipt,
    isPossible: isAwaited,
    does: (notice, given, context) => notice.receive(given, context),
    fact: (notice, at) => noticeReceived(notice, at),
    refuses: [sourceRequired, notAddressee, alreadyReceived],
    examples: {
      now: {},
      byLetter: { party: 'BE-WAL', at: '2026-03-05T10:00:00+01:00', source: 'Letter of 5 March 2026' },
    },
  }),
});
