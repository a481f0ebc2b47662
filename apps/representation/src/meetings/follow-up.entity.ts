import { addDays, startOfDay } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refusalKind } from '../texts/refusal-kind.js';
import type { BodyMeetingRecord } from './body-meeting.entity.js';
import {
  followUpRelations,
  FollowUpState,
  FollowUpTerms,
  type FollowUpChange,
  type FollowUpClosure,
  type FollowUpReopening,
  type NewFollowUp,
} from './follow-up.schema.js';

export const meetingNotAttended = refusalKind({
  code: 'meetingNotAttended',
  status: 409,
  title: 'Meeting Not Attended',
});

export interface FollowUpRecord extends Stored<typeof FollowUpState> {}

/** What one department does, by a last day, after a meeting at which the Region was present or represented. */
@StoredAs('follow_up', FollowUpState)
export class FollowUpRecord {
  static readonly relations = followUpRelations;

  static register(name: Name, terms: NewFollowUp, meeting: BodyMeetingRecord): FollowUpRecord {
    const { id: bodyMeetingId, bodyId, ref, status: state, presence } = meeting;
    if (presence === null || presence === 'missed') throw refusal(meetingNotAttended, { ref, state });
    refuseClosed(meeting);
    meeting.refuseBefore('dueOn', terms.dueOn);
    const beginning = { version: 1, status: 'open' as const, overdueOn: null, classification: 'internal' as const };
    return Object.assign(new FollowUpRecord(), name, beginning, { bodyMeetingId, bodyId }, cutBy(meeting), terms);
  }

  /** While it is open. A later last day does not undo that it was once overdue. */
  change(terms: FollowUpChange, meeting: BodyMeetingRecord): void {
    if (this.status === 'closed') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, FollowUpTerms, terms);
    meeting.refuseBefore('dueOn', this.dueOn);
  }

  close({ on, outcome }: FollowUpClosure, meeting: BodyMeetingRecord, today: string): void {
    refuseFuture('on', on, today);
    meeting.refuseBefore('on', on);
    this.closedOn = on;
    this.late = on > this.dueOn;
    // It was done in time, and only recorded later.
    if (!this.late) this.overdueOn = null;
    this.outcome = outcome;
  }

  /** The outcome is void; the mark that it was done late, or is overdue, stays. */
  reopen({ reason }: FollowUpReopening, meeting: BodyMeetingRecord): void {
    refuseClosed(meeting);
    this.closedOn = null;
    this.late = null;
    this.outcome = null;
    this.reopenReason = reason;
  }

  fallOverdue(): Date {
    const on = addDays(this.dueOn, 1);
    this.overdueOn = on;
    return startOfDay(on);
  }
}

/** What a follow-up copies from its meeting: what the strategy is cut by. */
export const cutBy = ({ themes, level, objective }: Pick<BodyMeetingRecord, 'themes' | 'level' | 'objective'>) => ({
  themes,
  level,
  objective,
});

/** Nothing is open after a meeting that is closed. */
function refuseClosed({ status, ref }: BodyMeetingRecord): void {
  if (status === 'closed') throw refusal(recordClosed, { ref });
}
