import { setTimeout as pause } from 'node:timers/promises';
import type { ProductEvent } from './event.js';
import { follow, type FollowOptions } from './follow.js';
import { memoryStore, product, ProductServer } from './product.builder.js';
import { retrySetAside } from './set-aside.js';
import type { SetAside, State } from './state.js';
import { verify } from './verify.js';

let server: ProductServer;
beforeEach(async () => (server = await ProductServer.start()));
afterEach(() => server.stop());

const headers = () => ({ 'x-api-key': 'right' });
const sequences = (events: readonly ProductEvent[]): number[] => events.map(({ sequence }) => Number(sequence));
const refused = (event: ProductEvent): never => {
  throw new Error(`cannot take ${Number(event.sequence)}`);
};

/** Follows until the condition holds, then stops. */
async function followUntil(
  holds: () => boolean,
  options: Pick<FollowOptions, 'handler' | 'store'> & Partial<FollowOptions>,
): Promise<void> {
  const stop = new AbortController();
  const ended = follow({
    base: server.base,
    product,
    headers,
    wait: 1,
    pauses: [1, 2],
    signal: stop.signal,
    ...options,
  });
  const watch = setInterval(() => holds() && stop.abort(), 2);
  await ended.finally(() => clearInterval(watch));
}

describe('records', () => {
  it('whose handler fails once get the event again, while the others go on', async () => {
    server.add('a', 'b', 'a', 'b');
    const seen: ProductEvent[] = [];
    const attempts: number[] = [];
    const handler: FollowOptions['handler'] = (event, { attempt }) => {
      if (event.partitionkey === 'a') attempts.push(attempt);
      if (event.sequence.endsWith('1') && attempt === 1) refused(event);
      seen.push(event);
    };
    await followUntil(() => seen.length === 4, { store: memoryStore(), handler, pauses: [100] });
    expect(sequences(seen)).toEqual([2, 4, 1, 3]);
    expect(attempts).toEqual([1, 2, 1]);
  });

  it('whose handler always fails are set aside with their later events, retried in order, and go on', async () => {
    server.add('a', 'b', 'a', 'b', 'a');
    const store = memoryStore();
    const asides: SetAside[] = [];
    const seen: ProductEvent[] = [];
    const handler = (event: ProductEvent) => (event.sequence.endsWith('1') ? refused(event) : void seen.push(event));
    const holds = () => asides.length === 3 && seen.length === 2;
    await followUntil(holds, { store, handler, tries: 3, onSetAside: (aside) => void asides.push(aside) });
    const [first] = server.events;
    expect(asides.map(({ event, reason, tries }) => [Number(event.sequence), reason, tries])).toEqual([
      [1, 'cannot take 1', 3],
      [3, `waits behind ${first?.id} of the same record`, 0],
      [5, `waits behind ${first?.id} of the same record`, 0],
    ]);
    expect(await verify({ base: server.base, product, headers, store })).toMatchObject({
      outcome: 'complete',
      setAside: 3,
    });

    server.add('a', 'b');
    await followUntil(() => asides.length === 4, { store, handler, onSetAside: (aside) => void asides.push(aside) });
    const failing = await retrySetAside({ product, store, handler });
    expect(failing).toMatchObject({ handled: [], left: [{ tries: 4 }, {}, {}, {}] });
    const retried: ProductEvent[] = [];
    const mended = await retrySetAside({ product, store, handler: (event) => void retried.push(event) });
    expect([sequences(retried), mended.left, store.state().setAside]).toEqual([[1, 3, 5, 6], [], []]);

    server.add('a');
    await followUntil(() => seen.length === 4, { store, handler });
    expect(sequences(seen)).toEqual([2, 4, 7, 8]);
  });

  it('are retried only as far as asked', async () => {
    server.add('a', 'b');
    const store = memoryStore();
    await followUntil(() => store.state()?.setAside.length === 2, { store, handler: refused, tries: 1 });
    const { left } = await retrySetAside({ product, store, handler: () => {}, records: ['b'] });
    expect(left.map(({ event }) => event.partitionkey)).toEqual(['a']);
  });

  it('stop the follower when all of them fail', async () => {
    server.add(...Array.from({ length: 30 }, (_, index) => `record-${index}`));
    const ended = followUntil(() => false, { store: memoryStore(), handler: refused, tries: 2, setAsideLimit: 10 });
    await expect(ended).rejects.toMatchObject({
      code: 'tooManySetAside',
      message: expect.stringContaining('cannot take'),
    });
  });

  it('of which one fails with many events behind it do not hold up the others', async () => {
    server.add(...Array.from({ length: 700 }, () => 'failing'), 'other');
    const seen: ProductEvent[] = [];
    const handler = (event: ProductEvent) =>
      event.partitionkey === 'failing' ? refused(event) : void seen.push(event);
    await followUntil(() => seen.length === 1, { store: memoryStore(), handler, pauses: [60_000] });
    expect(sequences(seen)).toEqual([701]);
  });

  it('of which one is slow do not hold up the others, and do not come again after a stop', async () => {
    server.add('slow', ...Array.from({ length: 250 }, (_, index) => `record-${index % 9}`));
    const store = memoryStore();
    const seen: ProductEvent[] = [];
    const handler: FollowOptions['handler'] = async (event, { signal }) => {
      if (event.partitionkey === 'slow') await pause(60_000, undefined, { signal });
      seen.push(event);
    };
    // Only interrupted, the slow one is not set aside, although it may not be tried again.
    await followUntil(() => seen.length === 250, { store, handler, tries: 1 });
    expect(store.state()).toMatchObject({ sequence: 0, ahead: [[2, 251]], setAside: [] });
    await followUntil(() => store.state().sequence === 251, { store, handler: (event) => void seen.push(event) });
    expect(sequences(seen)).toHaveLength(251);
    expect(seen.at(-1)?.partitionkey).toBe('slow');
  });
});

