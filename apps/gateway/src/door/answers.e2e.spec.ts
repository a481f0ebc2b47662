import { httpClient, urlOf, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { request } from 'node:http';
import { gateway } from '../gateway.js';

const origin = 'https://app.example.brussels';

/** A gateway with an https address, open to pages of one origin. */
let open: StartedApp | undefined;
// Hooks after the tests run in this order: the gateway stops before the broker does.
afterAll(() => open?.close());
const stage = onOwnDoor(gateway, { service: visits });
let ask: HttpClient;
let askOpen: HttpClient;

beforeAll(async () => {
  const settings = {
    ...stage.issuer.settings,
    PUBLIC_URL: 'https://api.passerelle.test',
    CORS_ORIGINS: `${origin}, https://b.test`,
  };
  open = await startApp(gateway, { broker: stage.nats, settings, data: stage.door.data });
  ask = httpClient(stage.base, stage.issuer.tokens.editor);
  askOpen = httpClient(await urlOf(open), stage.issuer.tokens.editor);
  for (const door of [ask, askOpen])
    await until('the gateway serves the service', async () => (await door('GET', '/v1/visits')).status === 200);
});

/** Every header of an answer, as sent. */
const rawHeaders = (path: string) =>
  new Promise<string[]>((resolve, reject) => {
    const headers = { authorization: `Bearer ${stage.issuer.tokens.editor}`, connection: 'close' };
    const sent = request(`${stage.base}${path}`, { headers }, (answer) => {
      const { rawHeaders: flat } = answer.resume();
      resolve(flat.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${flat[index + 1]}`] : [])));
    });
    sent.on('error', reject).end();
  });

/** The headers that do not change from one answer to the next. */
const lasting = (headers: readonly string[]) =>
  headers
    .filter((line) => !/^(Date|BelGov-Trace-Id|RateLimit):/i.test(line))
    .map((line) => line.replace(/^Content-Length: \d+$/i, 'content-length: n'))
    .map((line) => line.replace(/^etag: W\/"[\w-]{22}"$/, 'etag: W/"…"'));

it('has exactly these headers', async () => {
  expect(lasting(await rawHeaders('/v1/visits'))).toEqual([
    'cache-control: private, no-cache',
    'content-type: application/json',
    'etag: W/"…"',
    'vary: Accept, Accept-Encoding, Accept-Language, Authorization, X-Api-Key',
    'ratelimit-policy: "client";q=1000000000;w=10',
    'cross-origin-opener-policy: same-origin',
    'permissions-policy: accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
    'referrer-policy: no-referrer',
    'x-content-type-options: nosniff',
    'x-frame-options: DENY',
    'cross-origin-resource-policy: same-origin',
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    'content-length: n',
    'Connection: close',
  ]);
  const secure = await askOpen('GET', '/v1/nothing');
  expect(secure.header('strict-transport-security')).toBe('max-age=31536000');
  expect(secure.header('cross-origin-resource-policy')).toBe('cross-origin');
});

it('is refused in a format that the address does not offer', async () => {
  const answer = await ask('GET', '/v1/visits', { headers: { accept: 'text/csv' } });
  expect(answer).toMatchObject({
    status: 406,
    body: { type: 'urn:problem-type:passerelle:notAcceptable', detail: 'This address answers in: application/json.' },
  });
});

describe('pages of other origins', () => {
  const preflight = (by: HttpClient, from: string, path = '/v1/visits') =>
    by('OPTIONS', path, { headers: { origin: from, 'access-control-request-method': 'POST' }, token: '' });
  const corsOf = (answer: { header: (name: string) => string }) =>
    ['access-control-allow-origin', 'access-control-allow-methods', 'access-control-allow-credentials'].map(
      answer.header,
    );

  it('cannot call by default', async () => {
    for (const from of [origin, 'null', stage.base]) {
      expect(corsOf(await ask('GET', '/v1/visits', { headers: { origin: from } }))).toEqual(['', '', '']);
      expect(corsOf(await preflight(ask, from))).toEqual(['', '', '']);
    }
  });

  it('can call if their origin is configured, also on errors, and never with credentials', async () => {
    const answer = await askOpen('GET', '/v1/visits', { headers: { origin } });
    expect(corsOf(answer)).toEqual([origin, '', '']);
    expect(answer.header('vary').split(', ')).toContain('Origin');
    for (const name of ['ETag', 'Location', 'RateLimit', 'RateLimit-Policy', 'Retry-After'])
      expect(answer.header('access-control-expose-headers').split(', ')).toContain(name);
    expect(corsOf(await askOpen('GET', '/v1/nothing', { headers: { origin } }))).toEqual([origin, '', '']);
    const asked = await preflight(askOpen, 'https://b.test');
    expect(asked.status).toBe(204);
    expect(corsOf(asked)).toEqual(['https://b.test', 'GET, HEAD, POST, OPTIONS', '']);
    for (const name of ['Authorization', 'If-Match', 'Idempotency-Key', 'X-Api-Key', 'Content-Type'])
      expect(asked.header('access-control-allow-headers').split(', ')).toContain(name);
    expect((await preflight(askOpen, origin, '/v1/nothing')).status).toBe(404);
  });

  it.each([
    'https://evil.test',
    `${origin}.evil.test`,
    `${origin}:444`,
    'http://app.example.brussels',
    'null',
    'https://APP.example.brussels',
    `${origin}, https://evil.test`,
    '*',
  ])('are refused for a similar origin: %s', async (from) => {
    const answer = await askOpen('GET', '/v1/visits', { headers: { origin: from } });
    expect(corsOf(answer)).toEqual(['', '', '']);
    // A cache must not serve this answer to a page that may read it.
    expect(answer.header('vary').split(', ')).toContain('Origin');
    expect(corsOf(await preflight(askOpen, from))).toEqual(['', '', '']);
  });
});

describe('a long answer', () => {
  it('is compressed for clients that accept it, with the same headers for HEAD', async () => {
    const path = '/v1/visits?count=1000';
    for (const coding of ['br', 'gzip']) {
      const headers = { 'accept-encoding': coding };
      const answer = await ask('GET', path, { headers });
      expect(answer.header('content-encoding')).toBe(coding);
      expect(answer.body.words).toHaveLength(1_000);
      const head = await ask('HEAD', path, { headers });
      for (const name of ['content-encoding', 'content-length', 'content-type', 'vary'])
        expect(head.header(name)).toBe(answer.header(name));
    }
    const plain = await ask('GET', path, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.header('content-encoding'), plain.body.words.length]).toEqual(['', 1_000]);
    expect(plain.header('vary')).toContain('Accept-Encoding');
    expect((await ask('GET', '/v1/visits', { headers: { 'accept-encoding': 'br' } })).header('content-encoding')).toBe(
      '',
    );
  });

  it('keeps its ETag in any encoding', async () => {
    const path = '/doc/openapi.json';
    const answer = await ask('GET', path, { headers: { 'accept-encoding': 'br' } });
    expect(answer.header('content-encoding')).toBe('br');
    expect(answer.header('etag')).toMatch(/^W\/"/);
    for (const coding of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': coding, 'if-none-match': answer.header('etag') };
      const unchanged = await ask('GET', path, { headers });
      expect([unchanged.status, unchanged.text, unchanged.header('vary')]).toEqual([304, '', answer.header('vary')]);
    }
  });
});

it('reports an unexpected error without details', async () => {
  const answer = await ask('GET', '/v1/visits?count=-1'); // An array of this length cannot exist.
  expect(answer).toMatchObject({ status: 500, body: { type: 'urn:problem-type:belgif:internalServerError' } });
  expect(Object.keys(answer.body).sort()).toEqual(['detail', 'href', 'instance', 'status', 'title', 'type']);
  expect(answer.text).not.toMatch(/RangeError|Invalid array|\.[jt]s/);
});

it('reports an overloaded service, with Retry-After', async () => {
  await stage.service.close();
  stage.service = await startApp(visits, {
    broker: stage.nats,
    data: stage.service.data,
    settings: { IN_FLIGHT: '1', QUEUE: '0' },
  });
  await until('the service answers again', async () => (await ask('GET', '/v1/visits')).status === 200);
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask('GET', '/v1/visits?count=1000')));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expect(answer).toMatchObject({ status: 503, body: { type: 'urn:problem-type:passerelle:overloaded' } });
    expect(answer.header('retry-after')).toBe('1');
  }
});

it('announces a deprecated operation: since when, until when and its successor', async () => {
  const answer = await ask('GET', '/v1/oldVisits');
  expect(answer.header('deprecation')).toBe('@1767225600');
  expect(answer.header('sunset')).toBe('Fri, 01 Jan 2027 00:00:00 GMT');
  expect(answer.header('link')).toBe(
    '<https://passerelle.test/why>; rel="deprecation"; type="text/html", <https://passerelle.test/v1/visits>; rel="successor-version"',
  );
  const current = await ask('GET', '/v1/visits');
  expect(['deprecation', 'sunset', 'link'].map(current.header)).toEqual(['', '', '']);
  const { paths } = (await ask('GET', '/doc/openapi.json')).body;
  expect(paths['/v1/oldVisits'].get).toMatchObject({
    deprecated: true,
    description: expect.stringContaining('Deprecated since 2026-01-01, may be gone from 2027-01-01.'),
  });
  expect(paths['/v1/visits'].get.deprecated).toBeUndefined();
});
