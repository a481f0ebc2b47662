import { referenceList } from '@passerelle/domain/reference-list';
import { actingOn } from '@passerelle/testing/acting';
import { codeOf } from '@passerelle/testing/refused';
import { incoming } from './visit.builder.js';
import { VisitRecord } from './visit.entity.js';
import {
  authorisationExample,
  cancellationExample,
  madeExample,
  reportExample,
  visitExample,
} from './visit.example.js';
import { visitLife } from './visit.life.js';
import { NewVisit, VisitChange, VisitState, VisitStatus } from './visit.schema.js';

const today = '2025-03-03';

const aVisit = (changes: object = {}): VisitRecord =>
  VisitRecord.plan(
    { id: '01930000-0000-7000-8000-000000000005', ref: 'NW-2025-0005' },
    NewVisit.parse({ ...visitExample, ...changes }),
  );

const made = (changes: object = {}): VisitRecord => {
  const visit = Object.assign(aVisit(changes), { status: 'authorised' as const });
  visit.make({}, today);
  return Object.assign(visit, { status: 'made' as const });
};

const reported = (visit: VisitRecord, on: string) => {
  visit.giveReport({ ...reportExample, on, recipients: ['territorialStrategy'] }, today);
  return visit;
};

const change = (visit: VisitRecord, patch: object) => visit.change(VisitChange.parse(patch), today);

const issuesOf = (changes: object) =>
  NewVisit.safeParse({ ...visitExample, ...changes }).error?.issues.map(({ path }) => path.join('.'));

it('is in one of the states of the list', () => {
  expect(referenceList('visitStates').entries.map(({ code }) => code)).toEqual(VisitStatus.options);
});

describe('the days of a visit', () => {
  it('are both set, and in order', () => {
    expect(aVisit({ endsOn: undefined }).endsOn).toBe('2024-12-30');
    expect(issuesOf({ endsOn: '2024-12-29' })).toEqual(['endsOn']);
    expect(codeOf(() => change(aVisit(), { startsOn: '2025-01-03' }))).toBe('invalidPeriod');
    const shortened = aVisit();
    change(shortened, { endsOn: null });
    expect(shortened.endsOn).toBe('2024-12-30');
  });

  it('may lie in the future, but not so far that no day for the report is left', () => {
    expect(codeOf(() => aVisit({ startsOn: '2098-05-05', endsOn: undefined }))).toBeUndefined();
    expect(codeOf(() => aVisit({ endsOn: '2199-12-30' }))).toBe('invalidPeriod');
    expect(codeOf(() => aVisit({ endsOn: '2199-12-30', reportExempt: true }))).toBeUndefined();
  });

  it('belong on the calendar until the visit is made', () => {
    expect(VisitState.shape.startsOn.meta()).toMatchObject({ 'x-calendar': 'visit', 'x-calendar-until': 'endsOn' });
    expect(VisitState.shape.reportDueOn.meta()).toMatchObject({ 'x-calendar': 'reportDue' });
  });
});

describe('the costs of a visit', () => {
  const cost = (kind: string, amount: string) => ({ kind, amount: { amount, currency: 'EUR' } });

  it.each([
    [['412.35', '586.7'], '999.05'],
    [['0.1', '0.2'], '0.30'],
    [['0'], '0.00'],
    [['999999999.99', '0.01'], '1000000000.00'],
  ])('of %j are %s, to the cent', (amounts, sum) => {
    const costs = amounts.map((amount, index) => cost(['transport', 'stay'][index] ?? '', amount));
    expect(aVisit({ costs }).costTotal).toEqual({ amount: sum, currency: 'EUR' });
  });

  it('are unknown until they are given', () => {
    expect(aVisit({ costs: undefined }).costTotal).toBeNull();
    const visit = aVisit();
    change(visit, { costs: null });
    expect(visit.costTotal).toBeNull();
  });

  it.each([
    ['no kind at all', []],
    ['a kind twice', [cost('stay', '1'), cost('stay', '2')]],
    ['less than nothing', [cost('stay', '-0.01')]],
    ['a billion euros', [cost('stay', '1000000000')]],
  ])('do not name %s', (_, costs) => {
    expect(issuesOf({ costs })).toEqual(['costs']);
  });
});

