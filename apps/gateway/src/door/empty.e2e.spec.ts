import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { request } from 'node:http';
import { gateway } from '../gateway.js';

// An empty value is not an absent one: it is refused by name, or has the meaning that its standard gives it.

const stage = onOwnDoor(gateway, { service: visits });
let ask: HttpClient;

beforeAll(async () => {
  ask = httpClient(stage.base, stage.issuer.tokens.editor);
  await until('the gateway serves the service', async () => (await ask('GET', '/v1/visits')).status === 200);
});

const json = { 'content-type': 'application/json' };

it.each([
  ['Idempotency-Key', { body: { city: 'Namur' } }],
  ['If-Match', { body: { city: 'Namur' } }],
  ['Content-Type', { body: { city: 'Namur' } }],
  ['Authorization', { token: '' }],
  ['X-Api-Key', { token: '' }],
])('an empty %s is 400 by its name', async (name, options) => {
  const headers = { ...json, [name.toLowerCase()]: '' };
  const answer = await ask('POST', '/v1/visits', { ...options, headers });
  expect(answer).toMatchObject({ status: 400, body: { issues: [{ in: 'header', name }] } });
});

it('an empty second Idempotency-Key is refused', async () => {
  const given = { method: 'POST', headers: { ...json, authorization: `Bearer ${stage.issuer.tokens.editor}` } };
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${stage.base}/v1/visits`, given, (answer) => resolve(answer.resume().statusCode));
    sent.setHeader('Idempotency-Key', ['kk', '']);
    sent.on('error', reject).end(JSON.stringify({ city: 'Namur' }));
  });
  expect(status).toBe(400);
});

it.each([
  'Accept',
  'Accept-Language',
  'Accept-Encoding',
  'If-None-Match',
  'traceparent',
  'Origin',
  'Prefer',
  'X-Unknown',
])('an empty %s is answered as if without preferences', async (name) => {
  const answer = await ask('GET', '/v1/visits', { headers: { [name]: '' } });
  expect([answer.status, answer.header('content-language')]).toEqual([200, '']);
  expect(answer.header('belgov-trace-id')).toMatch(/./);
});

it.each([
  ['/v1/visits?count=', 'count'],
  ['/v1/visits?count', 'count'],
  ['/v1/visits?count=3&count=', 'count'],
  ['/v1/visits?=', ''],
  ['/v1/indicators/X1/observations?period=', 'period'],
  ['/v1/indicators/X1/observations?filter=', 'filter'],
  ['/v1/indicators/X1/observations?dimension=', 'dimension'],
  ['/v1/indicators/X1/observations?asOf=', 'asOf'],
  ['/v1/calendar?pageSize=', 'pageSize'],
  ['/v1/calendar?after=', 'after'],
  ['/v1/calendar?sort=', 'sort'],
  ['/v1/calendar?total=', 'total'],
  ['/v1/calendar?select=', 'select'],
  ['/v1/calendar?from=', 'from'],
  ['/v1/calendar?service=', 'service'],
])('%s is 400 by its name', async (path, name) => {
  const { status, body } = await ask('GET', path);
  expect([status, body.issues[0].in, body.issues[0].name.split('.')[0]]).toEqual([400, 'query', name]);
});

it('pages use the language of their address, or refuse it', async () => {
  const page = async (lang: string) =>
    (await ask('GET', `/v1/refData/problemTypes/badRequest${lang}`, { headers: { accept: 'text/html' } })).status;
  expect([await page('?lang=nl'), await page('?lang='), await page('?lang=xx')]).toEqual([200, 400, 400]);
});
