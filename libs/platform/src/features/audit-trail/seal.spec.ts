import { createHash } from 'node:crypto';
import { chained, origin } from './seal.js';

it('includes the previous hash and the entry in each hash', () => {
  const first = chained(origin, 'an entry');
  expect(first).toBe(createHash('sha256').update(`${origin}an entry`).digest('hex'));
  expect(chained(first, 'the next')).not.toBe(chained(origin, 'the next'));
  expect(chained(origin, 'another entry')).not.toBe(first);
});
