import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../../shared/acts/evidence.js';
import { noticeExample } from '../plan.example.js';
import { alreadyReceived, notAddressee, planRestricted, type NoticeRecord } from './notice.entity.js';
import { NewPlanNotice, NewReceipt, PlanNotice, planNotices, type PlanNoticeQuery } from './notice.schema.js';
import { NoticesService } from './notices.service.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Operation({
    route: 'GET /planNotices',
    summary: 'List notices of plans',
    scope: read,
    query: planNotices.query,
    returns: planNotices.page,
  })
  list(call: Call<undefined, never, PlanNoticeQuery>): Promise<Page> {
    return this.notices.list(call);
  }

  @Operation({
    route: 'GET /planNotices/{planNoticeId}',
    summary: 'Read a notice of a plan',
    scope: read,
    returns: PlanNotice,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'planNoticeId'>): Promise<NoticeRecord> {
    return this.notices.read(call);
  }

  @Operation({
    route: 'POST /plans/{planId}/notices',
    summary: 'Notify other regions of a plan',
    description: 'The plan is shared with the addressees.',
    scope: write,
    resource: 'planNotices',
    body: NewPlanNotice,
    returns: PlanNotice,
    refuses: [resourceNotFound, sourceRequired, planRestricted],
    examples: { toGermanSpeakers: { ...noticeExample, toParties: ['X-BE-DG'] }, toWallonia: noticeExample },
  })
  send(call: Call<NewPlanNotice, 'planId'>): Promise<NoticeRecord> {
    return this.notices.send(call);
  }

  @Operation({
    route: 'POST /planNotices/{planNoticeId}/receipts',
    summary: 'Confirm that a notice was received',
    scope: write,
    body: NewReceipt,
    returns: PlanNotice,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, sourceRequired, illegalTransition, notAddressee, alreadyReceived],
    examples: {
      now: {},
      byLetter: { party: 'BE-WAL', at: '2026-03-05T10:00:00+01:00', source: 'Letter of 5 March 2026' },
    },
  })
  receive(call: Call<NewReceipt, 'planNoticeId'>): Promise<NoticeRecord> {
    return this.notices.receive(call);
  }
}
