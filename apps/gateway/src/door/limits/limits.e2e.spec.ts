import { jest } from '@jest/globals';
import { broker, type Broker } from '@passerelle/testing/broker';
import {
  httpClient,
  testIssuer,
  urlOf,
  type HttpAnswer,
  type HttpClient,
  type TestIssuer,
} from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { gateway } from '../../gateway.js';
import { WindowsStore } from './windows.store.js';

jest.setTimeout(30_000); // windows must pass

const windowSec = 2;
const limits = { windowSec, client: 100, anonymous: 20, documents: 60, wrongTokens: 5 };
const address = '/v1/refData/problemTypes';
/** What came of `work` in a window of its own: on a busy machine it may take longer than one. */
async function inOneWindow<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    await pastTheWindow();
    const started = performance.now();
    const result = await work();
    if (performance.now() - started < windowSec * 1000) return result;
  }
}
const pastTheWindow = () => pause(windowSec * 1000 + 100);

let nats: Broker;
let issuer: TestIssuer;
const doors: StartedApp[] = [];
const bases: string[] = [];

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  const settings = { ...issuer.settings, RATE_LIMITS: JSON.stringify(limits), TRUST_PROXY: '1' };
  doors.push(await startApp(gateway, { broker: nats, settings }));
  const [first] = doors;
  if (first !== undefined) doors.push(await startApp(gateway, { broker: nats, settings, data: first.data }));
  for (const door of doors) bases.push(await urlOf(door));
  for (const base of bases)
    await until('the door serves its own operations', async () => (await from(base, '192.0.2.99')()).status === 200);
}, 60_000);

afterAll(async () => {
  for (const door of doors) await door.close();
  await issuer?.stop();
  await nats?.stop();
});

type Asking = (options?: { path?: string; headers?: Record<string, string>; method?: string }) => Promise<HttpAnswer>;

/** A caller without a token, at an address that a proxy of ours saw. */
const from = (base: string, client: string): Asking => {
  const ask = httpClient(base);
  return ({ path = address, headers = {}, method = 'GET' } = {}) =>
    ask(method, path, { headers: { 'x-forwarded-for': client, ...headers } });
};

const as = (base: string, client: string): HttpClient => httpClient(base, issuer.tokens[client]);
const times = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const granted = (answers: readonly HttpAnswer[]): number => answers.filter(({ status }) => status === 200).length;

describe('a quota', () => {
  it('is told with every answer, exactly', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.1');
    for (const rest of [19, 18, 17]) {
      const answer = await ask();
      expect(answer.status).toBe(200);
      expect(answer.header('ratelimit-policy')).toBe('"anonymous";q=20;w=2');
      expect(answer.header('ratelimit')).toMatch(new RegExp(`^"anonymous";r=${rest};t=[12]$`));
    }
  });

  it('refuses with 429 when it is used up, says when to come back, and grants again then', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.2');
    const asked = await inOneWindow(() => times(21, () => ask({ headers: { 'accept-language': 'nl' } })));
    expect(granted(asked)).toBe(20);
    const [refused] = asked.filter(({ status }) => status !== 200);
    if (refused === undefined) throw new Error('nobody was refused');
    expect(refused).toMatchObject({
      status: 429,
      body: { type: 'urn:problem-type:belgif:tooManyRequests', status: 429, limit: 20 },
    });
    expect(refused.header('content-type')).toBe('application/problem+json');
    expect(refused.header('ratelimit')).toMatch(/^"anonymous";r=0;t=[12]$/);
    expect(Number(refused.header('retry-after'))).toBe(refused.body.retryAfterSec);
    expect(refused.body.detail).toBe(
      `U hebt de limiet van 20 aanvragen bereikt; probeer het opnieuw over ${refused.body.retryAfterSec} s.`,
    );
    await pause(refused.body.retryAfterSec * 1000 + 50);
    expect((await ask()).status).toBe(200);
  });

  it('is one for all doors together, however the calls are spread', async () => {
    const spread = await inOneWindow(() => times(60, (index) => from(bases[index % 2] ?? '', '192.0.2.3')()));
    expect(granted(spread)).toBe(20);
    const clients = await inOneWindow(() =>
      times(150, (index) => as(bases[index % 2] ?? '', 'editor')('GET', address)),
    );
    // A lease of 5 may lie unused at one door while the other refuses: never more than the quota, hardly less.
    expect(granted(clients)).toBeLessThanOrEqual(100);
    expect(granted(clients)).toBeGreaterThanOrEqual(95);
  });

  it('belongs to one caller: another client and another address are served meanwhile', async () => {
    const [base = ''] = bases;
    const many = await inOneWindow(() => times(120, () => as(base, 'admin')('GET', address)));
    expect(granted(many)).toBe(100);
    expect((await as(base, 'partner-flanders')('GET', address)).header('ratelimit')).toContain('"client";r=99;');
    expect((await from(base, '192.0.2.4')()).status).toBe(200);
    await pastTheWindow();
  });

  it('is not spent by an answer that nothing has changed', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.5');
    const path = '/doc/openapi.json';
    const first = await ask({ path });
    expect(first.header('ratelimit')).toMatch(/^"documents";r=59;/);
    const headers = { 'if-none-match': first.header('etag') };
    const unchanged = await times(40, () => ask({ path, headers }));
    expect(unchanged.every(({ status }) => status === 304)).toBe(true);
    expect((await ask({ path, headers })).header('ratelimit')).toMatch(/^"documents";r=59;/);
    // The same calls without the tag are spent.
    expect((await times(40, () => ask({ path }))).map(({ status }) => status)).toContain(200);
    expect((await ask({ path, headers })).header('ratelimit')).toMatch(/^"documents";r=19;/);
  });

  it('counts health, the user interface and what is nowhere, in a purse of their own', async () => {
    const ask = from(bases[0] ?? '', '192.0.2.6');
    for (const path of ['/health', '/v1/nothing', '/v1/%zz'])
      expect((await ask({ path })).header('ratelimit-policy')).toBe('"documents";q=60;w=2');
    await times(60, () => ask({ path: '/docs/' }));
    expect((await ask({ path: '/docs/' })).status).toBe(429);
    expect((await ask({ path: '/v1/nothing' })).status).toBe(429);
    expect((await ask()).status).toBe(200);
  });
});

