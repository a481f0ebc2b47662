import { mkdtempSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { answering, product, ProductServer } from './product.builder.js';

let server: ProductServer;
beforeEach(async () => (server = await ProductServer.start()));
afterEach(() => server.stop());

const aStore = () => join(mkdtempSync(join(tmpdir(), 'subscriber-')), 'state.json');

/** Runs a command, and stops it after so many printed lines. */
async function run(args: string, environment: Record<string, string> = { KEY: 'right', OLD: 'old' }, lines = Infinity) {
  const stop = new AbortController();
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await runCommand(args.split(' '), {
    environment,
    print: async (line) => void (printed.push(line) >= lines && stop.abort()),
    complain: (line) => void complaints.push(line),
    signal: stop.signal,
  });
  return { code, printed, complaints };
}

const target = () => `--base ${server.base} --product ${product}`;

describe('follow', () => {
  it('prints events as lines, in the order of the product, and goes on where it stopped', async () => {
    server.add(...Array.from({ length: 30 }, (_, index) => `record-${(index * 7) % 4}`));
    const store = aStore();
    const first = await run(`follow ${target()} --api-key-env KEY --store ${store}`, undefined, 20);
    const second = await run(`follow ${target()} --api-key-env KEY --store ${store}`, undefined, 10);
    const lines = [...first.printed, ...second.printed].map((line): unknown => JSON.parse(line));
    expect([first.code, second.code, lines]).toEqual([0, 0, server.events]);
  });
});

describe('doctor', () => {
  it('finds nothing wrong', async () => {
    server.add('a', 'b');
    const store = aStore();
    await run(`follow ${target()} --api-key-env KEY --store ${store}`, undefined, 2);
    const { code, printed } = await run(`doctor ${target()} --api-key-env KEY --store ${store}`);
    expect(printed.map((line) => line.replace(/ +/g, ' '))).toEqual([
      `ok address ${server.base}`,
      expect.stringMatching(/^ok clock [01] s from/),
      'ok credentials accepted',
      `ok product ${product}, last event recorded ${server.events[1]?.recordedtime}`,
      'ok lag none',
      'ok completeness sequences 1 to 2 are those of the server, which has no more',
    ]);
    expect(code).toBe(0);
  });

  it('leaves unchecked what needs a store', async () => {
    const { code, printed } = await run(`doctor ${target()} --api-key-env KEY`);
    expect(printed.slice(-2)).toEqual(['-     lag          give --store', '-     completeness give --store']);
    expect(code).toBe(0);
  });

  it.each([
    ['credentials', () => `doctor ${target()} --api-key-env OLD`, /WRONG credentials .*401.*ask for new ones/],
    ['credentials', () => `doctor ${target()}`, /WRONG credentials .*401/],
    [
      'product',
      () => `doctor --base ${server.base} --product public.x --api-key-env KEY`,
      /WRONG product .*only: party\.coop/,
    ],
    [
      'address',
      () => `doctor --base http://127.0.0.1:1 --product ${product}`,
      /WRONG address .*: fetch failed \([^()]*\)\. Check --base/,
    ],
    ['address', () => `doctor --base passerelle.example --product ${product}`, /WRONG address .*https:/],
  ])('names what is wrong with the %s', async (_, args, line) => {
    const { code, printed } = await run(args());
    expect(printed.join('\n')).toMatch(line);
    expect(code).toBe(1);
  });

  it('names a clock that differs', async () => {
    server.faults.push(({ url }, response) => {
      if (url.pathname !== '/v1/products') return false;
      response.setHeader('date', new Date(Date.now() - 300_000).toUTCString());
      response.end('{"items":[]}');
      return true;
    });
    const { printed } = await run(`doctor ${target()} --api-key-env KEY`);
    expect(printed.join('\n')).toMatch(/WRONG clock +\d+ s ahead of the server's/);
  });

  it('names events that differ from those of the server, and a damaged store', async () => {
    server.add('a', 'b');
    const store = aStore();
    await run(`follow ${target()} --api-key-env KEY --store ${store}`, undefined, 2);
    server.events.reverse();
    const { code, printed } = await run(`doctor ${target()} --api-key-env KEY --store ${store}`);
    expect(printed.join('\n')).toMatch(/WRONG completeness the chains differ in sequences 1 to 2/);
    expect(code).toBe(1);
    truncateSync(store, 100);
    const damaged = await run(`doctor ${target()} --api-key-env KEY --store ${store}`);
    expect([damaged.code, damaged.printed.at(-1)]).toEqual([
      1,
      expect.stringMatching(/^WRONG completeness .* is damaged/),
    ]);
  });

  it('does not wait for a server that is overloaded', async () => {
    server.faults.push(answering(503, { 'retry-after': '60' }));
    const { printed } = await run(`doctor ${target()} --api-key-env KEY`);
    expect(printed.join('\n')).toMatch(/WRONG address .*503/);
  });
});

describe('the command', () => {
  it.each([
    ['', 'missing'],
    ['doctor --bse x', 'bse'],
    [`print --base http://x --product p`, 'no command print'],
    [`doctor --base http://x --product p --token-env NONE`, 'NONE is empty'],
    [`follow --base http://x --product p --from yesterday`, 'not yesterday'],
    [`follow --base http://x --product p --nats nats://x`, '--nats and --nkey-env need each other'],
    [`doctor --base http://x --product p --nats nats://x --nkey-env NONE`, 'NONE is empty'],
  ])('explains itself after "%s"', async (args, complaint) => {
    const { code, complaints } = await run(args);
    expect([code, complaints.join('\n')]).toEqual([2, expect.stringContaining(complaint)]);
    expect(complaints.join('\n')).toContain('passerelle-subscriber doctor --base');
  });

  it('sends a token as a bearer token', async () => {
    await run(`doctor ${target()} --token-env KEY`);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer right');
  });
});