it('has a quantity of carbon with its method and source, or none', () => {
  expect(issuesOf({ carbon: { ...visitExample.carbon, source: undefined } })).toEqual(['carbon.source']);
  expect(issuesOf({ carbon: { ...visitExample.carbon, method: undefined } })).toEqual(['carbon.method']);
  expect(issuesOf({ carbon: undefined })).toBeUndefined();
});

it('meets partners of its countries only, where theirs are known', () => {
  const partner = (country?: string) => ({ kind: 'city', organisation: { name: 'A city', country } });
  expect(issuesOf({ partners: [partner('FR'), partner('DE'), partner(), partner('NL')] })).toEqual([
    'partners.1.organisation.country',
    'partners.3.organisation.country',
  ]);
  expect(() => change(aVisit(), { countries: ['BE'] })).toThrow(/partners.0.organisation.country/);
  expect(codeOf(() => change(aVisit(), { countries: ['BE', 'FR'] }))).toBeUndefined();
});

describe('the authorisation', () => {
  it('is recorded as it was, even after the departure, but not in the future', () => {
    const visit = aVisit();
    visit.authorise({ ...authorisationExample, on: '2024-12-31' }, today);
    expect(visit).toMatchObject({ authorisedOn: '2024-12-31', authorisation: authorisationExample.reference });
    expect(codeOf(() => aVisit().authorise({ ...authorisationExample, on: '2025-03-04' }, today))).toBe('factInFuture');
  });

  it('is for missions only, which are not made without it', async () => {
    expect(codeOf(() => aVisit(incoming).authorise(authorisationExample, today))).toBe('authorisationNotNeeded');
    expect(codeOf(() => aVisit().make({}, today))).toBe('visitNotAuthorised');
    expect(codeOf(() => aVisit(incoming).make({}, today))).toBeUndefined();
    const possible = (visit: VisitRecord) => visitLife.possible(visit, actingOn(today));
    expect(await possible(aVisit())).toEqual(['authorise', 'cancel']);
    expect(await possible(aVisit(incoming))).toEqual(['make', 'cancel']);
  });
});

describe('a visit that is made', () => {
  it('is over', () => {
    const onDay = (day: string) => codeOf(() => aVisit(incoming).make({}, day));
    expect(['2025-01-01', '2025-01-02', '2025-01-03'].map(onDay)).toEqual(['visitNotOver', 'visitNotOver', undefined]);
  });

  it('has what became known with it', () => {
    const visit = aVisit(incoming);
    visit.make({ participants: 2, costs: [...madeExample.costs] }, today);
    expect(visit).toMatchObject({ participants: 2, costTotal: { amount: '789.35' }, carbon: visitExample.carbon });
  });

  it('stays in the past when its days are corrected', () => {
    expect(codeOf(() => change(made(), { endsOn: today }))).toBe('visitNotOver');
    expect(codeOf(() => change(made(), { endsOn: '2025-03-02' }))).toBeUndefined();
  });
});

describe('the last day for the report', () => {
  it.each([
    // Christmas and New Year's Day do not count.
    ['over the turn of the year', { startsOn: '2024-12-18', endsOn: '2024-12-20' }, '2025-01-07'],
    ['after the turn of the year', {}, '2025-01-16'],
    ['of one day', { startsOn: '2024-11-14', endsOn: undefined }, '2024-11-28'],
    ['without a report that is due', { reportExempt: true }, null],
  ])('is ten working days after the last day of a visit %s', (_, changes, due) => {
    expect(aVisit(changes).reportDueOn).toBe(due);
  });

  it('follows the days of the visit until the report is given', () => {
    const visit = made();
    change(visit, { endsOn: '2025-01-03' });
    expect(visit.reportDueOn).toBe('2025-01-17');
    change(visit, { reportExempt: true });
    expect(visit.reportDueOn).toBeNull();
  });

  it('is none after the visit was cancelled', () => {
    const visit = aVisit();
    visit.cancel(cancellationExample);
    expect(visit).toMatchObject({ reason: cancellationExample.reason, reportDueOn: null });
  });
});

