import { addDays, today } from '@passerelle/domain/period';
import { shared } from '@passerelle/stack/test-run';
import type { HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { gateway } from '../gateway.js';
import { hearLog } from '@passerelle/testing/hear-log';
import { stored } from '../shared/secrecy.builder.js';

// A key appears in one answer. This suite searches logs, refusals and tables for it.

const stage = onOwnDoor(gateway);
let ask: HttpClient;
let logged: string[];
const answered: string[] = [];

beforeAll(async () => {
  logged = hearLog(stage.door.context.logger);
  ask = async (...request) => {
    const answer = await stage.ask(...request);
    answered.push(answer.text);
    return answer;
  };
  await until('the gateway serves', async () => (await stage.ask('GET', '/v1/refData/problemTypes')).status === 200);
});

const readers = (key: string, path = '/v1/refData/problemTypes') => ask('GET', path, { headers: { 'x-api-key': key } });
const client = { client: 'canary', description: 'A bird', scopes: ['networks:read'] };
const admin = () => ({ token: stage.issuer.tokens.admin ?? '' });

it('appears in no log, no refusal and no table', async () => {
  const body = { ...client, expiresOn: addDays(today(new Date()), 30) };
  const issue = () => ask('POST', '/v1/apiKeys', { ...admin(), body, headers: { 'idempotency-key': 'canary' } });
  const { key, prefix, id } = (await issue()).body;
  const [, secret = ''] = key.split('.');
  expect(answered.splice(0).join('\n')).toContain(key);
  await issue();
  await readers(key);
  await readers(`${key}A`);
  await readers(key, `/v1/apiKeys/${id}`);
  await readers(key, '/health');
  await ask('GET', '/v1/apiKeys', {
    headers: { 'x-api-key': key, authorization: `Bearer ${stage.issuer.tokens.admin}` },
  });
  await ask('GET', '/v1/apiKeys', admin());
  await ask('GET', `/v1/apiKeys/${id}`, admin());
  await ask('DELETE', `/v1/apiKeys/${id}`, admin());
  await readers(key);
  await until('the requests are logged', () => logged.filter((line) => line.includes('"request"')).length >= 10);
  const places = { logged: logged.join('\n'), answered: answered.join('\n'), stored: await stored(stage.door) };
  for (const [place, text] of Object.entries(places)) {
    for (const canary of [key, secret, stage.issuer.tokens.admin ?? '?'])
      expect([place, text.includes(canary)]).toEqual([place, false]);
  }
  expect([places.stored.includes(prefix), places.answered.includes(prefix)]).toEqual([true, true]);
});

it('would be found if it leaked', async () => {
  stage.door.context.logger.error({ given: 'psr_canary.of-this-test' }, 'a careless line');
  expect(logged.join('\n')).toContain('psr_canary.of-this-test');
  await stage.door.database.query(`UPDATE api_key SET description = 'psr_canary.of-this-test'`);
  expect(await stored(stage.door)).toContain('psr_canary.of-this-test');
});

it('is answered with 503 while the database is away; bearer tokens still work', async () => {
  const body = { ...client, client: 'lasting', expiresOn: addDays(today(new Date()), 30) };
  const { key } = (await ask('POST', '/v1/apiKeys', { ...admin(), body })).body;
  const { pathname } = new URL(stage.door.data.appUrl);
  const administrator = new pg.Client({ connectionString: shared('postgres') });
  await administrator.connect();
  const allow = (may: boolean) =>
    administrator.query(`ALTER DATABASE ${administrator.escapeIdentifier(pathname.slice(1))} ALLOW_CONNECTIONS ${may}`);
  try {
    await allow(false);
    await administrator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      pathname.slice(1),
    ]);
    const away = await readers(key);
    expect(away).toMatchObject({ status: 503, body: { service: 'database' } });
    expect(away.header('retry-after')).toBe('5');
    expect((await readers(`${key}A`)).status).toBe(401);
    expect((await ask('GET', '/v1/refData/problemTypes', admin())).status).toBe(200);
  } finally {
    await allow(true);
    await administrator.end();
  }
  await until('the database is back', async () => (await readers(key)).status === 200);
});