describe('wrong tokens', () => {
  const wrong = (base: string, client: string, path = address) =>
    from(base, client)({ path, headers: { authorization: 'Bearer e30.e30.e30' } });

  it('are limited by the address that tries them, over all doors, at health too', async () => {
    const [one = '', other = ''] = bases;
    const statuses = [];
    for (const base of [one, other, one, other, one])
      statuses.push((await wrong(base, '192.0.2.7', base === one ? '/health' : address)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    const refused = await wrong(other, '192.0.2.7');
    expect([refused.status, refused.header('ratelimit-policy')]).toEqual([429, '"wrongTokens";q=5;w=2']);
    expect((await wrong(one, '192.0.2.7')).status).toBe(429);
    expect((await wrong(one, '192.0.2.8')).status).toBe(401);
  });

  it('do not lock out a caller who is known at the address', async () => {
    await pastTheWindow();
    const [base = ''] = bases;
    const known = (token: string | undefined) => ({ token: token ?? '', headers: { 'x-forwarded-for': '192.0.2.9' } });
    const ask = httpClient(base);
    expect((await ask('GET', address, known(issuer.tokens.editor))).status).toBe(200);
    await times(8, () => wrong(base, '192.0.2.9'));
    expect((await ask('GET', address, known(issuer.tokens.editor))).status).toBe(200);
    expect((await wrong(base, '192.0.2.9')).status).toBe(429);
  });
});

it('costs the database one statement for many calls', async () => {
  const [first] = doors;
  const store = first?.app.get(WindowsStore);
  if (store === undefined) throw new Error('there is a store');
  let taken = 0;
  const { take } = store;
  store.take = (...given) => {
    taken++;
    return take.apply(store, given);
  };
  for (let call = 0; call < 40; call++) await as(bases[0] ?? '', 'admin')('GET', address);
  store.take = take;
  // A quota of 100 in 2 s is leased by 5.
  expect(taken).toBeLessThanOrEqual(10);
});

it('counts alone, and goes on refusing, while PostgreSQL is away', async () => {
  await pastTheWindow();
  const [first] = doors;
  const owner = first?.data.ownerUrl ?? '';
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  await client.query('ALTER TABLE rate_window RENAME TO rate_window_away');
  try {
    const here = await times(30, () => from(bases[0] ?? '', '192.0.2.10')());
    const there = await times(30, () => from(bases[1] ?? '', '192.0.2.10')());
    expect([granted(here), granted(there)]).toEqual([20, 20]);
  } finally {
    await client.query('ALTER TABLE rate_window_away RENAME TO rate_window');
  }
  await pastTheWindow();
  expect(granted(await times(60, (index) => from(bases[index % 2] ?? '', '192.0.2.10')()))).toBe(20);
  await pastTheWindow();
  await first?.app.get(WindowsStore).tidy();
  expect((await client.query('SELECT * FROM rate_window')).rows).toEqual([]);
  await client.end();
});
