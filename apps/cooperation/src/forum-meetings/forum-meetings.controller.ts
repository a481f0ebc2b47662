import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/collections';
import { Operation, type Call } from '@passerelle/platform/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/problems';
import type { ForumMeetingRecord } from './forum-meeting.entity.js';
import {
  Cancellation,
  ForumMeeting,
  forumMeetings,
  MeetingDay,
  NewForumMeeting,
  Postponement,
  type ForumMeetingQuery,
} from './forum-meeting.schema.js';
import { ForumMeetingsService } from './forum-meetings.service.js';

const scope = 'cooperation:write';
const returns = ForumMeeting;
const act = { scope, returns, status: 200, refuses: [resourceNotFound, stalePrecondition, illegalTransition] } as const;

@Controller()
export class ForumMeetingsController {
  constructor(private readonly meetings: ForumMeetingsService) {}

  @Operation({
    route: 'GET /forumMeetings',
    summary: 'List meetings of the Forum',
    scope: 'cooperation:read',
    query: forumMeetings.query,
    returns: forumMeetings.page,
  })
  list(call: Call<undefined, never, ForumMeetingQuery>): Promise<Page> {
    return this.meetings.list(call);
  }

  @Operation({
    route: 'GET /forumMeetings/{forumMeetingId}',
    summary: 'Read a meeting of the Forum',
    scope: 'cooperation:read',
    returns,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.read(call);
  }

  @Operation({
    route: 'POST /forumMeetings',
    summary: 'Plan a meeting under an agreement',
    scope,
    body: NewForumMeeting,
    returns,
    examples: {
      administrations: {
        agreementId: '01930000-0000-7000-8000-000000000001',
        tier: 'administrative',
        scheduledOn: '2027-03-01',
        chairParty: 'BE-VLG',
        agenda: [{ fr: 'Plans en préparation', nl: 'Plannen in voorbereiding' }],
      },
    },
  })
  plan(call: Call<NewForumMeeting>): Promise<ForumMeetingRecord> {
    return this.meetings.plan(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/invitations',
    summary: 'Record that invitation and agenda were sent',
    body: MeetingDay,
    examples: { twoWeeksBefore: { on: '2026-02-16' } },
    ...act,
  })
  convene(call: Call<MeetingDay, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.convene(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/sessions',
    summary: 'Record that the meeting took place',
    body: MeetingDay,
    examples: { asPlanned: { on: '2026-03-02' } },
    ...act,
  })
  hold(call: Call<MeetingDay, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.hold(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/postponements',
    summary: 'Move the meeting to another day',
    body: Postponement,
    examples: { byAMonth: { to: '2027-04-05' } },
    ...act,
  })
  postpone(call: Call<Postponement, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.postpone(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/cancellations',
    summary: 'Cancel the meeting',
    body: Cancellation,
    examples: {
      nothingToDiscuss: { reason: { fr: 'Aucun point à l’ordre du jour.', nl: 'Geen enkel agendapunt.' } },
    },
    ...act,
  })
  cancel(call: Call<Cancellation, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.cancel(call);
  }
}
