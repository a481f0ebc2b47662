import { startOfDay } from '@passerelle/domain/period';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { forbidden } from '@passerelle/testing/transitions';
import { officeExample } from '../examples.js';
import type { MembershipContext } from '../memberships/memberships.api.js';
import { OfficeRecord } from './office.entity.js';
import { officeLife } from './office.life.js';
import { NewOffice, OfficeState, OfficeStatus } from './office.schema.js';

const today = '2026-11-24';
const member: MembershipContext = {
  ref: 'NW-2026-0002',
  networkId: '01930000-0000-7000-8000-000000000001',
  holderKind: 'region',
  classification: 'public',
  member: true,
  since: '2018-01-01',
  until: null,
};

const given = (changes: object = {}, context = member): OfficeRecord =>
  OfficeRecord.nominate(
    { id: '01930000-0000-7000-8000-000000000003', ref: 'NW-2026-0003' },
    '01930000-0000-7000-8000-000000000002',
    NewOffice.parse({ ...officeExample, ...changes }),
    context,
  );

const at = (status: OfficeStatus, elected: boolean): OfficeRecord => Object.assign(given({ elected }), { status });

const { transitions } = officeLife;

/** As the life does, under a membership that covers the term. */
async function perform(office: OfficeRecord, act: string, on = '2021-01-01', context = member): Promise<void> {
  if (act !== 'win' && act !== 'take') {
    await officeLife.perform(office, act, { on }, actingOn(today));
    return;
  }
  office[act]({ on }, today, context);
  officeLife.move(office, act);
}

/** Why an act was refused; undefined if it succeeded. */
const codeOf = async (act: () => unknown): Promise<string | undefined> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

describe('the states of an office', () => {
  const acts = ['win', 'lose', 'take', 'end'];

  it.each(forbidden(transitions, acts))('%s: refuses to %s', async (status, act) => {
    const office = Object.assign(given(), { status });
    expect(await codeOf(() => officeLife.perform(office, act, { on: '2021-01-01' }, actingOn(today)))).toBe(
      'illegalTransition',
    );
    expect(office).toMatchObject({ status, statusSince: null });
  });

  const isOpenTo = (elected: boolean, from: string, act: string): boolean =>
    act === 'win' ? elected : act !== 'take' || elected === (from === 'elected');
  const byPeople = transitions.filter(({ by }) => by !== 'clock');
  const rows = [true, false].flatMap((elected) => byPeople.map((row) => ({ elected, ...row })));
  const isLawful = ({ elected, from, act }: (typeof rows)[number]) => isOpenTo(elected, from, act);
  /** An office by appointment has no election to win. */
  const isReal = ({ elected, from }: (typeof rows)[number]) => elected || from !== 'elected';

  it.each(rows.filter((row) => isReal(row) && isLawful(row)))(
    '$from: $act leads to $to (elected: $elected)',
    async ({ elected, from, act, to }) => {
      const office = at(from, elected);
      await perform(office, act);
      expect(office).toMatchObject({ status: to, statusSince: '2021-01-01' });
    },
  );

  it.each(rows.filter((row) => isReal(row) && !isLawful(row)))(
    '$from: refuses to $act (elected: $elected)',
    async ({ elected, from, act }) => {
      const office = at(from, elected);
      expect(await codeOf(() => perform(office, act))).toBe('illegalTransition');
      expect(office).toMatchObject({ status: from, statusSince: null });
    },
  );

  it('are all in the table', () => {
    const named = transitions.flatMap(({ from, to }) => [from, to]);
    expect([...new Set(named)].sort()).toEqual([...OfficeStatus.options].sort());
  });
});

