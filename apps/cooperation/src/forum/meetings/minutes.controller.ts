import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { notAParty } from '../../shared/acts/participants.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { approvalGiven, type ForumMeetingRecord } from './forum-meeting.entity.js';
import { approvalExample, minutesExample } from './forum-meeting.example.js';
import { ForumMeeting, NewApproval, NewMinutes } from './forum-meeting.schema.js';
import { MinutesService } from './minutes.service.js';

const refuses = [resourceNotFound, stalePrecondition, illegalTransition];
const act = { returns: ForumMeeting, status: 200 } as const;

@Controller()
export class MinutesController {
  constructor(private readonly minutes: MinutesService) {}

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/minutes',
    summary: 'Record a draft of the minutes, which voids the approvals of the previous draft',
    scope: 'cooperation:write',
    body: NewMinutes,
    examples: { inFrench: minutesExample },
    refuses,
    ...act,
  })
  minute(call: Call<NewMinutes, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.minutes.minute(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/approvals',
    summary: 'Approve the minutes for one party; the last missing approval completes them',
    scope: 'cooperation:approve',
    body: NewApproval,
    examples: { forOneself: {}, byLetter: approvalExample },
    refuses: [...refuses, notAParty, approvalGiven, sourceRequired],
    ...act,
  })
  approve(call: Call<NewApproval, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.minutes.approve(call);
  }
}
