import { Installation, many, upTo } from './follower.builder.js';
import { aUser } from './nats.builder.js';
import { overNats } from './nats.js';
import { anEvent, memoryStore } from './product.builder.js';

let house: Installation;
beforeEach(async () => (house = await Installation.start()));
afterEach(() => house.stop());

describe('what passes by itself', () => {
  it('is waited out: a server that is killed and comes back with its store', async () => {
    await house.nats.make();
    await house.add(...many(150));
    const follower = house.overNats();
    await follower.until('150 events', () => follower.seen.length === 150);
    await house.nats.kill();
    await follower.until('the loss', () => follower.waits.length > 1);
    await house.nats.launch();
    await house.add(...many(150));
    expect(await follower.stopAt(300)).toEqual(upTo(300));
    expect(follower.waits.join()).toContain('ECONNREFUSED');
    expect(await house.verify(follower.store)).toMatchObject({ outcome: 'complete', provenTo: 300 });
  });

  it('is waited out: a server that is not there yet, and a seed that cannot be had', async () => {
    await house.nats.make();
    await house.add('a');
    await house.nats.kill();
    let asked = 0;
    const seed = () => {
      if ((asked += 1) === 1) throw new Error('no seed today');
      return house.nats.user.seed;
    };
    const follower = house.overNats({ over: house.way(seed) });
    await follower.until('two tries', () => follower.waits.length >= 2);
    await house.nats.launch();
    expect(await follower.stopAt(1)).toEqual([1]);
    expect(follower.waits.slice(0, 2)).toEqual([
      'NATS: no seed today',
      expect.stringMatching(/^NATS: connection refused \(connect ECONNREFUSED/),
    ]);
  });

  it('is waited out: a consumer that is removed, and made again', async () => {
    await house.nats.make();
    await house.add(...many(20));
    const follower = house.overNats();
    await follower.until('20 events', () => follower.seen.length === 20);
    await house.nats.removeConsumer();
    await follower.until('the loss', () => follower.waits.some((wait) => wait.includes('no consumer follower')));
    await house.nats.makeConsumer();
    await house.add('late');
    expect(await follower.stopAt(21)).toEqual(upTo(21));
  });

  it('is waited out: a stream that is removed, made again and filled again', async () => {
    await house.nats.make();
    await house.add(...many(200));
    const follower = house.overNats();
    await follower.until('200 events', () => follower.seen.length === 200);
    await house.nats.remove();
    await follower.until('the loss', () => follower.waits.some((wait) => wait.includes('no stream PARTY_')));
    await house.nats.make();
    await house.nats.fill(house.gateway.events.slice(0, 150));
    await follower.until('the filling', () =>
      follower.waits.some((wait) => wait.includes('is at 150, not yet at 200')),
    );
    await house.nats.fill(house.gateway.events.slice(150));
    await house.add('late');
    expect(await follower.stopAt(201)).toEqual(upTo(201));
    expect(await house.verify(follower.store)).toMatchObject({ outcome: 'complete' });
  });

  it('is noticed while nothing is pulled: a stream that is made again', async () => {
    await house.nats.make();
    await house.add(...many(900));
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const follower = house.overNats({ handler: () => released });
    let before = 0;
    await follower.until('a pause', async () => {
      const { num_ack_pending, num_waiting } = await house.nats.consumer();
      const isPaused = num_waiting === 0 && num_ack_pending >= 500 && num_ack_pending === before;
      before = num_ack_pending;
      return isPaused;
    });
    await house.nats.remove();
    await house.nats.make();
    await house.nats.fill(house.gateway.events);
    release();
    expect(await follower.stopAt(900)).toEqual(upTo(900));
    expect(follower.waits).toEqual([expect.stringMatching(/^after sequence \d+ comes 1 over NATS/)]);
  });

  it('is waited out: a server that falls silent', async () => {
    await house.nats.make();
    await house.add(...many(5));
    const follower = house.overNats();
    await follower.until('5 events', () => follower.seen.length === 5);
    house.nats.signal('SIGSTOP');
    await follower.until('the silence', () => follower.waits.length > 0).finally(() => house.nats.signal('SIGCONT'));
    await house.add('late');
    expect(await follower.stopAt(6)).toEqual(upTo(6));
    expect(follower.waits[0]).toBe('NATS: silent for 15 s');
  }, 60_000);

  it('is waited out: a stream that is still of the epoch before', async () => {
    await house.nats.make();
    house.gateway.epoch = 2;
    await house.gateway.add(...many(3));
    const store = memoryStore();
    await house.byFeed({ store }).stopAt(2);
    await house.byFeed({ store }).stopAt(1);
    const follower = house.overNats({ store });
    await follower.until('the epoch', () => follower.waits.some((wait) => wait.includes('of epoch 1, not yet 2')));
    await house.nats.remove();
    await house.nats.make({ epoch: 2 });
    await house.nats.fill(house.gateway.events);
    await house.add('late');
    expect(await follower.stopAt(1)).toEqual([4]);
  });
});

describe('what stops', () => {
  it.each([['while it follows'], ['before it follows']])('a new epoch, %s', async (when) => {
    await house.nats.make();
    await house.add(...many(20));
    const store = memoryStore();
    const first = house.overNats({ store });
    await first.until('20 events', () => first.seen.length === 20);
    if (when === 'before it follows') await first.stop();
    await house.nats.remove();
    await house.nats.make({ epoch: 2 });
    await house.nats.fill(house.gateway.events);
    const follower = when === 'before it follows' ? house.overNats({ store }) : first;
    await expect(follower.ended).rejects.toMatchObject({
      code: 'productRestarted',
      message: expect.stringMatching(/began anew.*remove the stored state and follow from the snapshot/),
    });
    expect(follower.seen.length).toBe(follower === first ? 20 : 0);
  });

  it('a gap that stays, before anything after it is handed out', async () => {
    await house.nats.make();
    await house.add(...many(50));
    await (await house.nats.manager()).streams.deleteMessage('PARTY_COOPERATION_BE-VLG', 31);
    const follower = house.overNats();
    await expect(follower.ended).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringMatching(/after sequence 30 comes 32 over NATS.*\(read 3 times\)/),
    });
    expect(follower.sequences).toEqual(upTo(30));
    expect(await house.byFeed({ store: follower.store }).stopAt(20)).toEqual(upTo(50).slice(30));
  });

  it.each<[string, () => string | ReturnType<typeof anEvent>]>([
    ['a message that is no event', () => '{"specversion":"1.0"}'],
    ['a message that is no JSON', () => 'hello'],
    ['an event of another sequence', () => anEvent(7, 'a')],
  ])('%s, if it stays', async (_, message) => {
    await house.nats.make();
    await house.add('a', 'b');
    await house.nats.fill([message()]);
    const follower = house.overNats();
    await expect(follower.ended).rejects.toMatchObject({
      code: 'notThisContract',
      message: expect.stringMatching(/^message 3 of stream PARTY_COOPERATION_BE-VLG is .*\(read 3 times\)/),
    });
    expect(follower.sequences).toEqual([1, 2]);
  });

  it('two followers with the same consumer', async () => {
    await house.nats.make();
    await house.add(...many(20));
    const followers = [house.overNats(), house.overNats()];
    let stopped: unknown;
    for (const { ended } of followers) ended.catch((error: unknown) => (stopped = error));
    while (stopped === undefined) {
      await house.add(...many(10));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(stopped).toMatchObject({ code: 'gap', message: expect.stringContaining('another follower') });
    await Promise.allSettled(followers.map((follower) => follower.stop()));
  });

  it.each(['1-1-74c09609', 'from elsewhere'])('the position %s, which is not of this product', async (cursor) => {
    await house.nats.make();
    const store = memoryStore();
    await house.add('a');
    await house.byFeed({ store }).stopAt(1);
    const state = { ...store.state(), cursor };
    const follower = house.overNats({ store: { ...store, load: async () => state } });
    await expect(follower.ended).rejects.toMatchObject({ code: 'badCursor' });
  });

  it.each([
    ['of another user', () => aUser().seed, 'Authorization Violation'],
    ['that is none', () => 'SUNRISE', 'is not the seed of an nkey user'],
  ])('a seed %s', async (_, seed, message) => {
    await house.nats.make();
    const follower = house.overNats({ over: house.way(seed) });
    await expect(follower.ended).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['a user that is replaced', () => [aUser().name]],
    ['an account that is removed', () => []],
  ])('%s while it follows', async (_, users) => {
    await house.nats.make();
    await house.add(...many(5));
    const follower = house.overNats();
    await follower.until('5 events', () => follower.seen.length === 5);
    house.nats.users = users();
    house.nats.reload();
    await expect(follower.ended).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('its user was removed'),
    });
    expect(follower.store.state()).toMatchObject({ sequence: 5 });
  });

  it('a product that these credentials are not for', async () => {
    const follower = house.overNats({ product: 'public.cooperation' });
    await expect(follower.ended).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('$JS.API.STREAM.INFO.PUB_COOPERATION'),
    });
  });
});

