import { Party } from '@passerelle/domain/party';
import { addDays } from '@passerelle/domain/period';
import { referenceEntry } from '@passerelle/domain/reference-list';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { missingPermission, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { meetingRelations } from '../../shared/visibility/relations.js';
import { occurredOn, refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import {
  ForumMeetingState,
  MeetingTerms,
  upcoming,
  type Approval,
  type Cancellation,
  type Invitation,
  type MeetingChange,
  type NewApproval,
  type NewForumMeeting,
  type NewMinutes,
  type Postponement,
  type Session,
} from './forum-meeting.schema.js';

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

  static plan(name: Name, plan: NewForumMeeting, agreement: SharingScope): ForumMeetingRecord {
    const beginning = { version: 1, status: 'planned' as const, approvals: [] };
    return Object.assign(new ForumMeetingRecord(), name, beginning, plan, sharingScopeOf(agreement));
  }

  /**
   * While it may still take place. What its invitation announced, or was judged by, changes when it is postponed and
   * convened again.
   */
  change(terms: MeetingChange): void {
    const announced = [terms.tier, terms.scheduledOn, terms.agenda];
    const isClosed =
      this.status === 'convened' ? announced.some((term) => term !== undefined) : !upcoming.includes(this.status);
    if (isClosed) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, MeetingTerms, terms);
  }

  /** Notice shorter than `agendaDays` is recorded and marked, never refused. */
  convene({ on, agenda }: Invitation, today: string): void {
    refuseFuture('on', on, today);
    this.convenedOn = on;
    this.shortNotice = addDays(on, agendaDays(this.tier)) > this.scheduledOn;
    this.agenda = agenda ?? this.agenda;
  }

  /** `late` comes from the agreement's cadence: a late meeting is recorded and marked, never refused. */
  hold({ on, attendance }: Session, today: string, late: boolean): void {
    refuseBeforePreviousAct(on, today, this.convenedOn);
    refuseNonParties(this, attendance?.map(({ party }) => party) ?? []);
    this.heldOn = on;
    this.late = late;
    this.attendance = attendance ?? null;
  }

  postpone({ to, reason }: Postponement): void {
    this.scheduledOn = to;
    this.convenedOn = null;
    this.shortNotice = null;
    this.endReason = reason ?? null;
  }

  cancel({ reason }: Cancellation): void {
    this.endReason = reason;
  }

  /**
   * Parties approve a text, not a title: a new draft voids the approvals of the previous one, which are returned;
   * undefined for the first draft.
   */
  minute({ on, document }: NewMinutes, today: string): readonly Approval[] | undefined {
    refuseBeforePreviousAct(on, today, this.minutes?.draftedOn ?? this.heldOn);
    const voided = this.minutes === null ? undefined : this.approvals;
    this.minutes = { document, draftedOn: on };
    this.approvals = [];
    return voided;
  }

  /** The last missing approval completes the minutes. */
  approve(given: NewApproval, context: ActContext): void {
    const approval = approvalBy(given, context);
    const { party, on } = approval;
    refuseNonParties(this, [party]);
    const before = this.approvals.find((other) => other.party === party);
    if (before !== undefined) throw refusal(approvalGiven, { party, on: before.on });
    refuseBeforePreviousAct(on, context.today, this.minutes?.draftedOn);
    this.approvals = [...this.approvals, approval];
    if (this.missingApprovals().length > 0) return;
    this.status = 'minutesApproved';
    this.minutesApprovedOn = lastOf(this.approvals.map((each) => each.on));
  }

  /** The parties that have not approved the current draft. */
  missingApprovals(): readonly Party[] {
    return this.parties.filter((party) => !this.approvals.some((given) => given.party === party));
  }
}

/** A region approves for itself; the home region may also record the approval of another region. */
function approvalBy(given: NewApproval, { party: recordingParty, side, home, today }: ActContext): Approval {
  const party = given.party ?? Party.parse(side ?? home);
  if (side !== undefined && party !== side) throw refusal(missingPermission);
  const on = occurredOn(given, { actingParty: party, recordingParty, today });
  return { party, on, ...(given.source === undefined ? {} : { source: given.source }) };
}

/** The number of days before a meeting of that tier by which its agenda must be sent. */
function agendaDays(tier: string): number {
  const days = referenceEntry('forumTiers', tier)?.details?.['agendaDays'];
  return typeof days === 'number' ? days : 0;
}

const lastOf = (days: readonly string[]): string | null => days.toSorted().at(-1) ?? null;
