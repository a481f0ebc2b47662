import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { membershipExample } from '../examples.js';
import { MembershipRecord } from './membership.entity.js';
import { MembershipState, MembershipStatus, NewMembership, Notice } from './membership.schema.js';
import { membershipStates } from './membership.states.js';

const today = '2026-11-24';
const on = '2026-06-30';

const given = (changes: object = {}): MembershipRecord =>
  MembershipRecord.register(
    '01930000-0000-7000-8000-000000000002',
    'NW-2026-0002',
    '01930000-0000-7000-8000-000000000001',
    NewMembership.parse({ ...membershipExample, ...changes }),
    today,
  );

const active = (changes: object = {}) => given({ status: 'active', since: '2020-01-01', ...changes });
const at = (status: MembershipStatus): MembershipRecord => Object.assign(given(), { status });

const acts: Record<string, (membership: MembershipRecord, on: string) => void> = {
  apply: (membership, on) => membership.apply({ on }, today),
  admit: (membership, on) => membership.admit({ on }, today),
  refuse: (membership, on) => membership.refuse({ on }, today),
  fallIntoArrears: (membership, on) => membership.fallIntoArrears({ on }, today),
  settle: (membership, on) => membership.settle({ on }, today),
  giveNotice: (membership, on) => membership.giveNotice({ on, until: '2026-12-31' }, today),
  end: (membership, on) => membership.end({ on }, today),
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

describe('the states of a membership', () => {
  const rows = MembershipStatus.options.flatMap((status) => Object.keys(acts).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    membershipStates.find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act a membership that is $status', ({ status, act }) => {
    const membership = at(status);
    expect(codeOf(() => acts[act]?.(membership, on))).toBe('illegalTransition');
    expect(membership.status).toBe(status);
  });

  it.each(rows.filter(allowed))('can $act a membership that is $status', (row) => {
    const membership = at(row.status);
    acts[row.act]?.(membership, on);
    expect(membership).toMatchObject({ status: allowed(row)?.to, statusSince: on });
  });

  it('has an act for every verb in the table, and covers every state', () => {
    expect([...new Set(membershipStates.map(({ act }) => act))].sort()).toEqual(Object.keys(acts).sort());
    const named = membershipStates.flatMap(({ from, to }) => [from, to]);
    expect([...new Set(named)].sort()).toEqual([...MembershipStatus.options].sort());
  });
});

describe('the days that figures read', () => {
  it('begin with the admission, not with the application', () => {
    const membership = given();
    membership.apply({ on: '2025-01-10' }, today);
    expect(membership.since).toBeNull();
    membership.admit({ on: '2025-03-31' }, today);
    expect(membership).toMatchObject({ since: '2025-03-31', until: null });
  });

  it('end on the last day under the notice, or on the actual last day', () => {
    const membership = active();
    membership.giveNotice({ on: '2026-01-15', until: '2026-12-31' }, today);
    expect(membership.until).toBe('2026-12-31');
    membership.end({ on: '2026-09-30' }, today);
    expect(membership).toMatchObject({ until: '2026-09-30', status: 'ended' });
  });

  it('may be unknown: the first day of an already active membership is optional', () => {
    const membership = active({ since: undefined });
    expect(membership).toMatchObject({ status: 'active', since: null });
    expect(MembershipState.parse(toJson(membership))).not.toHaveProperty('since');
    membership.change({ since: '2018-05-01' }, today);
    expect(membership.since).toBe('2018-05-01');
  });

  it('exist for members only', () => {
    expect(NewMembership.safeParse({ ...membershipExample, since: '2020-01-01' }).error?.issues).toMatchObject([
      { path: ['since'] },
    ]);
    expect(codeOf(() => given().change({ since: '2020-01-01' }, today))).toBe('schemaViolation');
    expect(codeOf(() => active({ since: '2026-11-25' }))).toBe('factInFuture');
  });
});

it('records its acts in order, and none in the future', () => {
  const membership = active({ since: '2025-01-01' });
  expect(codeOf(() => acts.fallIntoArrears?.(membership, '2024-12-31'))).toBe('invalidPeriod');
  expect(codeOf(() => acts.fallIntoArrears?.(membership, '2026-11-25'))).toBe('factInFuture');
  const corrected = active({ since: undefined });
  corrected.change({ since: '2025-01-01' }, today);
  expect(codeOf(() => acts.fallIntoArrears?.(corrected, '2024-12-31'))).toBe('invalidPeriod');
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

it.each(['refused', 'ended'] as const)('cannot change once it is %s', (status) => {
  expect(codeOf(() => at(status).change({ category: 'observer' }, today))).toBe('recordClosed');
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
