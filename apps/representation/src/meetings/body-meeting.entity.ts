import { addDays, startOfDay } from '@passerelle/domain/period';
import { addWorkingDays } from '@passerelle/domain/working-days';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import {
  inputFault,
  recordClosed,
  refusal,
  refuseFuture,
  unknownReference,
} from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import type { BodyContext, BodyRules } from '../bodies/bodies.api.js';
import type { MandateOnDay } from '../seats/mandates.api.js';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  BodyMeetingState,
  bodyMeetingRelations,
  BodyMeetingTerms,
  lasts,
  lastsInOrder,
  namesItems,
  onAgenda,
  reportable,
  upcoming,
  type Absence,
  type BodyMeetingChange,
  type MeetingAttendance,
  type MeetingCancellation,
  type NewBodyMeeting,
  type NewMeetingReport,
  type Preparation,
  type Replacement,
} from './body-meeting.schema.js';

export const noMandate = refusalKind({
  code: 'noMandate',
  status: 409,
  title: 'No Mandate',
});

export const meetingNotBegun = refusalKind({
  code: 'meetingNotBegun',
  status: 409,
  title: 'Meeting Not Begun',
});

export const reportMissing = refusalKind({
  code: 'reportMissing',
  status: 409,
  title: 'Report Missing',
});

export const followUpsOpen = refusalKind({
  code: 'followUpsOpen',
  status: 409,
  title: 'Follow-ups Open',
});

const nobodyNamed = 'must name who went: nobody was named when the meeting was prepared';

/** What may be corrected in every state. */
const lasting: readonly string[] = ['papers', 'themes', 'departments', 'classification'];

export interface BodyMeetingRecord extends Stored<typeof BodyMeetingState> {}

/** A meeting of a body in which the Region is represented: who goes, what came of it, and when the report is due. */
@StoredAs('body_meeting', BodyMeetingState)
export class BodyMeetingRecord {
  static readonly relations = bodyMeetingRelations;

  static announce(name: Name, terms: NewBodyMeeting, body: BodyContext): BodyMeetingRecord {
    const { themes = body.themes, level = body.level, objective = body.objective } = terms;
    const beginning = { version: 1, status: 'announced' as const, bodyId: body.id, delegates: [] };
    const days = { preparedOn: null, reportDueOn: null, reportOverdueOn: null, reportedOn: null };
    return Object.assign(new BodyMeetingRecord(), name, beginning, days, terms, { themes, level, objective });
  }

  /** `mandates`: those of its delegates, on the first day that the change leaves. */
  change(terms: BodyMeetingChange, { reportDays }: BodyRules, mandates: readonly MandateOnDay[]): void {
    if (!Object.keys(terms).every((term) => this.mayChange(term))) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, BodyMeetingTerms, terms);
    if (!lasts(this)) throw inputFault('body', 'endsOn', 'invalidPeriod', lastsInOrder.error);
    if (!namesItems(this)) throw inputFault('body', 'papers', 'schemaViolation', onAgenda.error);
    if (terms.startsOn !== undefined) this.refuseWithoutMandate(mandates);
    if (terms.reportExempt !== undefined) this.setReportDue(reportDays);
  }

  prepare({ on, delegates }: Preparation, today: string, mandates: readonly MandateOnDay[]): void {
    refuseFuture('on', on, today);
    this.send(delegates, mandates);
    this.preparedOn = on;
  }

  /** Those go who were named when it was prepared, unless others are named. */
  attend(
    { delegates = this.delegates }: MeetingAttendance,
    today: string,
    mandates: readonly MandateOnDay[],
    body: BodyRules,
  ): void {
    this.refuseBeforeBeginning(today);
    if (delegates.length === 0) throw inputFault('body', 'delegates', 'schemaViolation', nobodyNamed);
    this.send(delegates, mandates);
    this.presence = 'attended';
    this.setReportDue(body.reportDays);
  }

  miss({ reason }: Absence, today: string): void {
    this.refuseBeforeBeginning(today);
    this.delegates = [];
    this.presence = 'missed';
    this.reason = reason;
  }

  represent({ by, agreed }: Replacement, today: string): void {
    this.refuseBeforeBeginning(today);
    this.delegates = [];
    this.presence = agreed ? 'representedByAgreement' : 'representedWithoutAgreement';
    this.representedBy = by;
  }

  /** P7. A late report is recorded and marked, never refused; `reportLate` stays absent where none was due. */
  sendReport({ on, ...report }: NewMeetingReport, today: string): void {
    refuseFuture('on', on, today);
    this.refuseBefore('on', on);
    this.reportedOn = on;
    this.reportLate = this.reportDueOn === null ? null : on > this.reportDueOn;
    // It was in time, and only recorded later.
    if (this.reportLate !== true) this.reportOverdueOn = null;
    this.report = report;
  }

  /** `open`: the references of its open follow-ups. */
  close(open: readonly string[]): void {
    if (this.awaitsReport()) throw refusal(reportMissing, { ref: this.ref });
    if (open.length > 0) throw refusal(followUpsOpen, { ref: this.ref, followUps: open });
  }

  cancel({ reason }: MeetingCancellation): void {
    this.delegates = [];
    this.reason = reason;
  }

  fallOverdue(): Date {
    const on = addDays(this.reportDueOn ?? this.startsOn, 1);
    this.reportOverdueOn = on;
    return startOfDay(on);
  }

  hasBegun(today: string): boolean {
    return today >= this.startsOn;
  }

  /** An attended meeting is closed without a report only where none is due. */
  awaitsReport(): boolean {
    return this.status === 'attended' && !this.reportExempt;
  }

  /** A day of the input on which something is done after the meeting. */
  refuseBefore(name: string, day: string): void {
    if (day < this.startsOn)
      throw inputFault('body', name, 'invalidPeriod', `must not be before the meeting (${this.startsOn})`);
  }

  /** Who was there is known from the first day on. */
  private refuseBeforeBeginning(today: string): void {
    const { ref, startsOn } = this;
    if (!this.hasBegun(today)) throw refusal(meetingNotBegun, { ref, startsOn });
  }

  private send(delegates: string[], mandates: readonly MandateOnDay[]): void {
    this.delegates = delegates;
    this.refuseWithoutMandate(mandates);
  }

  /** P1 */
  private refuseWithoutMandate(mandates: readonly MandateOnDay[]): void {
    if (mandates.length < this.delegates.length) throw unknownReference('delegates');
    const without = mandates.filter(({ isInForce }) => !isInForce).map(({ ref }) => ref);
    if (without.length > 0) throw refusal(noMandate, { on: this.startsOn, mandates: without });
  }

  private setReportDue(reportDays: number): void {
    const isDue = this.presence === 'attended' && !this.reportExempt;
    this.reportDueOn = isDue ? addWorkingDays(this.endsOn ?? this.startsOn, reportDays) : null;
  }

  private mayChange(term: string): boolean {
    if (term === 'reportExempt' && reportable.includes(this.status)) return true;
    return upcoming.includes(this.status) || lasting.includes(term);
  }
}
