import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { officeExample } from '../examples.js';
import type { MembershipContext } from '../memberships/memberships.api.js';
import { OfficeRecord } from './office.entity.js';
import { NewOffice, OfficeState, OfficeStatus } from './office.schema.js';
import { officeStates, statesOf } from './office.states.js';

const today = '2026-11-24';
const member: MembershipContext = {
  ref: 'NW-2026-0002',
  networkId: '01930000-0000-7000-8000-000000000001',
  holderKind: 'region',
  member: true,
  since: '2018-01-01',
  until: null,
};

const given = (changes: object = {}, context = member): OfficeRecord =>
  OfficeRecord.nominate(
    '01930000-0000-7000-8000-000000000003',
    'NW-2026-0003',
    '01930000-0000-7000-8000-000000000002',
    NewOffice.parse({ ...officeExample, ...changes }),
    context,
  );

const at = (status: OfficeStatus, elected: boolean): OfficeRecord => Object.assign(given({ elected }), { status });

const acts: Record<string, (office: OfficeRecord, on: string) => void> = {
  win: (office, on) => office.win({ on }, today, member),
  lose: (office, on) => office.lose({ on }, today),
  take: (office, on) => office.take({ on }, today, member),
  end: (office, on) => office.end({ on }, today),
};

const codeOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

describe('the states of an office', () => {
  const rows = [true, false].flatMap((elected) =>
    OfficeStatus.options.flatMap((status) => Object.keys(acts).map((act) => ({ elected, status, act }))),
  );
  const allowed = ({ elected, status, act }: (typeof rows)[number]) =>
    statesOf(elected).find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act one that is $status (elected: $elected)', (row) => {
    const office = at(row.status, row.elected);
    expect(codeOf(() => acts[row.act]?.(office, '2021-01-01'))).toBe('illegalTransition');
    expect(office.status).toBe(row.status);
  });

  it.each(rows.filter(allowed))('can $act one that is $status (elected: $elected)', (row) => {
    const office = at(row.status, row.elected);
    acts[row.act]?.(office, '2021-01-01');
    expect(office).toMatchObject({ status: allowed(row)?.to, statusSince: '2021-01-01' });
  });

  it('has an act for every verb in the table, and covers every state', () => {
    expect([...new Set(officeStates.map(({ act }) => act))].sort()).toEqual(Object.keys(acts).sort());
    const named = officeStates.flatMap(({ from, to }) => [from, to]);
    expect([...new Set(named)].sort()).toEqual([...OfficeStatus.options].sort());
  });
});

describe('its membership (N2)', () => {
  const covers = (term: object, context: Partial<MembershipContext>) =>
    codeOf(() => given({ term }, { ...member, ...context }));
  const open = { startsOn: '2020-11-30' };
  const closed = { startsOn: '2020-11-30', endsOn: '2023-11-29' };

  it.each([
    ['from its first day', open, { since: '2020-11-30' }],
    ['without a known first day', open, { since: null }],
    ['that ends on the last day of the term', closed, { until: '2023-11-29' }],
    ['that continues', closed, {}],
  ])('covers the term: one %s', (_, term, context) => {
    expect(covers(term, context)).toBeUndefined();
  });

  it.each([
    ['that was never one', open, { member: false }],
    ['that begins a day later', open, { since: '2020-12-01' }],
    ['that ends a day earlier', closed, { until: '2023-11-28' }],
    ['that ends, under a term without an end', open, { until: '2029-12-31' }],
  ])('does not cover it: one %s', (_, term, context) => {
    expect(covers(term, context)).toBe('membershipNotActive');
  });

  it('is checked again when the office is won and when it is taken', () => {
    const lapsed = { ...member, until: '2020-12-31' };
    expect(codeOf(() => given().win({ on: '2020-11-30' }, today, lapsed))).toBe('membershipNotActive');
    expect(codeOf(() => at('elected', true).take({ on: '2020-11-30' }, today, lapsed))).toBe('membershipNotActive');
  });

  it('gives the office its holder and its network', () => {
    expect(OfficeState.parse(toJson(given()))).toMatchObject({
      holderKind: 'region',
      networkId: member.networkId,
    });
  });
});

describe('the days in office', () => {
  it('are those on which it was taken and left, whatever the term', () => {
    const office = given({ term: { startsOn: '2020-11-30', endsOn: '2023-11-29' } });
    acts.win?.(office, '2020-11-30');
    expect(OfficeState.parse(toJson(office))).not.toHaveProperty('tookOfficeOn');
    acts.take?.(office, '2021-01-01');
    acts.end?.(office, '2022-06-30');
    expect(office).toMatchObject({ tookOfficeOn: '2021-01-01', leftOfficeOn: '2022-06-30' });
  });

  it('begin within the term', () => {
    const within = (on: string) =>
      codeOf(() =>
        given({ elected: false, term: { startsOn: '2020-11-30', endsOn: '2023-11-29' } }).take({ on }, today, member),
      );
    expect(['2020-11-29', '2020-11-30', '2023-11-29', '2023-11-30'].map(within)).toEqual([
      'invalidPeriod',
      undefined,
      undefined,
      'invalidPeriod',
    ]);
  });

  it('are in order, and none in the future', () => {
    const office = given({ elected: false });
    acts.take?.(office, '2021-01-01');
    expect(codeOf(() => acts.end?.(office, '2020-12-31'))).toBe('invalidPeriod');
    expect(codeOf(() => acts.end?.(office, '2026-11-25'))).toBe('factInFuture');
  });
});

it('has a term that does not end before it begins', () => {
  const term = { startsOn: '2020-11-30', endsOn: '2020-11-29' };
  expect(NewOffice.safeParse({ ...officeExample, term }).error?.issues).toMatchObject([
    { path: ['term', 'endsOn'], params: { issue: 'invalidPeriod' } },
  ]);
});
