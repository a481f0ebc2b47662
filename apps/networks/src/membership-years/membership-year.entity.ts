import { noticeDeadline } from '@passerelle/domain/duration';
import { fromMinor, toMinor } from '@passerelle/domain/money';
import { addDays, addMonths, startOfDay } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, refusal, refuseFuture, within } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import type { MembershipForYears } from '../memberships/memberships.api.js';
import type { NetworkCopy } from '../networks/networks.api.js';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  MembershipYearState,
  membershipYearRelations,
  MembershipYearTerms,
  mostPayments,
  type FeePayment,
  type MembershipYearChange,
  type NewMembershipYear,
  type ValueReview,
} from './membership-year.schema.js';

export const membershipNotRunning = refusalKind({
  code: 'membershipNotRunning',
  status: 409,
  title: 'Membership Not Running',
});

export const reviewGiven = refusalKind({
  code: 'reviewGiven',
  status: 409,
  title: 'Review Given',
});

export const feeOverpaid = refusalKind({
  code: 'feeOverpaid',
  status: 409,
  title: 'Fee Overpaid',
});

export const paymentsFull = refusalKind({
  code: 'paymentsFull',
  status: 409,
  title: 'Payments Full',
});

/** How long before the last day for the notice it is near. */
export const nearDays = 30;

/** The last year of the calendar of this product. */
const latestYear = 2199;

/** The marks of a year without a review. */
const unreviewed = ['noticeNearOn', 'noticePassedOn', 'reviewMissingOn'] as const;

/** With what a year copies from its network. */
type InNetwork = MembershipForYears & NetworkCopy;

export interface MembershipYearRecord extends Stored<typeof MembershipYearState> {}

/** One year of a membership: its fee, the review of its value, and the day by which that must be known. */
@StoredAs('membership_year', MembershipYearState)
export class MembershipYearRecord {
  static readonly relations = membershipYearRelations;

  /** 31 December, for the clock. */
  @Column('date') declare lastDay: string;

  // The days from which those of later years are counted: 29 February returns after three years that have none.
  @Column('date', { nullable: true }) declare endsOnFrom: string | null;
  @Column('date', { nullable: true }) declare feeDueOnFrom: string | null;

  /** A year that has passed, or of a membership that has ended, is over from the beginning: nothing is awaited in it. */
  static open(name: Name, terms: NewMembershipYear, membership: InNetwork, today: string): MembershipYearRecord {
    const { ref, member, status: state } = membership;
    if (!member) throw refusal(membershipNotRunning, { membership: ref, state });
    refuseOutside(terms.year, membership);
    const year = MembershipYearRecord.of(name, terms, membership);
    year.checkTerms();
    if (state === 'ended' || year.lastDay < today) year.status = 'over';
    return year;
  }

  private static of(called: Name, terms: NewMembershipYear, membership: InNetwork): MembershipYearRecord {
    const { id: membershipId, networkId, holderKind, level, name, departments } = membership;
    const { year, endsOn = null, fee = null, feeDueOn = null } = terms;
    const copied = { membershipId, networkId, holderKind, level, name, departments };
    const given = { year, endsOn, fee, feeDueOn, endsOnFrom: endsOn, feeDueOnFrom: feeDueOn, lastDay: `${year}-12-31` };
    const marks = { noticeNearOn: null, noticePassedOn: null, reviewMissingOn: null, feeOverdueOn: null };
    const beginning = { version: 1, status: 'open' as const, payments: [], reviewedOn: null, paidOn: null };
    const made = Object.assign(new MembershipYearRecord(), called, beginning, marks, copied, given);
    made.classification = 'internal';
    made.setDays(membership);
    return made;
  }

  /** Whether the membership reaches into the year after this one. */
  isFollowed({ isRunning, until }: Pick<MembershipForYears, 'isRunning' | 'until'>): boolean {
    const firstDay = `${this.year + 1}-01-01`;
    return isRunning && this.year < latestYear && (until === null || until >= firstDay);
  }

  /** The year after this one: its days are those of this one a year later, or the last day under the notice; its fee is unknown. */
  next(called: Name, membership: MembershipForYears): MembershipYearRecord {
    const year = this.year + 1;
    const isLast = membership.until !== null && membership.until <= `${year}-12-31`;
    const endsOn = isLast ? membership.until : aYearLater(this.endsOn, this.endsOnFrom);
    const feeDueOn = aYearLater(this.feeDueOn, this.feeDueOnFrom);
    const days = { ...(endsOn === null ? {} : { endsOn }), ...(feeDueOn === null ? {} : { feeDueOn }) };
    const next = MembershipYearRecord.of(
      called,
      { year, ...days },
      { ...membership, level: this.level, name: this.name },
    );
    const { endsOnFrom, feeDueOnFrom } = this;
    return Object.assign(next, { feeDueOnFrom }, isLast ? {} : { endsOnFrom });
  }

  change(terms: MembershipYearChange, membership: MembershipForYears): void {
    mergeInto(this, MembershipYearTerms, terms);
    this.checkTerms();
    if (terms.endsOn !== undefined) this.endsOnFrom = this.endsOn;
    if (terms.feeDueOn !== undefined) {
      this.feeDueOnFrom = this.feeDueOn;
      this.feeOverdueOn = null;
    }
    this.follow(membership);
    this.settle();
  }

