import fc from 'fast-check';
import { ExpiringCache } from './expiring-cache.js';

// The library takes a time to live of 0 for "for ever".
const clock = { at: 1, now: () => clock.at };
beforeEach(() => (clock.at = 1));

it('forgets a value when its time is over', () => {
  const cache = new ExpiringCache<string>(10, clock);
  cache.set('token', 'caller', 1_000);
  clock.at = 1_000;
  expect(cache.get('token')).toBe('caller');
  clock.at = 1_002;
  expect(cache.get('token')).toBeUndefined();
});

it.each([0, -5, 0.5, Number.NEGATIVE_INFINITY])('stores nothing for %s ms, and drops the previous value', (forMs) => {
  const cache = new ExpiringCache<string>(10, clock);
  cache.set('token', 'caller', 1_000);
  cache.set('token', 'expired', forMs);
  expect(cache.get('token')).toBeUndefined();
});

it('evicts the least recently used entry when it is full, and none when a known key is set again', () => {
  const cache = new ExpiringCache<number>(2, clock);
  cache.set('a', 1, 9);
  cache.set('b', 2, 9);
  cache.set('b', 3, 9);
  expect([cache.get('b'), cache.get('a')]).toEqual([3, 1]);
  cache.set('c', 4, 9);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 4]);
});

it('returns the last unexpired value or nothing, for any sequence of steps', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.record({ key, forMs: fc.integer({ min: -5, max: 50 }), later: fc.integer({ min: 0, max: 20 }) });
  const law = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const time = { at: 1, now: () => time.at };
    const cache = new ExpiringCache<number>(3, time);
    const last = new Map<string, { value: number; until: number }>();
    for (const [value, { key: name, forMs, later }] of steps.entries()) {
      cache.set(name, value, forMs);
      last.set(name, { value, until: time.at + forMs });
      if (forMs > 0) expect(cache.get(name)).toBe(value);
      time.at += later;
      for (const asked of ['a', 'b', 'c', 'd']) {
        const known = last.get(asked);
        const alive = known !== undefined && known.until >= time.at ? known.value : undefined;
        expect([alive, undefined]).toContain(cache.get(asked));
      }
    }
  });
  fc.assert(law);
});
