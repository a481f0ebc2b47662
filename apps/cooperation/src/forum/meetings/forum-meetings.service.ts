import { Injectable } from '@nestjs/common';
import { repeated } from '@passerelle/domain/duration';
import { today } from '@passerelle/domain/period';
import { referenceEntry } from '@passerelle/domain/reference-list';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record, type FactOf } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { cadencesOf, lockedSharingScope } from '../agreements/agreements.api.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import {
  meetingCancelled,
  meetingConvened,
  meetingHeld,
  meetingPlanned,
  meetingPostponed,
} from './forum-meeting.facts.js';
import {
  forumMeetings,
  type Cancellation,
  type ForumMeetingQuery,
  type Invitation,
  type NewForumMeeting,
  type Postponement,
  type Session,
} from './forum-meeting.schema.js';
import { meetingDays } from './meetings.api.js';

@Injectable()
export class ForumMeetingsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, ForumMeetingQuery>): Promise<Page> {
    return forumMeetings.read(this.db, call);
  }

  read(call: Call<undefined, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ForumMeetingRecord, call.params.forumMeetingId));
  }

  plan(call: Call<NewForumMeeting>): Promise<ForumMeetingRecord> {
    return this.db.transaction(call, async (tx) => {
      const agreement = await lockedSharingScope(tx, call.body.agreementId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(this.today().slice(0, 4)));
      const meeting = ForumMeetingRecord.plan(newId(), ref, call.body, agreement);
      await insert(tx, ForumMeetingRecord, meeting);
      await record(tx, meetingPlanned(meeting));
      return meeting;
    });
  }

  convene(call: Call<Invitation, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.revise(call, meetingConvened, (meeting) =>
      meeting.convene(call.body, this.today(), agendaDays(meeting.tier)),
    );
  }

  hold(call: Call<Session, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.revise(call, meetingHeld, async (meeting, tx) =>
      meeting.hold(call.body, this.today(), await comesLate(tx, meeting, call.body.on)),
    );
  }

  postpone(call: Call<Postponement, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.revise(call, meetingPostponed, (meeting) => meeting.postpone(call.body));
  }

  cancel(call: Call<Cancellation, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.revise(call, meetingCancelled, (meeting) => meeting.cancel(call.body));
  }

  private revise(
    call: Call<unknown, 'forumMeetingId'>,
    fact: FactOf,
    rule: (meeting: ForumMeetingRecord, tx: Tx) => void | Promise<void>,
  ): Promise<ForumMeetingRecord> {
    return this.db.transaction(call, async (tx) => {
      const meeting = await findOrRefuse(tx, ForumMeetingRecord, call.params.forumMeetingId, call.expectedVersion);
      await rule(meeting, tx);
      await update(tx, ForumMeetingRecord, meeting);
      await record(tx, fact(meeting));
      return meeting;
    });
  }

  private today(): string {
    return today(new Date());
  }
}

/** The number of days before a meeting of that tier by which its agenda must be sent. */
function agendaDays(tier: string): number {
  const days = referenceEntry('forumTiers', tier)?.details?.['agendaDays'];
  return typeof days === 'number' ? days : 0;
}

/** Whether the time since the previous meeting of that tier exceeds a cadence of the agreement. */
async function comesLate(tx: Tx, { agreementId, tier }: ForumMeetingRecord, on: string): Promise<boolean> {
  const before = (await meetingDays(tx, agreementId, tier)).filter((day) => day < on).sort();
  const previous = before.at(-1);
  if (previous === undefined) return false;
  return (await cadencesOf(tx, agreementId, tier)).some((cadence) => on > repeated(previous, cadence, 1));
}
