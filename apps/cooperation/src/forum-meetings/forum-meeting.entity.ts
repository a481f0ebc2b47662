import type { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays } from '@passerelle/domain/period';
import { refusalKind, refuse, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../bilingual.js';
import { frameOf, type Frame } from '../frame.js';
import { refuseOutsiders } from '../involved.js';
import { meetingRelations } from '../sharing.js';
import { refuseOutOfTurn } from '../told.js';
import type {
  Approval,
  Cancellation,
  Invitation,
  MeetingStatus,
  Minutes,
  NewForumMeeting,
  NewMinutes,
  Postponement,
  Session,
} from './forum-meeting.schema.js';
import { meetingStates } from './forum-meeting.states.js';

export const approvalGiven = refusalKind({
  code: 'approvalGiven',
  status: 409,
  title: 'Approval Given',
  detail: {
    fr: '{party} a déjà approuvé ce procès-verbal, le {on}.',
    nl: '{party} heeft deze notulen al goedgekeurd, op {on}.',
    en: '{party} has approved these minutes already, on {on}.',
    de: '{party} hat dieses Protokoll bereits genehmigt, am {on}.',
  },
});

@Entity('forum_meeting')
export class ForumMeetingRecord {
  static readonly relations = meetingRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: MeetingStatus;
  @Column('uuid') declare agreementId: string;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text') declare tier: string;
  @Column('date') declare scheduledOn: string;
  @Column('jsonb', { nullable: true }) declare place: LocalizedText | null;
  @Column('text', { nullable: true }) declare chairParty: string | null;
  @Column('jsonb') declare agenda: LocalizedText[];
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('date', { nullable: true }) declare convenedOn: string | null;
  @Column('boolean', { nullable: true }) declare shortNotice: boolean | null;
  @Column('date', { nullable: true }) declare heldOn: string | null;
  @Column('boolean', { nullable: true }) declare late: boolean | null;
  @Column('jsonb', { nullable: true }) declare attendance: NonNullable<Session['attendance']> | null;
  @Column('jsonb', { nullable: true }) declare minutes: Minutes | null;
  // The default is for instances of the release before, which know no approvals.
  @Column('jsonb', { default: [] }) declare approvals: Approval[];
  @Column('date', { nullable: true }) declare minutesApprovedOn: string | null;
  @Column('jsonb', { nullable: true }) declare endReason: LocalizedText | null;

  static plan(id: string, ref: string, plan: NewForumMeeting, agreement: Frame): ForumMeetingRecord {
    const beginning = { id, ref, version: 1, status: 'planned' as const, approvals: [] };
    const meeting = Object.assign(new ForumMeetingRecord(), beginning, plan, frameOf(agreement));
    refuseMonolingual(meeting);
    return meeting;
  }

  /** Shared as its agreement is. */
  follow(agreement: Frame): void {
    Object.assign(this, frameOf(agreement));
    refuseMonolingual(this);
  }

  /** A notice shorter than `agendaDays` is kept and marked, never refused. */
  convene({ on, agenda }: Invitation, today: string, agendaDays: number): void {
    this.move('convene', on, today);
    this.convenedOn = on;
    this.shortNotice = addDays(on, agendaDays) > this.scheduledOn;
    this.agenda = agenda ?? this.agenda;
    refuseMonolingual(this);
  }

  /** `late` comes from the agreement's cadence: a meeting that comes too late is kept and marked, never refused. */
  hold({ on, attendance }: Session, today: string, late: boolean): void {
    this.move('hold', on, today, this.convenedOn);
    refuseOutsiders(this, attendance?.map(({ party }) => party) ?? []);
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

  /** A party approves a text, not a title: a new draft voids what was given on the one before, which is returned. */
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
    refuseOutsiders(this, [party]);
    const before = this.approvals.find((other) => other.party === party);
    if (before !== undefined) throw refuse(approvalGiven, { party, on: before.on });
    refuseOutOfTurn(on, today, this.minutes?.draftedOn);
    this.status = isLast ? stateAfter(meetingStates, this.status, 'approveLast') : status;
    this.approvals = given;
    this.minutesApprovedOn = isLast ? lastOf(given.map((each) => each.on)) : null;
  }

  private move(act: string, on: string, today: string, since?: string | null): void {
    const status = stateAfter(meetingStates, this.status, act);
    refuseOutOfTurn(on, today, since);
    this.status = status;
  }
}

const lastOf = (days: readonly string[]): string | null => days.toSorted().at(-1) ?? null;
