import { toMinor } from '@passerelle/domain/money';
import { addDays, startOfDay } from '@passerelle/domain/period';
import { codeOf } from '@passerelle/testing/refused';
import fc from 'fast-check';
import { networkExample } from '../examples.js';
import type { MembershipForYears } from '../memberships/memberships.api.js';
import { MembershipYearRecord } from './membership-year.entity.js';
import { feePaymentExample, membershipYearExample, valueReviewExample } from './membership-year.example.js';
import { membershipYearLife } from './membership-year.life.js';
import {
  FeePayment,
  MembershipYearChange,
  MembershipYearState,
  NewMembershipYear,
  ValueReview,
} from './membership-year.schema.js';

const today = '2026-11-24';
const running: MembershipForYears = {
  id: '01930000-0000-7000-8000-000000000002',
  ref: 'NW-2020-0002',
  networkId: '01930000-0000-7000-8000-000000000001',
  holderKind: 'region',
  classification: 'public',
  status: 'active',
  member: true,
  isRunning: true,
  since: '2020-11-30',
  until: null,
  departments: ['bisa'],
  noticePeriod: 'P6M',
  noticeGivenOn: null,
};
const name = { id: 'year', ref: 'NW-2026-0010' };

const aYear = (terms: object = {}, membership: Partial<MembershipForYears> = {}, day = today) =>
  MembershipYearRecord.open(
    name,
    NewMembershipYear.parse({ ...membershipYearExample, ...terms }),
    { ...running, ...membership, level: 'europe', name: networkExample.name },
    day,
  );
const openYear = (terms: object = {}, membership: Partial<MembershipForYears> = {}) =>
  aYear(terms, membership, '2026-01-15');
const change = (year: MembershipYearRecord, patch: object, membership = running) =>
  year.change(MembershipYearChange.parse(patch), membership);
const euro = (amount: string) => ({ amount, currency: 'EUR' as const });
const pay = (year: MembershipYearRecord, on: string, amount: string) =>
  year.pay(FeePayment.parse({ on, amount: euro(amount) }), today);
const review = (year: MembershipYearRecord, on: string) => year.review({ ...valueReviewExample, on }, today);
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

describe('a year of a membership', () => {
  it('copies what figures are cut by, and is internal even if the membership is public', () => {
    expect(aYear()).toMatchObject({
      status: 'open',
      membershipId: running.id,
      networkId: running.networkId,
      holderKind: 'region',
      level: 'europe',
      departments: ['bisa'],
      classification: 'internal',
      payments: [],
    });
  });

  it.each([
    [2019, {}, 'invalidPeriod'],
    [2020, {}, undefined],
    [2019, { since: null }, undefined],
    [2027, { until: '2026-12-31' }, 'invalidPeriod'],
    [2026, { until: '2026-01-01' }, undefined],
  ])('of %s, under %j: %s (N3)', (year, membership, code) => {
    expect(codeOf(() => aYear({ year, endsOn: undefined }, membership))).toBe(code);
  });

  it.each([
    ['prospect', false, 'membershipNotRunning'],
    ['applied', false, 'membershipNotRunning'],
    ['refused', false, 'membershipNotRunning'],
    ['active', true, undefined],
    ['inArrears', true, undefined],
    ['noticeGiven', true, undefined],
    ['ended', true, undefined],
  ] as const)('under a membership that is %s: %s', (status, member, code) => {
    expect(codeOf(() => aYear({}, { status, member }))).toBe(code);
  });

  it('that has passed, or whose membership has ended, is over from the beginning', () => {
    const statusOf = (year: MembershipYearRecord) => year.status;
    expect(statusOf(aYear({ year: 2025, endsOn: undefined }))).toBe('over');
    expect(statusOf(aYear({}, { status: 'ended', until: '2026-06-30' }))).toBe('over');
    expect(statusOf(aYear({}, {}, '2026-12-31'))).toBe('open');
    expect(statusOf(aYear({}, {}, '2027-01-01'))).toBe('over');
  });

  it('has its last day within itself, and a due day only where there is a fee', () => {
    for (const endsOn of ['2025-12-31', '2027-01-01']) expect(codeOf(() => aYear({ endsOn }))).toBe('invalidPeriod');
    expect(codeOf(() => aYear({ fee: euro('0') }))).toBe('schemaViolation');
    expect(codeOf(() => aYear({ fee: euro('0'), feeDueOn: undefined }))).toBeUndefined();
    const year = aYear();
    expect(codeOf(() => change(year, { endsOn: '2027-01-01' }))).toBe('invalidPeriod');
  });

  it.each([
    ['fee', NewMembershipYear.safeParse({ ...membershipYearExample, fee: euro('-1') })],
    ['amount', FeePayment.safeParse({ ...feePaymentExample, amount: euro('0.00') })],
    ['amount', FeePayment.safeParse({ ...feePaymentExample, amount: euro('-5') })],
  ])('has no negative %s', (field, { error }) => expect(error?.issues).toMatchObject([{ path: [field] }]));

  it('marks the days that belong on the calendar', () => {
    const { decideBy, feeDueOn } = MembershipYearState.shape;
    expect(decideBy.meta()).toMatchObject({
      'x-calendar': 'membershipDecision',
      'x-calendar-done': [{ day: 'decidedOn' }],
    });
    expect(feeDueOn.meta()).toMatchObject({ 'x-calendar': 'feeDue', 'x-calendar-done': [{ day: 'paidOn' }] });
  });
});

