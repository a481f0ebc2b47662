import { freePort } from '@passerelle/stack/ports';
import { broker, type Broker } from '@passerelle/testing/broker';
import type { FreshDatabase } from '@passerelle/testing/database';
import { testIssuer, type TestIssuer } from '@passerelle/testing/door';
import { proxyOf, type Proxy } from '@passerelle/testing/proxy';
import { migratedDatabase, startApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { gateway } from '../gateway.js';

const patienceMs = 90_000;

let nats: Broker;
let issuer: TestIssuer;
let data: FreshDatabase;
let toNats: Proxy;
let toPostgres: Proxy;

beforeAll(async () => {
  [nats, issuer, data] = await Promise.all([broker(), testIssuer(), migratedDatabase(gateway)]);
  toNats = await proxyOf('nats', nats.url);
  toPostgres = await proxyOf('postgres', data.appUrl);
}, 240_000);

afterAll(async () => {
  await toNats?.close();
  await toPostgres?.close();
  await issuer?.stop();
  await nats?.stop();
}, 60_000);

const statusOf = async (port: number, path: string): Promise<number | undefined> =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    ({ status }) => status,
    () => undefined,
  );

it('waits for NATS and PostgreSQL with a closed port, opens it by itself, and answers problems when they go away', async () => {
  await Promise.all([toNats.close(), toPostgres.close()]);
  const [port, health] = [await freePort(), await freePort()];
  const url = new URL(data.appUrl);
  url.port = String(toPostgres.port);
  const own = { PORT: String(port), HEALTH_PORT: String(health), DATABASE_URL: url.href };
  const settings = { ...issuer.settings, ...own, NATS_URL: `nats://127.0.0.1:${toNats.port}` };
  const stop = new AbortController();
  const started = startApp(gateway, { broker: nats, data, settings, surroundings: { stop: stop.signal } });
  started.catch(() => undefined);
  try {
    const reasons = async (): Promise<string> =>
      fetch(`http://127.0.0.1:${health}/readyz`).then(
        (answer) => answer.text(),
        () => '',
      );
    const both = /PostgreSQL at \S+ refuses the connection.*NATS at \S+ refuses the connection/;
    await until('/readyz names both', async () => both.test(await reasons()), patienceMs);
    const seen = [await statusOf(health, '/livez'), await statusOf(health, '/readyz'), await statusOf(port, '/health')];
    expect(seen).toEqual([200, 503, undefined]);
    await toPostgres.open();
    await until('PostgreSQL is there', async () => /"database":{"status":"UP"/.test(await reasons()), patienceMs);
    expect(await statusOf(port, '/health')).toBeUndefined();
    await toNats.open();
    await started;
    await until('the gateway is ready', async () => (await statusOf(health, '/readyz')) === 200, patienceMs);
    expect(await statusOf(port, '/v1/apiKeys')).toBe(401);

    await toNats.close();
    await until('/health reports it', async () => (await statusOf(port, '/health')) === 503, patienceMs);
    await until('/readyz reports it', async () => /NATS at \S+ refuses/.test(await reasons()), patienceMs);
    expect([await statusOf(health, '/livez'), await statusOf(health, '/readyz')]).toEqual([200, 503]);
    await toNats.open();
    await until('the gateway is ready again', async () => (await statusOf(health, '/readyz')) === 200, patienceMs);
    process.stdout.write(
      `\ngateway | both away at start | /livez 200, /readyz 503, door closed until both are there | then NATS away: /health 503\n`,
    );
  } finally {
    stop.abort();
    await started.then(
      (app) => app.close(),
      () => undefined,
    );
  }
}, 400_000);
