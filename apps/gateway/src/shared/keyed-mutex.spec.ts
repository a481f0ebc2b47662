import { Refusal } from '@passerelle/platform/kernel/problems';
import { KeyedMutex } from './keyed-mutex.js';

const never = Number.POSITIVE_INFINITY;

/** Work that ends on command. */
function slow() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const begun: string[] = [];
  return { begun, resolve, reject, work: (name: string) => () => (begun.push(name), promise) };
}

it('runs work under one name in sequence, and under two names concurrently', async () => {
  const turns = new KeyedMutex();
  const { begun, resolve, work } = slow();
  const all = [
    turns.take('a', never, work('first')),
    turns.take('a', never, work('second')),
    turns.take('b', never, work('other')),
  ];
  await Promise.resolve();
  expect(begun.toSorted()).toEqual(['first', 'other']);
  resolve('done');
  expect(await Promise.all(all)).toEqual(['done', 'done', 'done']);
  expect(begun).toHaveLength(3);
});

it('runs the next work when one fails', async () => {
  const turns = new KeyedMutex();
  const { reject, work } = slow();
  const failing = turns.take('a', never, work('first'));
  const next = turns.take('a', never, async () => 'done');
  reject(new Error('no'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});

it('starts no work for a caller whose deadline has passed', async () => {
  const turns = new KeyedMutex();
  const { begun, resolve, work } = slow();
  const first = turns.take('a', never, work('first'));
  const late = turns.take('a', Date.now(), work('late'));
  resolve('done');
  await first;
  await expect(late).rejects.toBeInstanceOf(Refusal);
  expect(begun).toEqual(['first']);
});
