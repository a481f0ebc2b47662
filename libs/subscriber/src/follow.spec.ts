import { setTimeout as pause } from 'node:timers/promises';
import type { ProductEvent } from './event.js';
import { follow, type FollowOptions } from './follow.js';
import { answering, cutShort, memoryStore, product, ProductServer, type Fault } from './product.builder.js';
import type { SetAside } from './state.js';
import { verify } from './verify.js';

let server: ProductServer;
beforeEach(async () => (server = await ProductServer.start()));
afterEach(() => server.stop());

const sequences = (events: readonly ProductEvent[]): number[] => events.map(({ sequence }) => Number(sequence));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const headers = () => ({ 'x-api-key': 'right' });
const onEvents =
  (fault: Fault): Fault =>
  (request, response) =>
    request.url.pathname.endsWith('/events') && fault(request, response);

/** A follower that collects, and stops after so many events. */
function following(count: number, options: Partial<FollowOptions> = {}) {
  const stop = new AbortController();
  const seen: ProductEvent[] = [];
  const asides: SetAside[] = [];
  const waits: string[] = [];
  const store = memoryStore();
  const counted = () => seen.length + asides.length >= count && stop.abort();
  const { handler, ...others } = options;
  const ended = follow({
    base: server.base,
    product,
    headers,
    store,
    wait: 1,
    pauses: [1],
    rereadPauses: [1, 1],
    signal: stop.signal,
    onWait: (reason) => void waits.push(reason),
    onSetAside: (aside) => {
      asides.push(aside);
      counted();
    },
    handler: async (event, context) => {
      await handler?.(event, context);
      seen.push(event);
      counted();
    },
    ...others,
  });
  return { ended, seen, asides, waits, stop, store };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(5);
}

const many = (count: number, records: number): string[] =>
  Array.from({ length: count }, (_, index) => `record-${(index * 7) % records}`);

describe('following', () => {
  it('hands out every event from the beginning, over pages, and then what comes', async () => {
    server.add(...many(250, 5));
    const { ended, seen } = following(252, { concurrency: 1 });
    await until(() => seen.length === 250);
    server.add('late', 'later');
    await ended;
    expect(sequences(seen)).toEqual(upTo(252));
  });

  it('sends the credentials to base only, wherever a link points', async () => {
    server.add(...many(150, 5));
    await following(150).ended;
    expect(server.requests.map(({ url }) => url.host)).toEqual(server.requests.map(() => new URL(server.base).host));
  });

  it('goes on where it stopped', async () => {
    server.add(...many(130, 5));
    const store = memoryStore();
    await following(40, { store, concurrency: 1 }).ended;
    expect(store.state()).toMatchObject({ sequence: 40 });
    expect(store.state()).not.toHaveProperty('cursor');
    const { ended, seen } = following(90, { store, concurrency: 1 });
    await ended;
    expect(sequences(seen)).toEqual(upTo(130).slice(40));
    expect(store.state()).toMatchObject({ sequence: 130, cursor: '1-130-bddea5c7' });
  });

  it('begins at the present, and keeps that place before the first event', async () => {
    server.add(...many(5, 2));
    const store = memoryStore();
    const first = following(1, { store, from: 'now' });
    await until(() => store.state() !== null);
    first.stop.abort();
    await first.ended;
    server.add('new');
    const { ended, seen } = following(1, { store, from: 'now' });
    await ended;
    expect(sequences(seen)).toEqual([6]);
    expect(await verify({ base: server.base, product, headers, store })).toMatchObject({
      outcome: 'complete',
      provenFrom: 6,
      provenTo: 6,
    });
  });

  it('begins at the present while events come: the proof begins behind them', async () => {
    server.add(...many(5, 2));
    const meanwhile: Fault = ({ url }) => {
      if (url.pathname.endsWith('/checkpoints') && server.events.length === 5) server.add('meanwhile');
      return false;
    };
    server.faults.push(meanwhile);
    const store = memoryStore();
    const { ended, seen } = following(2, { store, from: 'now' });
    await until(() => seen.length === 1);
    server.add('later');
    await ended;
    expect(sequences(seen)).toEqual([6, 7]);
    const proof = await verify({ base: server.base, product, headers, store });
    expect(proof).toMatchObject({ outcome: 'complete', provenFrom: 7, provenTo: 7 });
  });

  it('begins with the latest state of each record, over pages, then what follows', async () => {
    server.add('a', 'b', 'c', 'a', 'b');
    const store = memoryStore();
    const { ended, seen } = following(4, { store, from: 'snapshot', concurrency: 1 });
    await until(() => seen.length === 3);
    server.add('b');
    await ended;
    expect(sequences(seen)).toEqual([4, 5, 3, 6]);
    expect(store.state()).toMatchObject({ sequence: 6, proof: { after: 5, count: 1 } });
  });

  it('never gives an older state after a younger one of a snapshot that took long', async () => {
    server.add('a', 'b', 'c');
    const store = memoryStore();
    const handler = (event: ProductEvent) => void (event.sequence.endsWith('1') && server.add('c', 'b', 'c'));
    const { ended, seen } = following(4, { store, from: 'snapshot', concurrency: 1, handler });
    await ended;
    // 4 to 6 came during the snapshot, whose second page gave 6 already.
    expect(sequences(seen)).toEqual([1, 2, 6, 5]);
    expect(store.state().sequence).toBeGreaterThanOrEqual(5);
  });

  it('follows over an event whose text was taken back', async () => {
    server.add('a', 'b', 'a');
    Object.assign(server.events[1] ?? {}, { takenback: 'true', data: { id: 'b' } });
    const store = memoryStore();
    const { ended, seen } = following(3, { store });
    await ended;
    expect(seen.map(({ takenback }) => takenback)).toEqual([undefined, 'true', undefined]);
    expect(await verify({ base: server.base, product, headers, store })).toMatchObject({ outcome: 'complete' });
  });

  it('stops in the middle of a handler, which may end, and of a poll', async () => {
    server.add('a', 'b');
    const store = memoryStore();
    const handler = async () => {
      stop.abort();
      await pause(50);
    };
    const { ended, seen, stop } = following(9, { store, concurrency: 1, handler });
    await ended;
    expect(sequences(seen)).toEqual([1]);
    expect(store.state()).toMatchObject({ sequence: 1 });
  });

  it('does not begin with a signal that is aborted', async () => {
    await follow({
      base: server.base,
      product,
      headers,
      store: memoryStore(),
      handler: () => {},
      signal: AbortSignal.abort(),
    });
    expect(server.requests).toEqual([]);
  });
});