describe('a stop', () => {
  it('ends the wait for a server, and for a stream', async () => {
    const withoutStream = house.overNats();
    await withoutStream.until('a wait', () => withoutStream.waits.length > 0);
    await withoutStream.stop();
    const withoutServer = house.overNats({ over: overNats({ servers: 'nats://127.0.0.1:1', seed: aUser().seed }) });
    await withoutServer.until('a wait', () => withoutServer.waits.length > 0);
    await withoutServer.stop();
  });

  it('ends a pull, with what is handled saved and acknowledged', async () => {
    await house.nats.make();
    await house.add(...many(30));
    const follower = house.overNats();
    expect(await follower.stopAt(30)).toEqual(upTo(30));
    expect(follower.store.state()).toMatchObject({ sequence: 30 });
    expect((await house.nats.consumer()).num_ack_pending).toBe(0);
  });

  it('does not hang on a server that does not answer any more', async () => {
    await house.nats.make();
    await house.add(...many(5));
    const follower = house.overNats();
    await follower.until('5 events', () => follower.seen.length === 5);
    house.nats.signal('SIGSTOP');
    try {
      await follower.stop();
    } finally {
      house.nats.signal('SIGCONT');
    }
    expect(follower.store.state()).toMatchObject({ sequence: 5 });
  });
});
