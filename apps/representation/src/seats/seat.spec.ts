import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import type { BodyContext } from '../bodies/bodies.api.js';
import { seatExample } from '../examples.js';
import { semesterPeriod } from './rotation.js';
import { SeatRecord } from './seat.entity.js';
import { NewSeat, SeatState } from './seat.schema.js';

const body = {
  id: '01930000-0000-7000-8000-000000000002',
  level: 'europe',
  objective: 'O2',
  themes: ['cities'],
  classification: 'public',
} satisfies BodyContext;
const id = '01930000-0000-7000-8000-000000000001';
const on = (today: string) => ({ home: 'BE-BRU', today });
const given = (changes: object = {}): SeatRecord =>
  SeatRecord.register(
    { id, ref: 'RP-2026-0001' },
    NewSeat.parse({ ...seatExample, ...changes }),
    body,
    on('2024-03-01'),
  );
const claims = [{ ref: 'RP-2026-0002', role: 'titular', period: { from: '2024-02-01', to: '2024-07-01' } }];

const codeOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code;
    throw error;
  }
  return undefined;
};
const isRight = (changes: object) => NewSeat.safeParse({ ...seatExample, ...changes }).success;

it('has the level and objective of its body by default', () => {
  expect(given()).toMatchObject({ level: 'europe', objective: 'O2' });
  expect(given({ level: 'world', objective: 'O4' })).toMatchObject({ level: 'world', objective: 'O4' });
});

it('counts half years from January and from July', () => {
  expect(semesterPeriod('2024-S1')).toEqual({ from: '2024-01-01', to: '2024-07-01' });
  expect(semesterPeriod('2024-S2')).toEqual({ from: '2024-07-01', to: '2025-01-01' });
});

it('accepts six categories, two half years and four entities', () => {
  expect([1, 6].map((councilCategory) => isRight({ councilCategory }))).toEqual([true, true]);
  expect([0, 7, 1.5].map((councilCategory) => isRight({ councilCategory }))).toEqual([false, false, false]);
  const rotation = (semester: string, entity = 'BE-BRU') => isRight({ rotation: { entity, semester } });
  expect([rotation('2024-S2'), rotation('2024-S3'), rotation('2024'), rotation('2024-S1', 'BE')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('cannot move its turn while a mandate depends on it', () => {
  const moved = { rotation: { entity: 'BE-WAL', semester: '2024-S2' } } as const;
  expect(codeOf(() => given().change(moved, claims, [], on('2024-03-01')))).toBe('outsideRotation');
  expect(codeOf(() => given().change(moved, [], [], on('2024-03-01')))).toBeUndefined();
  expect(codeOf(() => given().change({ rotation: null } as object, claims, [], on('2024-03-01')))).toBeUndefined();
  const open = [{ ref: 'RP-2026-0002', role: 'expert', period: { from: '2024-02-01' } }];
  expect(codeOf(() => given({ rotation: undefined }).change(seatExample as object, open, [], on('2024-03-01')))).toBe(
    'outsideRotation',
  );
});

describe('the days that the Region must fill', () => {
  const held = (changes: object) => {
    const { heldFrom, heldTo, vacantSince } = given(changes);
    return { heldFrom, heldTo, vacantSince };
  };

  it('are those of its turn, in which it is vacant at first', () => {
    expect(held({})).toEqual({ heldFrom: '2024-01-01', heldTo: '2024-07-01', vacantSince: '2024-01-01' });
  });

  it('begin in the turn when its owner has it only then', () => {
    expect(held({ since: '2024-02-01' })).toEqual({
      heldFrom: '2024-02-01',
      heldTo: '2024-07-01',
      vacantSince: '2024-02-01',
    });
  });

  it('are none in the turn of another entity, nor vacant before its own turn', () => {
    const turn = (entity: string, semester: string) => ({ rotation: { entity, semester } });
    expect(held(turn('BE-WAL', '2024-S1'))).toEqual({ heldFrom: null, heldTo: null, vacantSince: null });
    expect(held(turn('BE-BRU', '2024-S2'))).toEqual({
      heldFrom: '2024-07-01',
      heldTo: '2025-01-01',
      vacantSince: null,
    });
  });

  it('are not known without a first day, and without a turn have no end', () => {
    expect(held({ rotation: undefined })).toEqual({ heldFrom: null, heldTo: null, vacantSince: null });
    expect(held({ rotation: undefined, since: '2020-01-01' })).toEqual({
      heldFrom: '2020-01-01',
      heldTo: null,
      vacantSince: '2020-01-01',
    });
    expect(codeOf(() => given({ since: '2024-03-02' }))).toBe('badRequest');
  });

  it('end with the seat', () => {
    const seat = given({ rotation: undefined, since: '2020-01-01' });
    expect(codeOf(() => seat.end({ on: '2020-01-01' }, '2024-03-01'))).toBe('badRequest');
    expect(codeOf(() => seat.end({ on: '2024-03-02' }, '2024-03-01'))).toBe('badRequest');
    seat.end({ on: '2024-02-01' }, '2024-03-01');
    expect(seat).toMatchObject({ endedOn: '2024-02-01', heldTo: '2024-02-01', vacantSince: null });
    expect(codeOf(() => seat.change({ since: '2024-02-01' }, [], [], on('2024-03-01')))).toBe('badRequest');
    const later = given({ since: '2020-01-01' });
    later.end({ on: '2024-03-01' }, '2024-03-01');
    expect(later.heldTo).toBe('2024-03-01');
  });
});

it('fits into a fact with every text at its longest, in a script of three bytes a letter', () => {
  const text = (length: number) => '橋'.repeat(length);
  const seat = given({ holder: { name: text(300), country: 'BE' }, source: text(1000) });
  const fact = JSON.stringify(SeatState.parse(toJson(seat)));
  expect(Buffer.byteLength(fact)).toBeLessThan(32 * 1024);
});