describe('what passes by itself', () => {
  it.each<[string, Fault]>([
    ['a connection cut in the middle of a page', cutShort],
    ['429 with Retry-After', answering(429, { 'retry-after': '0' })],
    ['503 with a date', answering(503, { 'retry-after': new Date(0).toUTCString() })],
    ['502', answering(502)],
    ['half a page that claims to be whole', (_, response) => response.end('[{"specversion"') === response],
    [
      'a page with a missing event',
      ({ page }, response) => {
        response.setHeader('link', '<?after=1-100-bddea5c7>; rel="next"');
        response.end(JSON.stringify(page().filter((_, index) => index !== 30)));
        return true;
      },
    ],
  ])('is waited out: %s', async (_, fault) => {
    server.add(...many(150, 5));
    server.faults.push(onEvents(fault));
    const { ended, seen, waits } = following(150, { concurrency: 1 });
    await ended;
    expect(sequences(seen)).toEqual(upTo(150));
    expect(waits).toHaveLength(1);
  });

  it('reads a doubled page again, past the cache', async () => {
    server.add(...many(150, 5));
    const doubled: Fault = ({ url }, response) => {
      if (url.searchParams.get('after') !== '1-100-bddea5c7') return false;
      response.setHeader('link', '<?after=1-100-bddea5c7>; rel="next"');
      response.end(JSON.stringify(server.events.slice(0, 100)));
      return true;
    };
    server.faults.push(doubled);
    const { ended, seen } = following(150, { concurrency: 1 });
    await ended;
    expect(sequences(seen)).toEqual(upTo(150));
    expect(server.requests.map(({ headers }) => headers['cache-control'])).toContain('no-cache');
  });

  it('asks for headers anew after a 401', async () => {
    server.add('a');
    let asked = 0;
    const renewed = () => ({ 'x-api-key': (asked += 1) === 1 ? 'old' : 'right' });
    await following(1, { headers: renewed }).ended;
    expect(asked).toBe(2);
  });

  it('asks for headers again that could not be had', async () => {
    server.add('a');
    let asked = 0;
    const failing = async () => {
      if ((asked += 1) === 1) throw new Error('no token today');
      return headers();
    };
    const { ended, waits } = following(1, { headers: failing });
    await ended;
    expect(waits).toEqual(['no token today']);
  });

  it('waits for a server that is not there yet', async () => {
    const { base } = server;
    await server.stop();
    const { ended, waits, stop } = following(1, { base });
    await until(() => waits.length === 2);
    stop.abort();
    await ended;
    expect(waits[0]).toContain('ECONNREFUSED');
    server = await ProductServer.start();
  });
});

describe('what stops', () => {
  it.each<[string, Fault[], string]>([
    ['401 twice', [answering(401), answering(401)], 'unauthorized'],
    ['403', [answering(403)], 'forbidden'],
    ['404', [answering(404)], 'unknownProduct'],
    ['400', [answering(400)], 'badCursor'],
    ['410', [answering(410)], 'productRestarted'],
    ['a redirection', [answering(302, { location: 'https://elsewhere.example' })], 'redirected'],
  ])('%s', async (_, faults, code) => {
    server.faults.push(...faults);
    await expect(following(1).ended).rejects.toMatchObject({ code });
  });

  it('a gap that stays, before anything after it is handed out', async () => {
    server.add(...many(50, 5));
    server.events.splice(30, 1);
    const { ended, seen } = following(50);
    await expect(ended).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringMatching(/after sequence 30 comes 32 \(read 3 times\)/),
    });
    expect(seen).toEqual([]);
  });

  it('a page that never becomes one', async () => {
    server.add('a');
    server.faults.push(...upTo(3).map((): Fault => (_, response) => response.end('<html>') === response));
    await expect(following(1).ended).rejects.toMatchObject({ code: 'notThisContract' });
  });

  it('another epoch, and says what to do', async () => {
    server.add('a');
    const store = memoryStore();
    await following(1, { store }).ended;
    server.epoch = 2;
    const failure = expect.stringMatching(
      /The product began anew.*remove the stored state and follow from the snapshot/,
    );
    await expect(following(1, { store }).ended).rejects.toMatchObject({ code: 'productRestarted', message: failure });
  });

  it('a store that fails, also at the last save', async () => {
    server.add('a');
    const store = { load: async () => undefined, save: () => Promise.reject(new Error('the disk is full')) };
    await expect(following(1, { store }).ended).rejects.toThrow('the disk is full');
  });

  it('the state of another product', async () => {
    server.add('a');
    const store = memoryStore();
    await following(1, { store }).ended;
    await expect(following(1, { store, product: 'public.cooperation' }).ended).rejects.toMatchObject({
      code: 'foreignState',
    });
  });
});
