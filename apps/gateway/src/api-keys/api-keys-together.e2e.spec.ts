import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { gateway } from '../gateway.js';

let nats: Broker;
let issuer: TestIssuer;
let door: StartedApp;
let ask: HttpClient;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  const few = { DATABASE_POOL: '4', DEADLINE_MS: '60000' };
  door = await startApp(gateway, { broker: nats, settings: { ...issuer.settings, ...few } });
  ask = httpClient(await urlOf(door), issuer.tokens.admin);
  await until('the gateway serves keys', async () => (await ask('GET', '/v1/apiKeys')).status === 200, 60_000);
}, 120_000);

afterAll(async () => {
  await door?.close();
  await issuer?.stop();
  await nats?.stop();
}, 60_000);

/** Issuing a key takes longer than the lock timeout of PostgreSQL and the wait for a pool connection. */
async function slowDown(): Promise<void> {
  const owner = new pg.Client({ connectionString: door.data.ownerUrl });
  await owner.connect();
  const sql = `CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2.5); RETURN NEW; END';
    CREATE TRIGGER slow BEFORE INSERT ON api_key FOR EACH ROW EXECUTE FUNCTION take_time()`;
  await owner.query(sql).finally(() => owner.end());
}

it('gives each of ten concurrent requests a key or a reason, with slow statements and few connections', async () => {
  await slowDown();
  const body = { client: 'patient', description: 'The screen in the hall', scopes: ['networks:read'] };
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask('POST', '/v1/apiKeys', { body })));
  const codes = answers.map(({ status, body: said }) => `${status} ${said.type?.split(':').at(-1) ?? said.client}`);
  const refused = Array.from({ length: 8 }, () => '409 tooManyActiveKeys');
  expect(codes.toSorted()).toEqual(['201 patient', '201 patient', ...refused]);
}, 120_000);
