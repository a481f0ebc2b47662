import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';
import { IssuerAway, IssuerKeys } from './discovery.js';

// A small issuer that fails on demand and a fake clock; everything else is real.

const minute = 60_000;
interface Pair {
  readonly kid: string;
  readonly key: CryptoKey;
  readonly jwk: JWK;
}

async function pair(kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } };
}

let server: Server;
let address: string;
let first: Pair;
let second: Pair;
let published: JWK[];
let mode: 'well' | 'failing' | 'odd' | 'other';
let asked: number;
let now: number;
let keys: IssuerKeys;

beforeAll(async () => {
  first = await pair('first');
  second = await pair('second');
  server = createServer((request, response) => {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    if (!isDiscovery) asked++;
    const issuer = mode === 'other' ? 'http://127.0.0.1:1' : address;
    const body = isDiscovery ? { issuer, jwks_uri: `${address}/keys` } : { keys: published };
    response.statusCode = mode === 'failing' ? 500 : 200;
    response.end(mode === 'odd' && !isDiscovery ? '<html>' : JSON.stringify(body));
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resume) => server.close(resume)));

beforeEach(() => {
  published = [first.jwk];
  mode = 'well';
  asked = 0;
  now = 0;
  keys = new IssuerKeys(address, () => now);
});

async function verdict({ kid, key }: Pair): Promise<string> {
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
  return jwtVerify(token, (header, jws) => keys.find(header, jws)).then(
    () => 'accepted',
    (error: unknown) => (error instanceof IssuerAway ? 'away' : 'refused'),
  );
}

it('fetches keys once for concurrent requests, and not again while they are fresh', async () => {
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => verdict(first)));
  now = 9 * minute;
  expect([new Set(verdicts), await verdict(first), asked]).toEqual([new Set(['accepted']), 'accepted', 1]);
});

it('finds a key that was added after the last fetch', async () => {
  await verdict(first);
  published = [first.jwk, second.jwk];
  now = 1_999;
  expect(await verdict(second)).toBe('refused');
  now = 2_000;
  expect([await verdict(second), await verdict(first), asked]).toEqual(['accepted', 'accepted', 2]);
});

it('does not fetch the keys for every invented key id', async () => {
  await verdict(first);
  for (now = 0; now < 10_000; now += 100) expect(await verdict({ ...second, kid: `invented-${now}` })).toBe('refused');
  expect(asked).toBeLessThanOrEqual(6);
});

it('drops a key that the issuer withdrew', async () => {
  published = [first.jwk, second.jwk];
  expect(await verdict(first)).toBe('accepted');
  published = [second.jwk];
  now = 10 * minute - 1;
  expect(await verdict(first)).toBe('accepted');
  now = 10 * minute;
  expect([await verdict(first), await verdict(second)]).toEqual(['refused', 'accepted']);
});

it.each(['failing', 'odd', 'other'] as const)(
  'keeps the keys of an issuer that is %s for twelve hours',
  async (fault) => {
    await verdict(first);
    mode = fault;
    for (now = minute; now < 12 * 60 * minute; now += 20 * minute) expect(await verdict(first)).toBe('accepted');
    now = 12 * 60 * minute;
    expect(await verdict(first)).toBe('away');
    mode = 'well';
    expect(await verdict(first)).toBe('accepted');
  },
);

it('does not wait at each request for an issuer that is down', async () => {
  await verdict(first);
  mode = 'odd';
  now = 10 * minute;
  for (let count = 0; count < 20; count++) expect(await verdict(first)).toBe('accepted');
  expect(asked).toBe(2);
  mode = 'well';
  published = [second.jwk];
  now += 30_000;
  expect(await verdict(first)).toBe('refused');
});

it('distinguishes an unreachable issuer from a wrong token, and does not cache the failure', async () => {
  for (mode of ['failing', 'odd', 'other'] as const) expect(await verdict(first)).toBe('away');
  mode = 'well';
  expect(await verdict(first)).toBe('accepted');
});

it('answers 503 for an unknown key while the issuer is down', async () => {
  await verdict(first);
  mode = 'failing';
  now = 5_000;
  expect([await verdict(second), await verdict(second), await verdict(first)]).toEqual(['away', 'away', 'accepted']);
});