/** A store of which a crash keeps what was saved last, and loses what is being saved. */
function crashingStore() {
  let saved: string | undefined;
  let crashed = false;
  return {
    load: async () => (saved === undefined ? undefined : (JSON.parse(saved) as State)),
    save: async (state: State) => {
      const text = JSON.stringify(state);
      await pause(Math.random() * 5);
      if (!crashed) saved = text;
    },
    crash: () => (crashed = true),
    restart: () => (crashed = false),
  };
}

it('2,000 events over 50 records: in order within each, none lost, doubled only by a crash', async () => {
  server.add(...Array.from({ length: 2000 }, () => `record-${Math.floor(Math.random() * 50)}`));
  const store = crashingStore();
  const seen: ProductEvent[] = [];
  const busy = new Set<string>();
  let overlaps = 0;
  const handler: FollowOptions['handler'] = async (event) => {
    if (busy.has(event.partitionkey)) overlaps += 1;
    busy.add(event.partitionkey);
    await pause(Math.random() * 3);
    busy.delete(event.partitionkey);
    if (Math.random() < 0.02) refused(event);
    seen.push(event);
  };
  const distinct = () => new Set(seen.map(({ id }) => id)).size;
  for (const share of [0.1 + Math.random() * 0.2, 0.4 + Math.random() * 0.2]) {
    await followUntil(() => distinct() >= 2000 * share, { store, handler });
    expect(seen).toHaveLength(distinct());
  }
  const settledAtCrash = seen.length;
  await followUntil(() => seen.length > settledAtCrash + 200 && store.crash(), { store, handler });
  const again = (await store.load())?.sequence ?? 0;
  store.restart();
  await followUntil(() => distinct() === 2000, { store, handler });

  const firstTime = seen.filter((event, index) => seen.findIndex(({ id }) => id === event.id) === index);
  for (const record of new Set(seen.map(({ partitionkey }) => partitionkey))) {
    const order = sequences(firstTime.filter(({ partitionkey }) => partitionkey === record));
    expect(order).toEqual([...order].sort((one, other) => one - other));
  }
  const doubled = seen.length - distinct();
  expect(overlaps).toBe(0);
  expect(sequences(firstTime).sort((one, other) => one - other)).toEqual(sequences(server.events));
  expect(doubled).toBeLessThan(seen.length - again);
  expect(await verify({ base: server.base, product, headers, store })).toMatchObject({
    outcome: 'complete',
    provenTo: 2000,
  });
}, 60_000);
