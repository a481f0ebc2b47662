import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf, run } from './documents.builder.js';
import { fileStore } from './file-store.js';
import { follow, type FollowOptions } from './follow.js';
import { Installation, many } from './follower.builder.js';
import { overNats } from './nats.js';

let house: Installation;
beforeEach(async () => (house = await Installation.start()));
afterEach(() => house.stop());

it.each(['docs/subscribe.md', 'libs/subscriber/README.md'])('%s follows over NATS', async (page) => {
  await house.nats.make();
  await house.add(...many(150));
  const path = join(mkdtempSync(join(tmpdir(), 'subscribe-')), 'position.json');
  const program = blocksOf(page, 'ts').find((block) => block.includes('overNats')) ?? '';
  const text = program
    .replace('https://passerelle.example', house.gateway.base)
    .replace('tls://nats.passerelle.example:4222', house.nats.url)
    .replace('position.json', path);
  const stop = new AbortController();
  let seen = 0;
  const take = () => void ((seen += 1) === 150 && stop.abort());
  await run(text, {
    // Only tests end by themselves.
    follow: (options: FollowOptions) => follow({ ...options, signal: stop.signal }),
    fileStore,
    overNats,
    process: { env: { PASSERELLE_KEY: 'right', PASSERELLE_NKEY: house.nats.user.seed } },
    console: { log: take },
    save: take,
  });
  expect(seen).toBe(150);
  expect(await house.verify(fileStore(path))).toMatchObject({ outcome: 'complete', provenTo: 150 });
  expect((await house.nats.consumer()).num_ack_pending).toBe(0);
});