describe('the last day to decide', () => {
  it.each([
    ['2026-12-31', 'P6M', null, '2026-06-30', '2026-06-30'],
    ['2026-02-28', 'P3M', null, '2025-11-30', '2025-11-30'],
    [undefined, 'P6M', null, null, '2026-12-31'],
    ['2026-12-31', null, null, null, '2026-12-31'],
    ['2026-12-31', 'P6M', '2026-12-31', null, '2026-12-31'],
  ])('with a term to %s, a period of %s and a notice for %s', (endsOn, noticePeriod, until, noticeBy, decideBy) => {
    expect(openYear({ endsOn }, { noticePeriod, until })).toMatchObject({ noticeBy, decideBy });
  });

  it('lies within the calendar', () => {
    expect(codeOf(() => openYear({}, { noticePeriod: 'P200Y' }))).toBe('invalidPeriod');
  });

  it('follows the membership while the year is open and was not reviewed', () => {
    const monthly = { ...running, noticePeriod: 'P1M', departments: [] };
    const year = openYear();
    year.follow(monthly);
    expect(year).toMatchObject({ noticeBy: '2026-11-30', decideBy: '2026-11-30', departments: [] });
    review(year, '2026-07-01');
    year.follow(running);
    expect(year).toMatchObject({ noticeBy: '2026-11-30', departments: ['bisa'], reviewLate: false });
    const over = Object.assign(openYear(), { status: 'over' });
    over.follow(monthly);
    expect(over).toMatchObject({ noticeBy: '2026-06-30', departments: [] });
  });

  it('is decided on by a notice, and by a review', () => {
    const year = openYear();
    year.follow({ ...running, status: 'noticeGiven', noticeGivenOn: '2026-05-04', until: '2026-12-31' });
    expect(year).toMatchObject({ decidedOn: '2026-05-04', reviewedOn: null });
    review(year, '2026-07-01');
    expect(year).toMatchObject({ decidedOn: '2026-07-01', reviewedOn: '2026-07-01' });
  });

  it('loses its marks where it moves', () => {
    const year = openYear();
    membershipYearLife.expire(year, noon('2026-07-01'));
    expect(year.noticePassedOn).toBe('2026-07-01');
    change(year, { fee: euro('7000') });
    expect(year.noticePassedOn).toBe('2026-07-01');
    change(year, { endsOn: '2026-10-31' });
    expect(year).toMatchObject({ noticeBy: '2026-04-30', noticePassedOn: null });
    expect(membershipYearLife.expire(year, noon('2026-07-02'))?.fact().time).toBe('2026-04-30T22:00:00.000Z');
  });
});

describe('the review of its value', () => {
  it.each([
    ['2026-06-30', false],
    ['2026-07-01', true],
  ])('on %s is late: %s', (on, reviewLate) => {
    const year = openYear();
    review(year, on);
    expect(year).toMatchObject({ reviewedOn: on, reviewLate, verdict: 'renew', reason: valueReviewExample.reason });
  });

  it('is given once, and not in the future', () => {
    const year = openYear();
    expect(codeOf(() => review(year, '2026-11-25'))).toBe('factInFuture');
    review(year, '2026-06-30');
    expect(codeOf(() => review(year, '2026-07-01'))).toBe('reviewGiven');
    expect(year.reviewedOn).toBe('2026-06-30');
    expect(ValueReview.safeParse({ on: today, verdict: 'renew' }).error?.issues[0]?.path).toEqual(['reason']);
    expect(ValueReview.safeParse({ ...valueReviewExample, verdict: 'stay' }).success).toBe(false);
  });

  it('takes back the marks that it came before', () => {
    const marked = (on: string) => {
      const year = openYear();
      Object.assign(year, { noticeNearOn: '2026-05-31', noticePassedOn: '2026-07-01' });
      review(year, on);
      return [year.noticeNearOn, year.noticePassedOn];
    };
    expect(marked('2026-05-30')).toEqual([null, null]);
    expect(marked('2026-06-30')).toEqual(['2026-05-31', null]);
    expect(marked('2026-07-01')).toEqual(['2026-05-31', '2026-07-01']);
  });
});

