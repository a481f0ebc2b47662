import type { ProductEvent } from './event.js';
import { Installation, many, sequences, upTo } from './follower.builder.js';
import { memoryStore } from './product.builder.js';
import type { SetAside, State } from './state.js';

let house: Installation;
beforeEach(async () => (house = await Installation.start()));
afterEach(() => house.stop());

const unacknowledged = async () => (await house.nats.consumer()).num_ack_pending;

describe('following over NATS', () => {
  it('hands out the same events as the feed, and then what comes', async () => {
    await house.nats.make();
    await house.add(...many(250));
    const follower = house.overNats();
    await follower.until('250 events', () => follower.seen.length === 250);
    await house.add('late', 'later');
    await follower.stopAt(252);
    expect(follower.seen).toEqual(house.gateway.events);
    expect(await house.verify(follower.store)).toMatchObject({ outcome: 'complete', provenTo: 252 });
    expect(house.gateway.requests.map(({ url }) => url.pathname.split('/').at(-1))).toEqual(['checkpoints']);
  });

  it('goes on where the feed stopped, and the feed where it stopped', async () => {
    await house.nats.make();
    const store = memoryStore();
    await house.add(...many(330));
    const seen = [
      ...(await house.byFeed({ store }).stopAt(130)),
      ...(await house.overNats({ store }).stopAt(77)),
      ...(await house.byFeed({ store }).stopAt(40)),
      ...(await house.overNats({ store }).stopAt(80)),
    ];
    seen.push(...(await house.byFeed({ store }).stopAt(3)));
    expect(seen).toEqual(upTo(330));
    expect(await house.verify(store)).toMatchObject({ outcome: 'complete', provenFrom: 1, provenTo: 330 });
  });

  it('begins after the snapshot', async () => {
    await house.nats.make();
    await house.add('a', 'b', 'c', 'a', 'b');
    const follower = house.overNats({ from: 'snapshot' });
    await follower.until('the snapshot', () => follower.seen.length === 3);
    await house.add('b');
    expect(await follower.stopAt(4)).toEqual([4, 5, 3, 6]);
    expect(follower.store.state()).toMatchObject({ sequence: 6, proof: { after: 5, count: 1 } });
  });

  it('begins at the present, and keeps that place before the first event', async () => {
    await house.nats.make();
    await house.add(...many(5));
    const store = memoryStore();
    const first = house.overNats({ store, from: 'now' });
    await first.until('the place', () => store.state() !== null);
    await first.stop();
    await house.add('new');
    expect(await house.overNats({ store, from: 'now' }).stopAt(1)).toEqual([6]);
    expect(await house.verify(store)).toMatchObject({ outcome: 'complete', provenFrom: 6 });
  });

  it('reads from the feed what the stream no longer has, and goes on over NATS', async () => {
    await house.nats.make();
    await house.add(...many(420));
    const store = memoryStore();
    await house.overNats({ store }).stopAt(50);
    await house.nats.forgetBefore(300);
    const follower = house.overNats({ store });
    await follower.until('what was there', () => follower.seen.length === 370);
    await house.add('late');
    expect(await follower.stopAt(371)).toEqual(upTo(421).slice(50));
    expect(follower.waits).toEqual([
      'stream PARTY_COOPERATION_BE-VLG begins later: sequences 51 to 299 are read from the feed',
    ]);
    expect(await house.verify(store)).toMatchObject({ outcome: 'complete', provenTo: 421 });
  });

  it('reads a stream that begins later from its first event on', async () => {
    house.gateway.add(...many(150));
    await house.nats.make({ firstSequence: 151 });
    const follower = house.overNats();
    await follower.until('the feed', () => follower.seen.length === 150);
    await house.add('first of the stream');
    expect(await follower.stopAt(151)).toEqual(upTo(151));
  });

  it('pulls no more than can be taken', async () => {
    await house.nats.make();
    await house.add(...many(3_000));
    const release: (() => void)[] = [];
    const handler = () => new Promise<void>((resolve) => void release.push(resolve));
    const follower = house.overNats({ handler });
    // Read ahead, and one request of the client.
    await follower.until('a pause', async () => (await house.nats.consumer()).num_ack_pending >= 500);
    expect(await unacknowledged()).toBeLessThanOrEqual(800);
    const releasing = setInterval(() => release.splice(0).forEach((resolve) => resolve()), 1);
    await follower.stopAt(3_000);
    clearInterval(releasing);
    expect(follower.sequences).toEqual(upTo(3_000));
  });

  it('saves pages, not messages', async () => {
    await house.nats.make();
    await house.add(...many(2_000));
    const store = memoryStore();
    let saves = 0;
    const save = async (state: State) => {
      saves += 1;
      await store.save(state);
      await new Promise(setImmediate);
    };
    await house.overNats({ store: { ...store, save } }).stopAt(2_000);
    expect(saves).toBeLessThan(1_000);
  });
});

