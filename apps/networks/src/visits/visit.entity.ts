import { fromMinor, toMinor, type Money } from '@passerelle/domain/money';
import { addDays, onRecord, startOfDay } from '@passerelle/domain/period';
import { addWorkingDays } from '@passerelle/domain/working-days';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture, within } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  elsewhere,
  inOrder,
  partnersElsewhere,
  visitRelations,
  VisitState,
  VisitTerms,
  type NewVisit,
  type NewVisitReport,
  type VisitAuthorisation,
  type VisitCancellation,
  type VisitChange,
  type VisitMade,
} from './visit.schema.js';

export const authorisationNotNeeded = refusalKind({
  code: 'authorisationNotNeeded',
  status: 409,
  title: 'Authorisation Not Needed',
});

export const visitNotAuthorised = refusalKind({
  code: 'visitNotAuthorised',
  status: 409,
  title: 'Visit Not Authorised',
});

export const visitNotOver = refusalKind({
  code: 'visitNotOver',
  status: 409,
  title: 'Visit Not Over',
});

/** Working days after the last day of a visit. */
const reportDays = 10;

/** What accounting brings later, and who was concerned: it may be corrected once the report was given. */
const lasting: readonly string[] = [
  'costs',
  'carbon',
  'participants',
  'departments',
  'themes',
  'regionalPartners',
  'classification',
];

export interface VisitRecord extends Stored<typeof VisitState> {}

/** A mission of the agency, or a delegation that it received: planned, authorised, made and reported. */
@StoredAs('visit', VisitState)
export class VisitRecord {
  static readonly relations = visitRelations;

  static plan(name: Name, terms: NewVisit): VisitRecord {
    const beginning = { version: 1, status: 'planned' as const, reportOverdueOn: null, reportedOn: null };
    const visit = Object.assign(new VisitRecord(), name, beginning, terms);
    visit.settle();
    return visit;
  }

  change(terms: VisitChange, today: string): void {
    if (!Object.keys(terms).every((term) => this.mayChange(term))) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, VisitTerms, terms);
    this.settle();
    if (this.status === 'made') this.refuseBeforeItsEnd(today);
  }

  /** One that was given after the departure is recorded as it was. */
  authorise({ on, reference }: VisitAuthorisation, today: string): void {
    if (this.direction === 'incoming') throw refusal(authorisationNotNeeded, { ref: this.ref });
    refuseFuture('on', on, today);
    this.authorisedOn = on;
    this.authorisation = reference;
  }

  make(known: VisitMade, today: string): void {
    if (this.awaitsAuthorisation()) throw refusal(visitNotAuthorised, { ref: this.ref });
    this.refuseBeforeItsEnd(today);
    mergeInto(this, VisitTerms, known);
    this.settle();
  }

  /** A late report is recorded and marked, never refused; `reportLate` stays absent where none was due. */
  giveReport({ on, ...report }: NewVisitReport, today: string): void {
    refuseFuture('on', on, today);
    if (on < this.endsOn)
      throw inputFault('body', 'on', 'invalidPeriod', `must not be before the last day of the visit (${this.endsOn})`);
    this.reportedOn = on;
    this.reportLate = this.reportDueOn === null ? null : on > this.reportDueOn;
    // It was in time, and only recorded later.
    if (this.reportLate !== true) this.reportOverdueOn = null;
    this.report = report;
  }

  /** After a visit that is not made, no report is due. */
  cancel({ reason }: VisitCancellation): void {
    this.reason = reason;
    this.reportDueOn = null;
  }

  fallOverdue(): Date {
    const on = addDays(this.reportDueOn ?? this.endsOn, 1);
    this.reportOverdueOn = on;
    return startOfDay(on);
  }

  isOver(today: string): boolean {
    return today > this.endsOn;
  }

  /** A delegation that comes to us needs none. */
  awaitsAuthorisation(): boolean {
    return this.direction === 'outgoing' && this.status === 'planned';
  }

  private refuseBeforeItsEnd(today: string): void {
    const { ref, endsOn } = this;
    if (!this.isOver(today)) throw refusal(visitNotOver, { ref, endsOn });
  }

  /** What follows from its terms. */
  private settle(): void {
    this.endsOn ??= this.startsOn;
    if (!inOrder(this)) throw inputFault('body', 'endsOn', 'invalidPeriod', 'must not be earlier than startsOn');
    const [path] = partnersElsewhere(this);
    if (path !== undefined) throw inputFault('body', path.join('.'), 'schemaViolation', elsewhere);
    this.costTotal = this.costs ? sumOf(this.costs) : null;
    if (this.reportedOn === null) this.setReportDue();
  }

  /** Where the last day for the report moves, the clock judges it once more. */
  private setReportDue(): void {
    const due = this.reportExempt ? null : this.lastDayForReport();
    if (due !== this.reportDueOn) this.reportOverdueOn = null;
    this.reportDueOn = due;
  }

  private lastDayForReport(): string {
    return within('endsOn', () => onRecord(addWorkingDays(this.endsOn, reportDays)));
  }

  private mayChange(term: string): boolean {
    return this.status === 'reported' ? lasting.includes(term) : this.status !== 'cancelled';
  }
}

const sumOf = (costs: readonly { readonly amount: Money }[]): Money =>
  fromMinor(costs.reduce((sum, { amount }) => sum + toMinor(amount), 0n));