describe('the fee', () => {
  it('is paid on the day of the payment that reaches it', () => {
    const year = openYear({ fee: euro('0.30') });
    pay(year, '2026-03-10', '0.10');
    expect(year.paidOn).toBeNull();
    pay(year, '2026-02-10', '0.20');
    expect(year).toMatchObject({ paidOn: '2026-03-10', payments: [{ on: '2026-02-10' }, { on: '2026-03-10' }] });
    expect(year.isPayable()).toBe(false);
  });

  it('is never exceeded, by a payment or by a correction', () => {
    const year = openYear();
    pay(year, '2026-03-10', '6000.00');
    expect(codeOf(() => pay(year, '2026-03-11', '500.01'))).toBe('feeOverpaid');
    expect(codeOf(() => change(openYear({ fee: undefined }), { fee: euro('5') }))).toBeUndefined();
    const partly = openYear();
    pay(partly, '2026-03-10', '6000.00');
    expect(codeOf(() => change(partly, { fee: euro('5999.99') }))).toBe('feeOverpaid');
  });

  it('is counted again when it is corrected', () => {
    const year = openYear({ fee: undefined });
    pay(year, '2026-03-10', '100');
    expect(year).toMatchObject({ fee: null, paidOn: '2026-03-10' });
    change(year, { fee: euro('150') });
    expect(year.paidOn).toBeNull();
    change(year, { fee: euro('100.00') });
    expect(year.paidOn).toBe('2026-03-10');
    change(year, { fee: null });
    expect(year.paidOn).toBe('2026-03-10');
  });

  it('is overdue no longer where it was paid in time, or is due later', () => {
    const year = openYear();
    Object.assign(year, { feeOverdueOn: '2026-04-01' });
    pay(year, '2026-03-31', '6500');
    expect(year.feeOverdueOn).toBeNull();
    const late = Object.assign(openYear(), { feeOverdueOn: '2026-04-01' });
    pay(late, '2026-04-02', '6500');
    expect(late).toMatchObject({ feeOverdueOn: '2026-04-01', paidOn: '2026-04-02' });
    const later = Object.assign(openYear(), { feeOverdueOn: '2026-04-01' });
    change(later, { feeDueOn: '2026-12-31' });
    expect(later.feeOverdueOn).toBeNull();
  });

  it('is paid in at most twelve parts, and not in the future', () => {
    const year = openYear({ fee: undefined });
    for (let part = 0; part < 12; part++) pay(year, '2026-03-10', '1');
    expect(year.isPayable()).toBe(false);
    expect(codeOf(() => pay(year, '2026-03-10', '1'))).toBe('paymentsFull');
    expect(codeOf(() => pay(openYear(), '2026-11-25', '1'))).toBe('factInFuture');
  });

  it('is the exact sum of its parts, in any order', () => {
    const cents = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(cents, (parts) => {
        const amounts = parts.map((part) => (part / 100).toFixed(2));
        const total = parts.reduce((sum, part) => sum + part, 0);
        const year = openYear({ fee: euro((total / 100).toFixed(2)) });
        amounts.forEach((amount, index) => pay(year, addDays('2026-02-01', (index * 7) % 12), amount));
        expect(year.paidOn).toBe(year.payments.at(-1)?.on);
        expect(year.payments.reduce((sum, { amount }) => sum + toMinor(amount), 0n)).toBe(BigInt(total));
      }),
    );
  });
});