describe('an acknowledgement', () => {
  it('follows the save of the state, in both forms of its subject', async () => {
    for (const more of ['', 'feature_flags { js_ack_fc_v2: true }']) {
      const other = await Installation.start(more);
      await other.nats.make();
      await other.add(...many(120));
      const store = memoryStore();
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const save = (state: State) => released.then(() => store.save(state));
      const follower = other.overNats({ store: { ...store, save } });
      await follower.until('120 events', () => follower.seen.length === 120);
      expect((await other.nats.consumer()).num_ack_pending).toBe(120);
      release();
      await follower.until('acknowledgements', async () => (await other.nats.consumer()).num_ack_pending === 0);
      await follower.stop();
      await other.stop();
    }
  });

  it('follows for what is set aside too, and for what is settled ahead', async () => {
    await house.nats.make();
    await house.add('failing', 'slow', ...many(40), 'failing');
    const store = memoryStore();
    const asides: SetAside[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const handler = async (event: ProductEvent) => {
      if (event.partitionkey === 'failing') throw new Error('cannot take it');
      if (event.partitionkey === 'slow') await released;
    };
    const onSetAside = (aside: SetAside) => void asides.push(aside);
    const follower = house.overNats({ store, handler, onSetAside, concurrency: 4, tries: 2 });
    await follower.until('only the slow one', async () => (await unacknowledged()) === 1);
    expect(sequences(asides.map(({ event }) => event))).toEqual([1, 43]);
    expect(store.state()).toMatchObject({ sequence: 1, ahead: [[3, 43]] });
    release();
    await follower.stopAt(41);
    expect(await unacknowledged()).toBe(0);
    expect(await house.verify(store)).toMatchObject({ outcome: 'complete', setAside: 2 });
  });

  it('that a crash prevented: what was saved is not handed out again', async () => {
    await house.nats.make();
    await house.add('slow', ...many(40));
    const store = memoryStore();
    const save = async (state: State) => {
      await store.save(state);
      if (state.ahead.some(([, to]) => to === 41)) await house.nats.kill();
    };
    const handler = async ({ partitionkey }: ProductEvent, { signal }: { signal: AbortSignal }) => {
      if (partitionkey === 'slow') await new Promise((_, reject) => signal.addEventListener('abort', reject));
    };
    const crashed = house.overNats({ store: { ...store, save }, handler, concurrency: 2 });
    await crashed.until('40 events, saved', () => store.state()?.ahead[0]?.[1] === 41);
    await crashed.until('the loss', () => crashed.waits.length > 0);
    await crashed.stop();
    await house.nats.launch();
    const again = house.overNats({ store });
    const isDone = async () => store.state().sequence === 41 && (await unacknowledged()) === 0;
    await again.until('acknowledgements', isDone);
    await again.stop();
    expect([crashed.sequences, again.sequences]).toEqual([upTo(41).slice(1), [1]]);
  });

  it('comes late: the server delivers again, and nothing is handed out twice', async () => {
    await house.nats.make({ ackWait: 300 });
    await house.add(...many(20));
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const follower = house.overNats({ handler: () => released });
    await follower.until('redelivery', async () => (await house.nats.consumer()).num_redelivered === 20);
    release();
    await follower.until('20 events', () => follower.seen.length === 20);
    await follower.until('acknowledgements', async () => (await unacknowledged()) === 0);
    await house.add('late');
    expect(await follower.stopAt(21)).toEqual(upTo(21));
  });
});

it('2,000 events over 50 records, on both ways in turn, with a server that is killed: each once, in order within its record', async () => {
  await house.nats.make({ ackWait: 1_000 });
  await house.add(...Array.from({ length: 2_000 }, () => `record-${Math.floor(Math.random() * 50)}`));
  const store = memoryStore();
  const seen: ProductEvent[] = [];
  const handler = async (event: ProductEvent) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    if (Math.random() < 0.02) throw new Error('not now');
    seen.push(event);
  };
  for (let round = 0; seen.length < 2_000; round += 1) {
    const from = seen.length;
    const options = { store, handler, concurrency: 8 };
    const follower = round % 3 === 2 ? house.byFeed(options) : house.overNats(options);
    const isFar = () => seen.length >= Math.min(2_000, from + 150 + Math.random() * 200);
    await follower.until('some events', isFar);
    if (round % 3 === 0) {
      await house.nats.kill();
      await house.nats.launch();
      await follower.until('more events', () => seen.length >= Math.min(2_000, from + 400));
    }
    await follower.stop();
  }
  for (const record of new Set(seen.map(({ partitionkey }) => partitionkey))) {
    const order = sequences(seen.filter(({ partitionkey }) => partitionkey === record));
    expect(order).toEqual([...order].sort((one, other) => one - other));
  }
  expect(sequences(seen).sort((one, other) => one - other)).toEqual(upTo(2_000));
  expect(await house.verify(store)).toMatchObject({ outcome: 'complete', provenTo: 2_000, setAside: 0 });
});
