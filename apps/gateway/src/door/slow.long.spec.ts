import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { spawn, spawnSync } from 'node:child_process';
import { gateway } from '../gateway.js';

// A thousand slow callers at once, by a tool that others trust: `apt-get install slowhttptest`.

const isThere = spawnSync('slowhttptest', ['-h']).error === undefined;
const given = isThere ? it : it.skip;

let nats: Broker;
let issuer: TestIssuer;
let service: StartedApp;
let door: StartedApp;
let base: string;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  service = await startApp(visits, { broker: nats });
  door = await startApp(gateway, { broker: nats, settings: issuer.settings });
  base = await urlOf(door);
  await until('the door serves the service', async () => (await httpClient(base)('GET', '/v1/visits')).status === 200);
}, 60_000);

afterAll(async () => {
  await door?.close();
  await service?.close();
  await issuer?.stop();
  await nats?.stop();
});

const attack = (...options: string[]) =>
  new Promise<string>((resolve) => {
    const run = spawn('slowhttptest', ['-c', '1000', '-r', '400', '-l', '45', '-p', '3', ...options]);
    let said = '';
    run.stdout.on('data', (part) => (said += part));
    run.on('close', () => resolve(said));
  });

// The states that the tool reports every five seconds.
const available = (said: string) => [...said.matchAll(/service available:\s*\S*?(YES|NO)/g)].map(([, state]) => state);
const last = (said: string, what: string) =>
  Number([...said.matchAll(new RegExp(`${what}:\\s*\\S*?(\\d+)`, 'g'))].at(-1)?.[1]);

given.each([
  ['headers', ['-H', '-i', '5', '-x', '24']],
  ['a body', ['-B', '-i', '5', '-x', '24', '-s', '100000', '-f', 'application/json']],
  ['the reading of an answer', ['-X', '-w', '10', '-y', '20', '-n', '5', '-z', '32', '-k', '3']],
])(
  'needs slowhttptest: a thousand callers who are slow with %s take the service from nobody, and are let go',
  async (_, options) => {
    const path = options.includes('-X') ? '/docs/swagger-ui-bundle.js' : '/v1/visits';
    const said = await attack(...options, '-u', `${base}${path}`);
    const states = available(said);
    console.info(
      `${options[0]}: ${states.length} reports, ${states.filter((state) => state === 'YES').length} available; closed ${last(said, 'closed')}`,
    );
    expect(states.length).toBeGreaterThan(2);
    expect(new Set(states)).toEqual(new Set(['YES']));
    expect(last(said, 'closed')).toBeGreaterThan(900);
  },
  90_000,
);
