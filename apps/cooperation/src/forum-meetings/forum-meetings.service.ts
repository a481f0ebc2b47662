import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { referenceEntry } from '@passerelle/domain/reference-list';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record, type FactOf } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { unknownReference } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import type { Frame } from '../frame.js';
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
      const agreement = await agreementOf(tx, call.body.agreementId);
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

/** Takes a share of the agreement's lock: it does not change how it is shared while a meeting comes under it. */
async function agreementOf(tx: Tx, agreementId: string): Promise<Frame> {
  const [agreement] = await tx.query<Frame[]>(
    'SELECT parties, classification, level, objective FROM agreement WHERE id = $1 FOR SHARE',
    [agreementId],
  );
  if (agreement === undefined) throw unknownReference('agreementId');
  return agreement;
}

/** How many days before a meeting of that tier its agenda is to leave. */
function agendaDays(tier: string): number {
  const days = referenceEntry('forumTiers', tier)?.details?.['agendaDays'];
  return typeof days === 'number' ? days : 0;
}

/** Whether an obligation of the agreement allows less time than has passed since the meeting of that tier before this one. */
async function comesLate(tx: Tx, { agreementId, tier }: ForumMeetingRecord, on: string): Promise<boolean> {
  const [row] = await tx.query<{ late: boolean | null }[]>(
    `SELECT bool_or(($3::date > previous.held_on + (duty->>'cadence')::interval)) AS late
       FROM agreement, jsonb_array_elements(obligations) AS duty,
            (SELECT max(held_on) AS held_on FROM forum_meeting WHERE agreement_id = $1 AND tier = $2 AND held_on < $3::date) AS previous
      WHERE agreement.id = $1 AND duty->>'tier' = $2`,
    [agreementId, tier, on],
  );
  return row?.late ?? false;
}
