import { addDays } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { refusal, stateAfter } from '@passerelle/platform/kernel/problems';
import { Column } from 'typeorm';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { meetingRelations } from '../../shared/visibility/relations.js';
import { refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import {
  ForumMeetingState,
  type Approval,
  type Cancellation,
  type Invitation,
  type NewForumMeeting,
  type NewMinutes,
  type Postponement,
  type Session,
} from './forum-meeting.schema.js';
import { meetingStates } from './forum-meeting.states.js';

export const approvalGiven = refusalKind({
  code: 'approvalGiven',
  status: 409,
  title: 'Approval Given',
});

const StoredState = ForumMeetingState.omit({ approvals: true });
export interface ForumMeetingRecord extends Stored<typeof StoredState> {}

@StoredAs('forum_meeting', StoredState)
export class ForumMeetingRecord {
  static readonly relations = meetingRelations;

  // The default serves instances of the previous release, which know no approvals.
  @Column('jsonb', { default: [] }) declare approvals: Approval[];

  static plan(id: string, ref: string, plan: NewForumMeeting, agreement: SharingScope): ForumMeetingRecord {
    const beginning = { id, ref, version: 1, status: 'planned' as const, approvals: [] };
    const meeting = Object.assign(new ForumMeetingRecord(), beginning, plan, sharingScopeOf(agreement));
    refuseMonolingual(meeting);
    return meeting;
  }

  /** Copied from its agreement. */
  follow(agreement: SharingScope): void {
    Object.assign(this, sharingScopeOf(agreement));
    refuseMonolingual(this);
  }

  /** Notice shorter than `agendaDays` is recorded and marked, never refused. */
  convene({ on, agenda }: Invitation, today: string, agendaDays: number): void {
    this.move('convene', on, today);
    this.convenedOn = on;
    this.shortNotice = addDays(on, agendaDays) > this.scheduledOn;
    this.agenda = agenda ?? this.agenda;
    refuseMonolingual(this);
  }

  /** `late` comes from the agreement's cadence: a late meeting is recorded and marked, never refused. */
  hold({ on, attendance }: Session, today: string, late: boolean): void {
    this.move('hold', on, today, this.convenedOn);
    refuseNonParties(this, attendance?.map(({ party }) => party) ?? []);
    this.heldOn = on;
    this.late = late;
    this.attendance = attendance ?? null;
  }

  postpone({ to, reason }: Postponement): void {
    this.status = stateAfter(meetingStates, this.status, 'postpone');
    this.scheduledOn = to;
    this.convenedOn = null;
    this.shortNotice = null;
    this.endReason = reason ?? null;
    refuseMonolingual(this);
  }

  cancel({ reason }: Cancellation): void {
    this.status = stateAfter(meetingStates, this.status, 'cancel');
    this.endReason = reason;
    refuseMonolingual(this);
  }

  /** Parties approve a text, not a title: a new draft voids the approvals of the previous one, which are returned. */
  minute({ on, document }: NewMinutes, today: string): readonly Approval[] {
    this.move('minute', on, today, this.minutes?.draftedOn ?? this.heldOn);
    const voided = this.approvals;
    this.minutes = { document, draftedOn: on };
    this.approvals = [];
    return voided;
  }

  approve(approval: Approval, today: string): void {
    const { party, on } = approval;
    const given = [...this.approvals, approval];
    const isLast = this.parties.every((each) => given.some((other) => other.party === each));
    const status = stateAfter(meetingStates, this.status, 'approve');
    refuseNonParties(this, [party]);
    const before = this.approvals.find((other) => other.party === party);
    if (before !== undefined) throw refusal(approvalGiven, { party, on: before.on });
    refuseBeforePreviousAct(on, today, this.minutes?.draftedOn);
    this.status = isLast ? stateAfter(meetingStates, this.status, 'approveLast') : status;
    this.approvals = given;
    this.minutesApprovedOn = isLast ? lastOf(given.map((each) => each.on)) : null;
  }

  private move(act: string, on: string, today: string, since?: string | null): void {
    const status = stateAfter(meetingStates, this.status, act);
    refuseBeforePreviousAct(on, today, since);
    this.status = status;
  }
}

const lastOf = (days: readonly string[]): string | null => days.toSorted().at(-1) ?? null;
