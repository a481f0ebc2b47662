import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { Server } from 'node:http';
import { gateway } from '../gateway.js';

// A thousand concurrent slow callers, by a standard tool: `apt-get install slowhttptest`.

const isThere = spawnSync('slowhttptest', ['-h']).error === undefined;
const given = isThere ? it : it.skip;

let nats: Broker;
let issuer: TestIssuer;
let service: StartedApp;
let door: StartedApp;
let base: string;
let server: Server;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  service = await startApp(visits, { broker: nats });
  door = await startApp(gateway, { broker: nats, settings: { ...issuer.settings, RATE_LIMITS: '{}' } });
  if (!('getHttpServer' in door.app)) throw new Error('the gateway speaks HTTP');
  server = door.app.getHttpServer();
  base = await urlOf(door);
  await until(
    'the gateway serves the service',
    async () => (await httpClient(base)('GET', '/v1/visits')).status === 200,
  );
});

afterAll(async () => {
  await door?.close();
  await service?.close();
  await issuer?.stop();
  await nats?.stop();
});

const attack = (...options: string[]) =>
  new Promise<string>((resolve) => {
    const run = spawn('slowhttptest', ['-c', '1000', '-r', '400', '-l', '30', '-p', '3', ...options]);
    let said = '';
    run.stdout.on('data', (part) => (said += part));
    run.on('close', () => resolve(said));
  });

const plain = (said: string): string => stripVTControlCharacters(said);
/** The report of the tool, every five seconds. */
const available = (said: string) =>
  [...plain(said).matchAll(/service available:\s*(YES|NO)/g)].map(([, state]) => state);
const connected = (said: string) => [...plain(said).matchAll(/connected:\s*(\d+)/g)].map(([, count]) => Number(count));
const held = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));

given.each([
  ['headers', ['-H', '-i', '5', '-x', '24']],
  ['a body', ['-B', '-i', '5', '-x', '24', '-s', '100000', '-f', 'application/json']],
  ['reading an answer', ['-X', '-w', '10', '-y', '20', '-n', '5', '-z', '32', '-k', '3']],
])(
  'needs slowhttptest: a thousand callers with slow %s block no one, and are disconnected',
  async (_, options) => {
    const path = options.includes('-X') ? '/docs/swagger-ui-bundle.js' : '/v1/visits';
    const attacked = attack(...options, '-u', `${base}${path}`);
    await pause(1_500);
    const before = await held();
    // The last of them connected after 3 s.
    await pause(18_000);
    const after = await held();
    const said = await attacked;
    console.info(`${options[0]}: ${before} connections after 1.5 s, ${after} after 20 s; ${available(said).join(' ')}`);
    expect(Math.max(...connected(said))).toBeGreaterThan(800);
    expect(before).toBeGreaterThan(50);
    // An answer already in the operating system's buffers may or may not be read: its connection is an idle kept-alive
    // one.
    if (!options.includes('-X')) expect(after).toBeLessThan(20);
    expect(available(said).length).toBeGreaterThanOrEqual(2);
    expect(new Set(available(said))).toEqual(new Set(['YES']));
  },
  90_000,
);
