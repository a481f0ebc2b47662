import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { notAParty } from '../../shared/acts/participants.js';
import type { ForumMeetingRecord } from './forum-meeting.entity.js';
import { meetingExample, sessionExample } from './forum-meeting.example.js';
import {
  Cancellation,
  ForumMeeting,
  forumMeetings,
  Invitation,
  NewForumMeeting,
  Postponement,
  Session,
  type ForumMeetingQuery,
} from './forum-meeting.schema.js';
import { ForumMeetingsService } from './forum-meetings.service.js';

const scope = 'cooperation:write';
const returns = ForumMeeting;
const refuses = [resourceNotFound, stalePrecondition, illegalTransition];
const act = { scope, returns, status: 200, refuses: [...refuses, languageIncomplete] } as const;

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
    refuses: [languageIncomplete],
    examples: { administrations: meetingExample },
  })
  plan(call: Call<NewForumMeeting>): Promise<ForumMeetingRecord> {
    return this.meetings.plan(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/invitations',
    summary: 'Record that the invitation and the agenda were sent',
    body: Invitation,
    examples: { twoWeeksBefore: { on: '2026-02-16' } },
    ...act,
  })
  convene(call: Call<Invitation, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.convene(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/sessions',
    summary: 'Record that a meeting took place, and the number of participants of each party',
    body: Session,
    examples: { asPlanned: sessionExample },
    ...act,
    refuses: [...refuses, notAParty],
  })
  hold(call: Call<Session, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.hold(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/postponements',
    summary: 'Move a meeting to another day',
    body: Postponement,
    examples: { byAMonth: { to: '2027-04-05' } },
    ...act,
  })
  postpone(call: Call<Postponement, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.meetings.postpone(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/cancellations',
    summary: 'Cancel a meeting',
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
