import fc from 'fast-check';
import { ExpiringCache } from './expiring-cache.js';

it('forgets a value at the moment it expires', () => {
  const cache = new ExpiringCache<string>(10);
  cache.set('token', 'caller', 1_000);
  expect([cache.get('token', 999), cache.get('token', 1_000), cache.get('token', 0)]).toEqual([
    'caller',
    undefined,
    undefined,
  ]);
});

it('drops the oldest when it is full, and nobody when a known key is set again', () => {
  const cache = new ExpiringCache<number>(2);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['b', 3],
  ] as const)
    cache.set(key, value, 9);
  expect([cache.get('a', 0), cache.get('b', 0)]).toEqual([1, 3]);
  cache.set('c', 4, 9);
  expect([cache.get('a', 0), cache.get('b', 0), cache.get('c', 0)]).toEqual([undefined, 3, 4]);
});

it('answers what was set last and is alive, or nothing, whatever was set and asked before', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.record({ key, until: fc.integer({ min: 0, max: 50 }), now: fc.integer({ min: 0, max: 50 }) });
  const law = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const cache = new ExpiringCache<number>(3);
    const last = new Map<string, { value: number; until: number }>();
    for (const [value, { key: name, until, now }] of steps.entries()) {
      cache.set(name, value, until);
      last.set(name, { value, until });
      for (const asked of ['a', 'b', 'c', 'd']) {
        const known = last.get(asked);
        const alive = known !== undefined && known.until > now ? known.value : undefined;
        expect([alive, undefined]).toContain(cache.get(asked, now));
      }
      if (until > now) expect(cache.get(name, now)).toBe(value);
    }
  });
  fc.assert(law);
});
