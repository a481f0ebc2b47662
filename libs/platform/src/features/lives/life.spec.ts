import { actingOn } from '@passerelle/testing/acting';
import { z } from 'zod';
import { refuseFuture } from '../../kernel/problems/index.js';
import { actsOf, Life } from './life.js';

interface Seat {
  status: 'free' | 'taken' | 'gone';
  since?: string;
}

const fact = () => ({ kind: 'none' }) as never;
const Day = z.strictObject({ on: z.iso.date() });
const act = actsOf<Seat, Seat['status'], void, string>();
const life = new Life({
  take: act({
    from: ['free'],
    to: 'taken',
    summary: 'Take a seat',
    asks: Day,
    does: (seat, { on }, today) => {
      refuseFuture('on', on, today);
      seat.since = on;
    },
    fact,
    isPossible: ({ since }) => since === undefined,
  }),
  remove: act({
    from: ['free', 'taken'],
    to: 'gone',
    summary: 'Remove it',
    asks: z.strictObject({}),
    does: () => {},
    fact,
  }),
  clean: act({ from: ['free', 'taken'], summary: 'Clean it', asks: z.strictObject({}), does: () => {}, fact }),
});
const today = '2026-06-15';
const asking = actingOn(today);

it('is a table of transitions', () => {
  expect(life.transitions).toEqual([
    { from: 'free', act: 'take', to: 'taken' },
    { from: 'free', act: 'remove', to: 'gone' },
    { from: 'taken', act: 'remove', to: 'gone' },
    { from: 'free', act: 'clean', to: 'free' },
    { from: 'taken', act: 'clean', to: 'taken' },
  ]);
});

it('moves a record by the rule and the table', async () => {
  const seat: Seat = { status: 'free' };
  await life.perform(seat, 'take', { on: '2026-01-01' }, today);
  expect(seat).toEqual({ status: 'taken', since: '2026-01-01' });
  expect(await life.possible(seat, asking)).toEqual(['remove', 'clean']);
  await life.perform(seat, 'clean', {}, today);
  expect(seat.status).toBe('taken');
  await life.perform(seat, 'remove', {}, today);
  expect(await life.possible(seat, asking)).toEqual([]);
});

it.each([
  ['a state that does not allow the act', 'taken', 'take', { on: '2026-01-01' }, 'illegalTransition'],
  ['an act that the table does not know', 'free', 'paint', {}, 'illegalTransition'],
  ['what the rule refuses', 'free', 'take', { on: '2026-06-16' }, 'badRequest'],
] as const)('refuses %s, and leaves the record', async (_, status, name, body, code) => {
  const seat: Seat = { status };
  await expect(life.perform(seat, name, body, today)).rejects.toThrow(new RegExp(code));
  expect(seat).toEqual({ status });
});

describe('the clock', () => {
  const at = (time: string) => new Date(time);
  const clocked = new Life<Seat, Seat['status'], string>(
    {},
    {
      clock: {
        vacate: {
          from: ['taken'],
          to: 'free',
          after: 'since',
          does: (seat) => {
            delete seat.since;
            return at('2026-01-02T00:00:00Z');
          },
          fact,
        },
      },
    },
  );

  it('acts when the last day is over in Brussels, once, and in its states only', () => {
    const seat: Seat = { status: 'taken', since: '2026-01-01' };
    expect(clocked.expire(seat, at('2026-01-01T22:59:59Z'))).toBeUndefined();
    expect(clocked.expire({ ...seat, status: 'gone' }, at('2026-01-03T00:00:00Z'))).toBeUndefined();
    expect(clocked.expire(seat, at('2026-01-01T23:00:00Z'))).toBeDefined();
    expect(seat).toEqual({ status: 'free' });
    expect(clocked.expire(seat, at('2026-01-03T00:00:00Z'))).toBeUndefined();
    expect(clocked.transitions).toEqual([{ from: 'taken', act: 'vacate', to: 'free', by: 'clock' }]);
  });

  describe('before a last day', () => {
    interface Lease {
      status: 'running' | 'over';
      lastDay: string | null;
      nearOn: string | null;
      renewedOn: string | null;
    }
    const announced = new Life<Lease, Lease['status'], string>(
      {},
      {
        clock: {
          near: {
            from: ['running'],
            after: 'lastDay',
            daysBefore: 30,
            once: 'nearOn',
            unless: 'renewedOn',
            does: (lease) => {
              lease.nearOn = '2026-03-01';
              return at('2026-02-28T23:00:00Z');
            },
            fact,
          },
        },
      },
    );
    const aLease = (changes: Partial<Lease> = {}): Lease => ({
      ...{ status: 'running', lastDay: '2026-03-31', nearOn: null, renewedOn: null },
      ...changes,
    });

    it('acts when the thirtieth day before it begins in Brussels, and once', () => {
      const lease = aLease();
      expect(announced.expire(lease, at('2026-02-28T22:59:59Z'))).toBeUndefined();
      expect(announced.expire(lease, at('2026-02-28T23:00:00Z'))).toBeDefined();
      expect(lease).toEqual(aLease({ nearOn: '2026-03-01' }));
      expect(announced.transitions).toEqual([{ from: 'running', act: 'near', to: 'running', by: 'clock' }]);
      expect(announced.expire(lease, at('2026-03-15T12:00:00Z'))).toBeUndefined();
    });

    it('announces the day until it is over, and not after it', () => {
      expect(announced.expire(aLease(), at('2026-03-31T21:59:59Z'))).toBeDefined();
      expect(announced.expire(aLease(), at('2026-03-31T22:00:00Z'))).toBeUndefined();
    });

    it('does nothing where no last day is known, or what had to be done was done', () => {
      for (const changes of [{ lastDay: null }, { renewedOn: '2026-01-15' }, { status: 'over' as const }])
        expect(announced.expire(aLease(changes), at('2026-03-15T12:00:00Z'))).toBeUndefined();
    });
  });
});