describe('the report', () => {
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);

  it('is not before the last day of the visit, and not in the future', () => {
    expect(codeOf(() => reported(made(), '2025-01-01'))).toBe('invalidPeriod');
    expect(codeOf(() => reported(made(), '2025-01-02'))).toBeUndefined();
    expect(codeOf(() => reported(made(), '2025-03-04'))).toBe('factInFuture');
  });

  it('is marked when it is given late, and never where none was due', () => {
    expect(reported(made(), '2025-01-16').reportLate).toBe(false);
    expect(reported(made(), '2025-01-17').reportLate).toBe(true);
    expect(reported(made({ reportExempt: true }), '2025-02-28').reportLate).toBeNull();
  });

  it('becomes overdue once, on the day after, and the visit stays marked', () => {
    const visit = made();
    expect(visitLife.expire(visit, noon('2025-01-16'))).toBeUndefined();
    expect(visitLife.expire(visit, noon('2025-01-20'))?.fact().time).toBe('2025-01-16T23:00:00.000Z');
    expect(visitLife.expire(visit, noon('2025-01-21'))).toBeUndefined();
    expect(reported(visit, '2025-01-22')).toMatchObject({ reportOverdueOn: '2025-01-17', reportLate: true });
  });

  it('loses the mark where it was in time, and where its last day moves', () => {
    const overdue = () => {
      const visit = made();
      visitLife.expire(visit, noon('2025-01-20'));
      return visit;
    };
    expect(reported(overdue(), '2025-01-16')).toMatchObject({ reportOverdueOn: null, reportLate: false });
    const moved = overdue();
    change(moved, { title: visitExample.title });
    expect(moved.reportOverdueOn).toBe('2025-01-17');
    change(moved, { endsOn: '2025-01-10' });
    expect(moved).toMatchObject({ reportDueOn: '2025-01-24', reportOverdueOn: null });
  });

  it('does not become overdue before the visit is made', () => {
    expect(visitLife.expire(aVisit(), noon('2025-02-01'))).toBeUndefined();
  });
});

it.each<[VisitStatus, string | undefined, string | undefined]>([
  ['planned', undefined, undefined],
  ['authorised', undefined, undefined],
  ['made', undefined, undefined],
  ['reported', 'recordClosed', undefined],
  ['cancelled', 'recordClosed', 'recordClosed'],
])('that is %s is corrected: its terms %s, what comes later %s', (status, terms, lasting) => {
  const given = () => Object.assign(aVisit(), { status });
  const { title, partners, costs } = visitExample;
  for (const patch of [{ title }, { partners }, { startsOn: '2024-12-29' }, { place: null }, { reportExempt: true }])
    expect(codeOf(() => change(given(), patch))).toBe(terms);
  const later = { costs, carbon: null, participants: 4, departments: ['bisa'], themes: [], regionalPartners: [] };
  expect(codeOf(() => change(given(), { ...later, classification: 'restricted' }))).toBe(lasting);
  expect(codeOf(() => change(given(), { ...later, title }))).toBe(terms);
});

it('keeps the last day for a report that was given', () => {
  const visit = Object.assign(reported(made(), '2025-01-14'), { status: 'reported' as const });
  change(visit, { costs: null });
  expect(visit).toMatchObject({ reportDueOn: '2025-01-16', reportLate: false, costTotal: null });
});
