import type { LocalizedText } from '@passerelle/domain/localized-text';
import { refuseFuture, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  meetingRelations,
  type Cancellation,
  type MeetingDay,
  type MeetingStatus,
  type NewForumMeeting,
  type Postponement,
} from './forum-meeting.schema.js';
import { meetingStates } from './forum-meeting.states.js';

/** What a meeting takes from the agreement that it is held under. */
export interface Frame {
  readonly parties: string[];
  readonly classification: string;
  readonly level: string;
  readonly objective: string;
}

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
  @Column('date', { nullable: true }) declare heldOn: string | null;
  @Column('boolean', { nullable: true }) declare late: boolean | null;
  @Column('jsonb', { nullable: true }) declare endReason: LocalizedText | null;

  static plan(id: string, ref: string, plan: NewForumMeeting, frame: Frame): ForumMeetingRecord {
    return Object.assign(new ForumMeetingRecord(), { id, ref, version: 1, status: 'planned' as const }, plan, frame);
  }

  convene({ on }: MeetingDay, today: string): void {
    refuseFuture('on', on, today);
    this.status = stateAfter(meetingStates, this.status, 'convene');
    this.convenedOn = on;
  }

  /** `late` comes from the agreement's cadence: a meeting that comes too late is kept and marked, never refused. */
  hold({ on }: MeetingDay, today: string, late: boolean): void {
    refuseFuture('on', on, today);
    this.status = stateAfter(meetingStates, this.status, 'hold');
    this.heldOn = on;
    this.late = late;
  }

  postpone({ to, reason }: Postponement): void {
    this.status = stateAfter(meetingStates, this.status, 'postpone');
    this.scheduledOn = to;
    this.convenedOn = null;
    this.endReason = reason ?? null;
  }

  cancel({ reason }: Cancellation): void {
    this.status = stateAfter(meetingStates, this.status, 'cancel');
    this.endReason = reason;
  }
}
