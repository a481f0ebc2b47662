import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { codeOf } from '@passerelle/testing/refused';
import { mandateExample } from '../examples.js';
import type { Occupancy } from './claims.js';
import { MandateRecord } from './mandate.entity.js';
import { mandateLife } from './mandate.life.js';
import { MandateChange, MandateState, NewMandate, type MandateStatus } from './mandate.schema.js';

const today = '2024-12-24';
const id = '01930000-0000-7000-8000-000000000001';
const ref = 'RP-2024-0002';
const cut = { level: 'europe' as const, departments: ['bisa'] };
const empty: Occupancy = { id, bodyId: id, classification: 'public', ...cut, rotation: null, claims: [] };
const taken = (from: string, to?: string, role = 'titular', by = 'RP-2024-0001'): Occupancy => {
  const claim = { ref: by, role, period: { from, ...(to === undefined ? {} : { to }) } };
  return { ...empty, claims: [claim] };
};

const given = (changes: object = {}, seat = empty): MandateRecord =>
  MandateRecord.propose({ id, ref }, NewMandate.parse({ ...mandateExample, ...changes }), seat);

/** In force since 1 January, and suspended since 1 March on request. */
const at = (status: MandateStatus): MandateRecord => {
  const mandate = given();
  if (status === 'proposed') return mandate;
  mandate.activate({ on: '2024-01-01' }, today);
  if (status === 'suspended') mandate.suspend({ on: '2024-03-01' }, today);
  return Object.assign(mandate, { status });
};

const days: Record<string, string> = {
  activate: '2024-01-01',
  suspend: '2024-03-01',
  resume: '2024-04-01',
  end: '2024-06-01',
  revoke: '2024-06-01',
};
const perform = (mandate: MandateRecord, act: string, on = days[act]) =>
  mandateLife.perform(mandate, act, { on }, actingOn(today));

describe('the states of a mandate', () => {
  const { transitions } = mandateLife;
  const statuses = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))];
  const rows = statuses.flatMap((status) => Object.keys(days).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    transitions.find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act one that is $status', async ({ status, act }) => {
    const mandate = at(status);
    await expect(perform(mandate, act)).rejects.toThrow(/illegalTransition/);
    expect(mandate.status).toBe(status);
  });

  it.each(rows.filter(allowed))('can $act one that is $status', async (row) => {
    const mandate = at(row.status);
    await perform(mandate, row.act);
    expect(mandate.status).toBe(allowed(row)?.to);
  });

  it('are judged before the days', async () => {
    await expect(perform(at('ended'), 'suspend', '2100-01-01')).rejects.toThrow(/illegalTransition/);
  });

  it('has an act for every verb in the table, and covers every status', () => {
    expect([...new Set(transitions.map(({ act }) => act))].sort()).toEqual(Object.keys(days).sort());
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
    expect(codeOf(() => at('active').leave({ on: '2024-01-01' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('active').leave({ on: '2024-07-02' }, today))).toBe('invalidPeriod');
    const mandate = at('active');
    mandate.leave({ on: '2024-07-01' }, today);
    expect(mandate).toMatchObject({ startedOn: '2024-01-01', endedOn: '2024-07-01', period: mandateExample.period });
  });

  it('keep every suspension, closed by the next act', () => {
    const mandate = at('suspended');
    mandate.resume({ on: '2024-03-15' }, today);
    mandate.suspend({ on: '2024-04-01' }, today);
    mandate.leave({ on: '2024-05-01' }, today);
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
    expect(codeOf(() => at('suspended').leave({ on: '2024-02-29' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('active').suspend({ on: '2023-12-31' }, today))).toBe('invalidPeriod');
    expect(codeOf(() => at('active').suspend({ on: '2024-07-01' }, today))).toBe('invalidPeriod');
  });

  it('are none for a dropped proposal', () => {
    const mandate = given();
    mandate.leave({ on: '2023-11-30' }, today);
    expect(mandate).toMatchObject({ startedOn: null, endedOn: '2023-11-30', suspensions: [] });
  });
});

describe('a correction', () => {
  const correct = (mandate: MandateRecord, patch: object, seat = empty) =>
    codeOf(() => mandate.change(MandateChange.parse(patch), seat));

  it('touches the terms of a mandate that is not over', () => {
    const mandate = at('suspended');
    const { appointedBy: _, ...kept } = mandateExample;
    mandate.change(MandateChange.parse({ role: 'expert', appointedBy: null }), empty);
    expect(mandate).toMatchObject({ ...kept, role: 'expert', appointedBy: null, status: 'suspended' });
    for (const status of ['ended', 'revoked'] as const)
      expect(correct(at(status), { period: { from: '2100-01-01' } })).toBe('recordClosed');
    for (const patch of [{ personId: id }, { seatId: id }, { startedOn: '2024-01-01' }])
      expect(MandateChange.safeParse(patch).success).toBe(false);
  });

  it('keeps the days of acts within the period', () => {
    const period = (from: string, to: string) => ({ period: { from, to } });
    expect(correct(at('active'), period('2024-01-02', '2024-07-01'))).toBe('invalidPeriod');
    expect(correct(at('suspended'), period('2024-01-01', '2024-03-01'))).toBe('invalidPeriod');
    expect(correct(at('suspended'), period('2024-01-01', '2024-03-02'))).toBeUndefined();
    expect(correct(given(), period('2024-02-01', '2024-01-01'))).toBe('invalidPeriod');
  });

  it('must find room on the seat, which its own claim does not take (P2, P8)', () => {
    const { from, to } = mandateExample.period;
    expect(correct(given({ role: 'expert' }), { role: 'titular' }, taken(from, to))).toBe('titularsOverlap');
    expect(correct(given(), { actsFor: 'region' }, taken(from, to, 'titular', ref))).toBeUndefined();
    const turn: Occupancy = { ...empty, rotation: { entity: 'BE-BRU', semester: '2024-S1' } };
    expect(correct(given({}, turn), { period: { to: null } }, turn)).toBe('outsideRotation');
  });
});

describe('the person', () => {
  const personId = '7d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f';

  it('is a random id, which does not reveal when it was made', () => {
    const uuid7 = '01930000-0000-7000-8000-000000000000';
    expect(NewMandate.safeParse({ ...mandateExample, personId: uuid7 }).success).toBe(false);
    expect(NewMandate.safeParse({ ...mandateExample, personId }).success).toBe(true);
  });

  it('is in no fact, and can be left out', () => {
    const mandate = given({ personId });
    expect(JSON.stringify(MandateState.parse(toJson(mandate)))).not.toContain(personId);
    expect(JSON.stringify(mandate.withoutPerson())).not.toContain(personId);
    expect(mandate.personId).toBe(personId);
  });

  it('may be given later, once', () => {
    const mandate = given();
    expect(mandate.personId).toBeNull();
    mandate.change(MandateChange.parse({ personId }), empty);
    mandate.change(MandateChange.parse({ personId }), empty);
    expect(mandate.personId).toBe(personId);
    const other = MandateChange.parse({ personId: '9d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f' });
    expect(codeOf(() => mandate.change(other, empty))).toBe('mandateHasPerson');
    expect(MandateChange.safeParse({ personId: null }).success).toBe(false);
  });
});