describe('the clock', () => {
  /** The facts of a round on that day, as the worker performs them one by one. */
  const roundOn = (year: MembershipYearRecord, day: string): string[] => {
    const facts: string[] = [];
    for (let left = 10; left > 0; left--) {
      const expired = membershipYearLife.expire(year, noon(day));
      if (expired === undefined) break;
      const { kind, time } = expired.fact();
      facts.push(`${kind.verb} ${time}`);
    }
    return facts;
  };
  const at = (verb: string, day: string) => `${verb} ${startOfDay(day).toISOString()}`;

  it('says once what was not done in time', () => {
    const year = openYear();
    expect(roundOn(year, '2026-03-31')).toEqual([]);
    expect(roundOn(year, '2026-04-01')).toEqual([at('feeOverdue', '2026-04-01')]);
    expect(roundOn(year, '2026-05-30')).toEqual([]);
    expect(roundOn(year, '2026-05-31')).toEqual([at('noticeNear', '2026-05-31')]);
    expect(roundOn(year, '2026-06-30')).toEqual([]);
    expect(roundOn(year, '2026-07-01')).toEqual([at('noticeDeadlinePassed', '2026-07-01')]);
    expect(roundOn(year, '2026-12-31')).toEqual([]);
    expect(roundOn(year, '2027-01-01')).toEqual([at('reviewMissing', '2027-01-01'), at('over', '2027-01-01')]);
    expect(roundOn(year, '2028-01-01')).toEqual([]);
    expect(year).toMatchObject({ status: 'over', reviewMissingOn: '2027-01-01', noticePassedOn: '2026-07-01' });
  });

  it('says nothing of what was done, and ends the year', () => {
    const year = openYear();
    review(year, '2026-05-01');
    pay(year, '2026-03-01', '6500');
    expect(roundOn(year, '2026-12-31')).toEqual([]);
    expect(roundOn(year, '2027-01-01')).toEqual([at('over', '2027-01-01')]);
  });

  it('says nothing of a year that was over from the beginning, but what is owed stays owed', () => {
    const year = aYear({ year: 2025, endsOn: '2025-12-31', feeDueOn: undefined });
    expect(roundOn(year, today)).toEqual([]);
    const owed = aYear({ year: 2025, endsOn: undefined, feeDueOn: '2026-01-31' });
    expect(roundOn(owed, today)).toEqual([at('feeOverdue', '2026-02-01')]);
  });
});

describe('the year after it', () => {
  /** The days of the years that follow, as the clock opens them. */
  const following = (first: MembershipYearRecord, count: number, membership = running) => {
    const years = [first];
    for (let n = 0; n < count; n++) years.push((years.at(-1) ?? first).next(name, membership));
    return years.slice(1).map(({ year, endsOn, feeDueOn }) => [year, endsOn, feeDueOn]);
  };

  it('has its days a year later, and returns to 29 February', () => {
    const first = aYear({ year: 2024, endsOn: '2024-02-29', feeDueOn: '2024-02-29' }, {}, '2024-01-15');
    expect(following(first, 4)).toEqual([
      [2025, '2025-02-28', '2025-02-28'],
      [2026, '2026-02-28', '2026-02-28'],
      [2027, '2027-02-28', '2027-02-28'],
      [2028, '2028-02-29', '2028-02-29'],
    ]);
    expect(following(openYear({ endsOn: undefined, feeDueOn: '2027-01-31' }), 2)).toEqual([
      [2027, null, '2028-01-31'],
      [2028, null, '2029-01-31'],
    ]);
  });

  it('is counted from a day that was corrected', () => {
    const second = aYear({ year: 2024, endsOn: '2024-02-29' }, {}, '2024-01-15').next(name, running);
    change(second, { endsOn: '2025-06-30', feeDueOn: null });
    expect(following(second, 2)).toEqual([
      [2026, '2026-06-30', null],
      [2027, '2027-06-30', null],
    ]);
  });

  it('has an unknown fee, and a decision of its own', () => {
    const year = openYear();
    review(year, '2026-05-01');
    pay(year, '2026-03-01', '6500');
    expect(year.next(name, running)).toMatchObject({
      status: 'open',
      level: 'europe',
      fee: null,
      payments: [],
      paidOn: null,
      reviewedOn: null,
      noticeBy: '2027-06-30',
      decideBy: '2027-06-30',
    });
  });

  it('ends with the notice', () => {
    const underNotice = { ...running, status: 'noticeGiven' as const, until: '2027-03-31' };
    expect(openYear().next(name, underNotice)).toMatchObject({
      endsOn: '2027-03-31',
      noticeBy: null,
      decideBy: '2027-12-31',
    });
    const later = { ...underNotice, until: '2028-03-31' };
    expect(openYear().next(name, later).endsOn).toBe('2027-12-31');
  });

  it.each([
    [true, null, true],
    [true, '2027-01-01', true],
    [true, '2026-12-31', false],
    [false, null, false],
  ])('follows where the membership runs (%s), until %s: %s', (isRunning, until, isFollowed) => {
    expect(openYear().isFollowed({ isRunning, until })).toBe(isFollowed);
  });

  it('does not lie beyond the calendar', () => {
    expect(aYear({ year: 2199, endsOn: undefined }).isFollowed({ isRunning: true, until: null })).toBe(false);
  });
});
