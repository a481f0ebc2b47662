import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { forbidden } from '@passerelle/testing/transitions';
import { membershipExample } from '../examples.js';
import { MembershipRecord } from './membership.entity.js';
import { membershipLife } from './membership.life.js';
import { MembershipState, MembershipStatus, NewMembership, Notice } from './membership.schema.js';

const today = '2026-11-24';
const on = '2026-06-30';

const given = (changes: object = {}): MembershipRecord =>
  MembershipRecord.register(
    { id: '01930000-0000-7000-8000-000000000002', ref: 'NW-2026-0002' },
    '01930000-0000-7000-8000-000000000001',
    NewMembership.parse({ ...membershipExample, ...changes }),
    today,
  );

const active = (changes: object = {}) => given({ status: 'active', since: '2020-01-01', ...changes });
const at = (status: MembershipStatus): MembershipRecord => Object.assign(given(), { status });

const bodies: Record<string, object> = { giveNotice: { until: '2026-12-31' } };
const { transitions } = membershipLife;
const acts = ['apply', 'admit', 'refuse', 'fallIntoArrears', 'settle', 'giveNotice', 'end'];

const perform = (membership: MembershipRecord, act: string, day = on) =>
  membershipLife.perform(membership, act, { on: day, ...bodies[act] }, actingOn(today));

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

describe('the states of a membership', () => {
  it.each(forbidden(transitions, acts))('%s: refuses to %s', async (status, act) => {
    const membership = Object.assign(given(), { status });
    expect(await codeOf(() => perform(membership, act))).toBe('illegalTransition');
    expect(membership).toMatchObject({ status, statusSince: null });
  });

  // Whether a holder may be admitted depends on its other memberships too: tested end to end.
  it.each(transitions.filter(({ act }) => act !== 'admit'))('$from: $act leads to $to', async ({ from, act, to }) => {
    const membership = at(from);
    await perform(membership, act);
    expect(membership).toMatchObject({ status: to, statusSince: on });
  });

  it('are all in the table', () => {
    const named = transitions.flatMap(({ from, to }) => [from, to]);
    expect([...new Set(named)].sort()).toEqual([...MembershipStatus.options].sort());
  });
});

describe('the days that figures read', () => {
  it('begin with the admission, not with the application', async () => {
    const membership = given();
    await perform(membership, 'apply', '2025-01-10');
    expect(membership.since).toBeNull();
    membership.admit({ on: '2025-03-31' }, today);
    expect(membership).toMatchObject({ since: '2025-03-31', until: null });
  });

  it('end on the last day under the notice, or on the actual last day', async () => {
    const membership = active();
    await perform(membership, 'giveNotice', '2026-01-15');
    expect(membership.until).toBe('2026-12-31');
    await perform(membership, 'end', '2026-09-30');
    expect(membership).toMatchObject({ until: '2026-09-30', status: 'ended' });
  });

  it('may be unknown: the first day of an already active membership is optional', () => {
    const membership = active({ since: undefined });
    expect(membership).toMatchObject({ status: 'active', since: null });
    expect(MembershipState.parse(toJson(membership))).not.toHaveProperty('since');
    membership.change({ since: '2018-05-01' }, today);
    expect(membership.since).toBe('2018-05-01');
  });

  it('exist for members only', async () => {
    expect(NewMembership.safeParse({ ...membershipExample, since: '2020-01-01' }).error?.issues).toMatchObject([
      { path: ['since'] },
    ]);
    expect(await codeOf(() => given().change({ since: '2020-01-01' }, today))).toBe('schemaViolation');
    expect(await codeOf(() => active({ since: '2026-11-25' }))).toBe('factInFuture');
  });
});

it('records its acts in order, and none in the future', async () => {
  const membership = active({ since: '2025-01-01' });
  expect(await codeOf(() => perform(membership, 'fallIntoArrears', '2024-12-31'))).toBe('invalidPeriod');
  expect(await codeOf(() => perform(membership, 'fallIntoArrears', '2026-11-25'))).toBe('factInFuture');
  const corrected = active({ since: undefined });
  corrected.change({ since: '2025-01-01' }, today);
  expect(await codeOf(() => perform(corrected, 'fallIntoArrears', '2024-12-31'))).toBe('invalidPeriod');
});

describe('a notice (N4)', () => {
  it.each([
    ['P6M', '2026-06-30', '2026-12-31', undefined],
    ['P6M', '2026-07-01', '2026-12-31', 'noticeTooShort'],
    ['P6M', '2026-07-01', '2027-01-01', undefined],
    ['P3M', '2026-08-31', '2026-11-29', 'noticeTooShort'],
    ['P3M', '2026-08-31', '2026-11-30', undefined],
    [undefined, '2026-07-01', '2026-07-01', undefined],
  ])('with a period of %s, given on %s for %s: %s', async (noticePeriod, day, until, code) => {
    const membership = active({ noticePeriod });
    expect(await codeOf(() => membership.giveNotice({ on: day, until }, today))).toBe(code);
  });

  it('says which day would have done, and for which end there is still time', () => {
    const given = () => active().giveNotice({ on: '2026-07-15', until: '2026-12-31' }, today);
    expect(given).toThrow(/"noticeBy":"2026-06-30","earliest":"2027-01-15"/);
  });

  it('names the last day where the period leads beyond the calendar', async () => {
    const membership = active({ noticePeriod: 'P200Y' });
    expect(await codeOf(() => membership.giveNotice({ on: '2026-07-15', until: '2026-12-31' }, today))).toBe(
      'invalidPeriod',
    );
  });
});

it('needs a notice that is not later than its own last day', () => {
  expect(Notice.safeParse({ on: '2026-06-30', until: '2026-06-30' }).success).toBe(true);
  expect(Notice.safeParse({ on: '2026-06-30', until: '2026-06-29' }).error?.issues).toMatchObject([
    { path: ['until'], params: { issue: 'invalidPeriod' } },
  ]);
});

it('keeps the legal member apart from the participant', () => {
  expect(given()).toMatchObject({
    holderKind: 'region',
    holder: { name: 'Brussels-Capital Region' },
    participatingEntity: { name: 'Brussels International' },
  });
});

it.each(['refused', 'ended'] as const)('cannot change once it is %s', async (status) => {
  expect(await codeOf(() => at(status).change({ category: 'observer' }, today))).toBe('recordClosed');
});

it.each([
  ['P6M', true],
  ['P1Y6M', true],
  ['P90D', true],
  ['P', false],
  ['6M', false],
  ['P6', false],
  ['PT6M', false],
])('reads the notice period %s: %s', (noticePeriod, isRead) => {
  expect(NewMembership.safeParse({ ...membershipExample, noticePeriod }).success).toBe(isRead);
});