  /** What follows the membership; the days of a year that is reviewed or over are those by which it was judged. */
  follow(membership: MembershipForYears): void {
    this.departments = membership.departments;
    if (this.status === 'open' && this.reviewedOn === null) this.setDays(membership);
  }

  /** Late is recorded and marked, never refused. */
  review({ on, ...review }: ValueReview, today: string): void {
    const { ref, reviewedOn } = this;
    refuseFuture('on', on, today);
    if (reviewedOn !== null) throw refusal(reviewGiven, { ref, on: reviewedOn });
    Object.assign(this, review, { decidedOn: on, reviewedOn: on, reviewLate: on > this.decideBy });
    // It was reviewed before, and only recorded later.
    for (const mark of unreviewed) if (on < (this[mark] ?? on)) this[mark] = null;
  }

  pay(payment: FeePayment, today: string): void {
    refuseFuture('on', payment.on, today);
    if (this.payments.length >= mostPayments) throw refusal(paymentsFull, { ref: this.ref, most: mostPayments });
    this.payments = [...this.payments, payment].toSorted((one, other) => one.on.localeCompare(other.on));
    this.settle();
  }

  /** Whether a payment could be added without exceeding the fee. */
  isPayable(): boolean {
    return this.payments.length < mostPayments && (this.fee === null || this.paid() < toMinor(this.fee));
  }

  comeNear(): Date {
    return this.mark('noticeNearOn', addDays(this.decideBy, -nearDays));
  }

  passNotice(): Date {
    return this.mark('noticePassedOn', addDays(this.decideBy, 1));
  }

  fallOverdue(): Date {
    return this.mark('feeOverdueOn', addDays(this.feeDueOn ?? this.lastDay, 1));
  }

  missReview(): Date {
    return this.mark('reviewMissingOn', addDays(this.lastDay, 1));
  }

  /** The instant at which the year is over. */
  end(): Date {
    return startOfDay(addDays(this.lastDay, 1));
  }

  private mark(name: (typeof unreviewed)[number] | 'feeOverdueOn', on: string): Date {
    this[name] = on;
    return startOfDay(on);
  }

  /** Without a term or a notice period, or once notice was given, there is no notice to be in time for. */
  private setDays({ noticePeriod, until, noticeGivenOn }: MembershipForYears): void {
    const { endsOn } = this;
    const isAwaited = endsOn !== null && noticePeriod !== null && until === null;
    const noticeBy = isAwaited ? within('endsOn', () => noticeDeadline(endsOn, noticePeriod)) : null;
    if (noticeBy !== this.noticeBy) Object.assign(this, { noticeNearOn: null, noticePassedOn: null });
    Object.assign(this, { noticeBy, decideBy: noticeBy ?? this.lastDay, decidedOn: noticeGivenOn });
  }

  private checkTerms(): void {
    const { year, endsOn, fee, feeDueOn } = this;
    if (endsOn !== null && !endsOn.startsWith(`${year}-`))
      throw inputFault('body', 'endsOn', 'invalidPeriod', `must be a day of the year ${year}`);
    if (fee !== null && toMinor(fee) === 0n && feeDueOn !== null)
      throw inputFault('body', 'feeDueOn', 'schemaViolation', 'must be absent where there is no fee');
  }

  /** The fee is paid on the day of the payment that reaches it; while it is unknown, on that of the last one. */
  private settle(): void {
    const { ref, fee, feeDueOn } = this;
    const paid = this.paid();
    if (fee !== null && paid > toMinor(fee))
      throw refusal(feeOverpaid, { ref, paid: fromMinor(paid).amount, fee: fee.amount });
    const isSettled = fee === null || paid === toMinor(fee);
    this.paidOn = isSettled ? (this.payments.at(-1)?.on ?? null) : null;
    // It was paid in time, and only recorded later.
    if (this.paidOn !== null && feeDueOn !== null && this.paidOn <= feeDueOn) this.feeOverdueOn = null;
  }

  /** In cents. */
  private paid(): bigint {
    return this.payments.reduce((sum, { amount }) => sum + toMinor(amount), 0n);
  }
}

/** N3 */
function refuseOutside(year: number, { since, until }: Pick<MembershipForYears, 'since' | 'until'>): void {
  const [first, last] = [since, until].map((day) => (day === null ? undefined : Number(day.slice(0, 4))));
  if (first !== undefined && year < first)
    throw inputFault('body', 'year', 'invalidPeriod', `must be a year of the membership, which begins in ${first}`);
  if (last !== undefined && year > last)
    throw inputFault('body', 'year', 'invalidPeriod', `must be a year of the membership, which ends in ${last}`);
}

/** Counted from the first day known, so that it does not drift. */
function aYearLater(day: string | null, from: string | null): string | null {
  if (day === null || from === null) return null;
  return addMonths(from, 12 * (1 + Number(day.slice(0, 4)) - Number(from.slice(0, 4))));
}