describe('the end of its term', () => {
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);
  const inOffice = (term: object, tookOfficeOn = '2020-11-30') =>
    Object.assign(given({ term: { startsOn: '2020-11-30', ...term } }), { status: 'inOffice', tookOfficeOn });

  it.each([
    ['2026-12-31', '2020-11-30', '2026-12-31'],
    ['2027-01-30', '2020-11-30', '2026-12-31'],
    ['2027-01-30', '2027-01-15', '2027-01-15'],
  ])('is near on %s, for an office taken on %s: since %s', (day, tookOfficeOn, since) => {
    const office = inOffice({ endsOn: '2027-01-30' }, tookOfficeOn);
    expect(officeLife.expire(office, noon('2026-12-30'))).toBeUndefined();
    const time = officeLife.expire(office, noon(day))?.fact().time;
    expect([time, office.endNearOn]).toEqual([startOfDay(since).toISOString(), since]);
  });

  it('is not announced where it is unknown, over, or not that of an office that was taken', () => {
    expect(officeLife.expire(inOffice({}), noon('2027-01-15'))).toBeUndefined();
    expect(officeLife.expire(inOffice({ endsOn: '2023-11-29' }), noon('2027-01-15'))).toBeUndefined();
    const elected = Object.assign(inOffice({ endsOn: '2027-01-30' }), { status: 'elected' });
    expect(officeLife.expire(elected, noon('2027-01-15'))).toBeUndefined();
  });

  it('is near no longer with another last day, and still near with another role', () => {
    const office = inOffice({ endsOn: '2027-01-30' });
    officeLife.expire(office, noon('2027-01-15'));
    office.change({ role: 'treasurer' }, member);
    expect(office.endNearOn).toBe('2026-12-31');
    office.change({ term: { endsOn: '2027-06-30' } }, member);
    expect(office).toMatchObject({ endNearOn: null, termEndsOn: '2027-06-30' });
    office.change({ term: { endsOn: null } }, member);
    expect(office.termEndsOn).toBeNull();
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
  ])('covers the term: one %s', async (_, term, context) => {
    expect(await covers(term, context)).toBeUndefined();
  });

  it.each([
    ['that was never one', open, { member: false }],
    ['that begins a day later', open, { since: '2020-12-01' }],
    ['that ends a day earlier', closed, { until: '2023-11-28' }],
    ['that ends, under a term without an end', open, { until: '2029-12-31' }],
  ])('does not cover it: one %s', async (_, term, context) => {
    expect(await covers(term, context)).toBe('membershipNotActive');
  });

  it('is checked again when the office is won and when it is taken', async () => {
    const lapsed = { ...member, until: '2020-12-31' };
    expect(await codeOf(() => perform(given(), 'win', '2020-11-30', lapsed))).toBe('membershipNotActive');
    expect(await codeOf(() => perform(at('elected', true), 'take', '2020-11-30', lapsed))).toBe('membershipNotActive');
  });

  it('gives the office its holder and its network', () => {
    expect(OfficeState.parse(toJson(given()))).toMatchObject({
      holderKind: 'region',
      networkId: member.networkId,
    });
  });
});

describe('the days in office', () => {
  it('are those on which it was taken and left, whatever the term', async () => {
    const office = given({ term: { startsOn: '2020-11-30', endsOn: '2023-11-29' } });
    await perform(office, 'win', '2020-11-30');
    expect(OfficeState.parse(toJson(office))).not.toHaveProperty('tookOfficeOn');
    await perform(office, 'take');
    await perform(office, 'end', '2022-06-30');
    expect(office).toMatchObject({ tookOfficeOn: '2021-01-01', leftOfficeOn: '2022-06-30' });
  });

  it('begin within the term', async () => {
    const within = (on: string) =>
      codeOf(() =>
        perform(given({ elected: false, term: { startsOn: '2020-11-30', endsOn: '2023-11-29' } }), 'take', on),
      );
    expect(await Promise.all(['2020-11-29', '2020-11-30', '2023-11-29', '2023-11-30'].map(within))).toEqual([
      'invalidPeriod',
      undefined,
      undefined,
      'invalidPeriod',
    ]);
  });

  it('are in order, and none in the future', async () => {
    const office = given({ elected: false });
    await perform(office, 'take');
    expect(await codeOf(() => perform(office, 'end', '2020-12-31'))).toBe('invalidPeriod');
    expect(await codeOf(() => perform(office, 'end', '2026-11-25'))).toBe('factInFuture');
  });
});

it('has a term that does not end before it begins', () => {
  const term = { startsOn: '2020-11-30', endsOn: '2020-11-29' };
  expect(NewOffice.safeParse({ ...officeExample, term }).error?.issues).toMatchObject([
    { path: ['term', 'endsOn'], params: { issue: 'invalidPeriod' } },
  ]);
});

describe('a correction', () => {
  const change = (office: OfficeRecord, terms: object, context = member) => codeOf(() => office.change(terms, context));

  it('is for an office that is not over', async () => {
    expect(await change(at('notElected', true), { role: 'board' })).toBe('recordClosed');
    expect(await change(at('ended', true), { role: 'board' })).toBe('recordClosed');
    const office = at('inOffice', true);
    expect(await change(office, { role: 'board', organ: null })).toBeUndefined();
    expect(office).toMatchObject({ role: 'board', organ: null });
  });

  it('keeps the membership covering the term, and the first day in office within it', async () => {
    expect(await change(given(), { term: { startsOn: '2017-12-31' } })).toBe('membershipNotActive');
    const taken = async () => {
      const office = given({ elected: false });
      await perform(office, 'take');
      return office;
    };
    expect(await change(await taken(), { term: { startsOn: '2021-01-02' } })).toBe('invalidPeriod');
    expect(await change(await taken(), { term: { startsOn: '2021-01-01', endsOn: '2023-12-31' } })).toBeUndefined();
  });

  it('leaves an election as it was: only a candidate may turn out to stand for another kind of office', async () => {
    expect(await change(given(), { elected: false })).toBeUndefined();
    expect(await change(at('elected', true), { elected: false })).toBe('schemaViolation');
    expect(await change(at('inOffice', false), { elected: true })).toBe('schemaViolation');
  });
});
