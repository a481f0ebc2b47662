import { Injectable } from '@nestjs/common';
import { Party } from '@passerelle/domain/party';
import { today } from '@passerelle/domain/period';
import { Database, findOrRefuse, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { missingPermission, refusal } from '@passerelle/platform/kernel/problems';
import { isHome } from '@passerelle/platform/access/rights';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { occurredOn } from '../../shared/acts/evidence.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { minutesApprovalGiven, minutesApproved, minutesDrafted, minutesRedrafted } from './forum-meeting.facts.js';
import type { Approval, NewApproval, NewMinutes } from './forum-meeting.schema.js';

/** The minutes of a meeting: drafted by the region in the chair, approved by each party for itself. */
@Injectable()
export class MinutesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  minute(call: Call<NewMinutes, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    return this.db.transaction(call, async (tx) => {
      const meeting = await found(tx, call);
      const isFirst = meeting.minutes === null;
      const voided = meeting.minute(call.body, today(new Date()));
      const redrafted = { ...meeting, voided };
      await update(tx, ForumMeetingRecord, meeting);
      await record(tx, isFirst ? minutesDrafted(meeting) : minutesRedrafted(redrafted));
      return meeting;
    });
  }

  approve(call: Call<NewApproval, 'forumMeetingId'>): Promise<ForumMeetingRecord> {
    const day = today(new Date());
    return this.db.transaction(call, async (tx) => {
      const meeting = await found(tx, call);
      meeting.approve(this.approvalBy(call, day), day);
      await update(tx, ForumMeetingRecord, meeting);
      await record(tx, (meeting.status === 'minutesApproved' ? minutesApproved : minutesApprovalGiven)(meeting));
      return meeting;
    });
  }

  /** A region approves for itself; the home region may also record the approval of another region. */
  private approvalBy({ body, caller }: Pick<Call<NewApproval>, 'body' | 'caller'>, day: string): Approval {
    const party = body.party ?? Party.parse(caller.party);
    if (party !== caller.party && !isHome(caller, this.context.settings.HOME_PARTY)) throw refusal(missingPermission);
    const on = occurredOn(body, { actingParty: party, recordingParty: caller.party, today: day });
    return { party, on, ...(body.source === undefined ? {} : { source: body.source }) };
  }
}

const found = (tx: Tx, call: Call<unknown, 'forumMeetingId'>): Promise<ForumMeetingRecord> =>
  findOrRefuse(tx, ForumMeetingRecord, call.params.forumMeetingId, call.expectedVersion);
