import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { blocksOf, run } from './documents.builder.js';
import type { ProductEvent } from './event.js';
import { fileStore } from './file-store.js';
import { follow } from './follow.js';
import { answering, cutShort, product, ProductServer } from './product.builder.js';
import { verify } from './verify.js';

const block = (language: string): string => blocksOf('docs/subscribe.md', language)[0] ?? '';
const whenPresent = spawnSync('python3', ['--version']).status === 0 ? it : it.skip;

let server: ProductServer;
beforeEach(async () => (server = await ProductServer.start()));
afterEach(() => server.stop());

const folder = () => mkdtempSync(join(tmpdir(), 'subscribe-'));
const records = (count: number): string[] => Array.from({ length: count }, (_, index) => `record-${index % 9}`);

it('docs/subscribe.md follows in TypeScript', async () => {
  server.add(...records(150));
  const path = join(folder(), 'position.json');
  const text = block('ts').replace('https://passerelle.example', server.base).replace('position.json', path);
  const seen: unknown[] = [];
  let stop = () => {};
  await run(text, {
    follow,
    fileStore,
    process: { env: { PASSERELLE_KEY: 'right' }, once: (_: string, act: () => void) => (stop = act) },
    console: { log: (...words: unknown[]) => seen.push(words) >= 150 && stop() },
  });
  expect(seen).toHaveLength(150);
  const headers = () => ({ 'x-api-key': 'right' });
  const store = fileStore(path);
  expect(await verify({ base: server.base, product, headers, store })).toMatchObject({ outcome: 'complete' });
});

describe('docs/subscribe.md in Python', () => {
  const prepared = () => {
    const path = join(folder(), 'follow.py');
    writeFileSync(path, block('python'));
    const env = {
      ...process.env,
      PASSERELLE_BASE: server.base,
      PASSERELLE_PRODUCT: product,
      PASSERELLE_KEY: 'right',
      PASSERELLE_STORE: join(path, '../position.json'),
    };
    return (...args: string[]): ChildProcess =>
      spawn('python3', [path, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  };

  /** Runs until so many events were printed. */
  async function eventsOf(program: ChildProcess, count: number): Promise<ProductEvent[]> {
    const seen: ProductEvent[] = [];
    if (program.stdout === null) return seen;
    for await (const line of createInterface({ input: program.stdout })) {
      if (seen.push(JSON.parse(line) as ProductEvent) >= count) break;
    }
    program.kill();
    if (program.exitCode === null && program.signalCode === null) await once(program, 'exit');
    return seen;
  }

  const codeOf = async (program: ChildProcess): Promise<unknown> => (await once(program, 'exit'))[0];

  whenPresent('follows through faults, goes on after a stop, and proves completeness', async () => {
    server.add(...records(150));
    server.faults.push(answering(503, { 'retry-after': '0' }), cutShort);
    const python = prepared();
    const before = await eventsOf(python(), 120);
    // Stopped in its second page: that page comes again.
    const after = await eventsOf(python(), 51 - 1);
    expect([...before.slice(0, 100), ...after]).toEqual(server.events);
    const last = python();
    server.add('late');
    const seen = await eventsOf(last, 1);
    expect(seen).toHaveLength(1);
    server.add('later');
    const whole = python();
    const lines = eventsOf(whole, 1000);
    while (server.requests.at(-1)?.url.searchParams.get('after') !== '1-152-bddea5c7')
      await new Promise((done) => setTimeout(done, 20));
    whole.kill();
    await lines;
    expect(await codeOf(python('proof'))).toBe(0);
    server.events.reverse();
    expect(await codeOf(python('proof'))).toBe(1);
  });

  whenPresent('stops where it may not follow', async () => {
    server.key = 'another';
    expect(await codeOf(prepared()())).toBe(1);
  });
});
