import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { mandateExample } from '../examples.js';
import type { Claim, Occupancy } from '../seats/seats.api.js';
import { MandateRecord, mandateStates } from './mandate.entity.js';
import { MandateState, NewMandate, type MandateStatus } from './mandate.schema.js';

const today = '2024-12-24';
const id = '01930000-0000-7000-8000-000000000001';
const empty: Occupancy = { bodyId: id, rotation: null, claims: [] };
const taken = (from: string, to?: string, role = 'titular'): Occupancy => {
  const claim: Claim = { ref: 'RP-2024-0001', role, period: { from, ...(to === undefined ? {} : { to }) } };
  return { ...empty, claims: [claim] };
};

const given = (changes: object = {}, seat = empty): MandateRecord =>
  MandateRecord.propose(id, 'RP-2024-0002', id, NewMandate.parse({ ...mandateExample, ...changes }), seat);

/** In force since 1 January, and suspended since 1 March on request. */
const at = (status: MandateStatus): MandateRecord => {
  const mandate = given();
  if (status === 'proposed') return mandate;
  mandate.activate({ on: '2024-01-01' }, today);
  if (status === 'suspended') mandate.suspend({ on: '2024-03-01' }, today);
  return Object.assign(mandate, { status });
};

const acts: Record<string, (mandate: MandateRecord) => void> = {
  activate: (mandate) => mandate.activate({ on: '2024-01-01' }, today),
  suspend: (mandate) => mandate.suspend({ on: '2024-03-01' }, today),
  resume: (mandate) => mandate.resume({ on: '2024-04-01' }, today),
  end: (mandate) => mandate.end({ on: '2024-06-01' }, today),
  revoke: (mandate) => mandate.revoke({ on: '2024-06-01' }, today),
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

describe('the states of a mandate', () => {
  const statuses = [...new Set(mandateStates.flatMap(({ from, to }) => [from, to]))];
  const rows = statuses.flatMap((status) => Object.keys(acts).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    mandateStates.find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act one that is $status', ({ status, act }) => {
    const mandate = at(status);
    expect(codeOf(() => acts[act]?.(mandate))).toBe('illegalTransition');
    expect(mandate.status).toBe(status);
  });

  it.each(rows.filter(allowed))('can $act one that is $status', (row) => {
    const mandate = at(row.status);
    acts[row.act]?.(mandate);
    expect(mandate.status).toBe(allowed(row)?.to);
  });

  it('has an act for every verb in the table, and covers every status', () => {
    expect([...new Set(mandateStates.map(({ act }) => act))].sort()).toEqual(Object.keys(acts).sort());
    expect(statuses.toSorted()).toEqual(['active', 'ended', 'proposed', 'revoked', 'suspended']);
  });
});

describe('a second titular (P2)', () => {
  const { from, to } = mandateExample.period;

  it('is refused if the periods share a day, and the refusal names the other mandate', () => {
    expect(codeOf(() => given({}, taken(from, to)))).toBe('titularsOverlap');
    expect(codeOf(() => given({}, taken('2023-01-01', '2024-01-02')))).toBe('titularsOverlap');
    expect(codeOf(() => given({}, taken('2024-06-30')))).toBe('titularsOverlap');
    expect(() => given({}, taken(from))).toThrow('RP-2024-0001');
  });

  it('may follow on the day on which the other one ends', () => {
    expect(codeOf(() => given({}, taken('2023-01-01', from)))).toBeUndefined();
    expect(codeOf(() => given({}, taken(to)))).toBeUndefined();
  });

  it('is allowed for other roles', () => {
    expect(codeOf(() => given({ role: 'alternate' }, taken(from, to)))).toBeUndefined();
    expect(codeOf(() => given({}, taken(from, to, 'expert')))).toBeUndefined();
  });
});

describe('on a rotating seat (P8)', () => {
  const turn: Occupancy = { ...empty, rotation: { entity: 'BE-BRU', semester: '2024-S1' } };

  it.each([
    [undefined, { from: '2024-01-01', to: '2024-07-01' }],
    [undefined, { from: '2024-02-01', to: '2024-03-01' }],
    ['outsideRotation', { from: '2023-12-31', to: '2024-07-01' }],
    ['outsideRotation', { from: '2024-01-01', to: '2024-07-02' }],
    ['outsideRotation', { from: '2024-07-01', to: '2024-12-31' }],
    ['outsideRotation', { from: '2024-01-01' }],
  ])('a mandate is %p for %p', (code, period) => {
    expect(codeOf(() => given({ period }, turn))).toBe(code);
  });

  it('applies to every role', () => {
    expect(codeOf(() => given({ role: 'observer', period: { from: '2024-01-01' } }, turn))).toBe('outsideRotation');
  });
});

describe('the days of a mandate', () => {
  it('begin within its period, and not in the future', () => {
    expect(codeOf(() => given().activate({ on: '2023-12-31' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => given().activate({ on: '2024-07-01' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => given().activate({ on: '2024-01-01' }, '2023-12-31'))).toBe('factInFuture');
  });

  it('end after the first of them and by the end of its period', () => {
    expect(codeOf(() => at('active').end({ on: '2024-01-01' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('active').end({ on: '2024-07-02' }, today))).toBe('invalidPeriod');
    const mandate = at('active');
    mandate.end({ on: '2024-07-01' }, today);
    expect(mandate).toMatchObject({ startedOn: '2024-01-01', endedOn: '2024-07-01', period: mandateExample.period });
  });

  it('keep every suspension, closed by the next act', () => {
    const mandate = at('suspended');
    mandate.resume({ on: '2024-03-15' }, today);
    mandate.suspend({ on: '2024-04-01' }, today);
    mandate.revoke({ on: '2024-05-01' }, today);
    expect(mandate.suspensions).toEqual([
      { from: '2024-03-01', to: '2024-03-15' },
      { from: '2024-04-01', to: '2024-05-01' },
    ]);
  });

  it('omit a suspension that lasted no day', () => {
    const mandate = at('suspended');
    mandate.resume({ on: '2024-03-01' }, today);
    expect(mandate.suspensions).toEqual([]);
  });

  it('are in order', () => {
    expect(codeOf(() => at('suspended').resume({ on: '2024-02-29' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('suspended').end({ on: '2024-02-29' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('active').suspend({ on: '2023-12-31' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('active').suspend({ on: '2024-07-01' }, today))).toBe('invalidPeriod');
  });

  it('are none for a dropped proposal', () => {
    const mandate = given();
    mandate.revoke({ on: '2023-11-30' }, today);
    expect(mandate).toMatchObject({ status: 'revoked', startedOn: null, endedOn: '2023-11-30', suspensions: [] });
  });
});

describe('the person', () => {
  it('is a random id, which does not reveal when it was made', () => {
    const uuid7 = '01930000-0000-7000-8000-000000000000';
    expect(NewMandate.safeParse({ ...mandateExample, personId: uuid7 }).success).toBe(false);
    expect(NewMandate.safeParse({ ...mandateExample, personId: undefined }).success).toBe(false);
  });

  it('is in no fact, and can be left out', () => {
    const mandate = at('active');
    expect(JSON.stringify(MandateState.parse(toJson(mandate)))).not.toContain(mandateExample.personId);
    expect(JSON.stringify(mandate.withoutPerson())).not.toContain(mandateExample.personId);
    expect(mandate.personId).toBe(mandateExample.personId);
  });
});
