import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Condition, Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { unknownReference } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
import { ForumMeetingRecord, type Frame } from './forum-meeting.entity.js';
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
  type MeetingDay,
  type NewForumMeeting,
  type Postponement,
} from './forum-meeting.schema.js';

@Injectable()
export class ForumMeetingsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(query: ForumMeetingQuery, caller: Caller): Promise<Page> {
    return forumMeetings.read(this.db, query, underVisibleAgreement(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<ForumMeetingRecord> {
    const meeting = await this.db.read((tx) => findOrRefuse(tx, ForumMeetingRecord, id));
    const agreement = await this.db.read((tx) => frameOf(tx, meeting.agreementId));
    refuseUnseen(this.viewer(caller), agreement);
    return meeting;
  }

  plan(plan: NewForumMeeting): Promise<ForumMeetingRecord> {
    return this.db.transaction(async (tx) => {
      const frame = await frameOf(tx, plan.agreementId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(this.today().slice(0, 4)));
      const meeting = ForumMeetingRecord.plan(newId(), ref, plan, frame);
      await insert(tx, ForumMeetingRecord, meeting);
      await record(tx, meetingPlanned(meeting));
      return meeting;
    });
  }

  convene(id: string, version: number | undefined, day: MeetingDay): Promise<ForumMeetingRecord> {
    return this.revise(id, version, meetingConvened, (meeting) => meeting.convene(day, this.today()));
  }

  hold(id: string, version: number | undefined, day: MeetingDay): Promise<ForumMeetingRecord> {
    return this.revise(id, version, meetingHeld, async (meeting, tx) =>
      meeting.hold(day, this.today(), await comesLate(tx, meeting, day.on)),
    );
  }

  postpone(id: string, version: number | undefined, postponement: Postponement): Promise<ForumMeetingRecord> {
    return this.revise(id, version, meetingPostponed, (meeting) => meeting.postpone(postponement));
  }

  cancel(id: string, version: number | undefined, cancellation: Cancellation): Promise<ForumMeetingRecord> {
    return this.revise(id, version, meetingCancelled, (meeting) => meeting.cancel(cancellation));
  }

  private revise(
    id: string,
    version: number | undefined,
    fact: typeof meetingHeld,
    rule: (meeting: ForumMeetingRecord, tx: Tx) => void | Promise<void>,
  ): Promise<ForumMeetingRecord> {
    return this.db.transaction(async (tx) => {
      const meeting = await findOrRefuse(tx, ForumMeetingRecord, id, version);
      await rule(meeting, tx);
      await update(tx, ForumMeetingRecord, meeting);
      await record(tx, fact(meeting));
      return meeting;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }

  private today(): string {
    return today(new Date());
  }
}

/** A meeting is seen by whoever sees its agreement: reclassifying that one takes its meetings along. */
const underVisibleAgreement =
  (viewer: Viewer): Condition =>
  (bind) =>
    `record.agreement_id IN (SELECT record.id FROM agreement AS record WHERE ${visibleTo(viewer, 'parties')(bind)})`;

async function frameOf(tx: Tx, agreementId: string): Promise<Frame> {
  const [frame] = await tx.query<Frame[]>(
    'SELECT parties, classification, level, objective FROM agreement WHERE id = $1',
    [agreementId],
  );
  if (frame === undefined) throw unknownReference('agreementId');
  return frame;
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
