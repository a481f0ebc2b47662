import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenOf } from '@passerelle/stack/door';
import { removePostgres } from '@passerelle/stack/postgres';
import { isAlive, until } from '@passerelle/stack/processes';
import { readReady, type Ready } from '@passerelle/stack/report';
import { runFolder, stopRemembered } from '@passerelle/stack/run-folder';
import { freshFolder } from '@passerelle/stack/test-run';
import { conditionLimitMs, longTestLimitMs, startLimitMs } from '@passerelle/testing/limits';
import { commandsIn, longCommandsIn } from './commands.ts';
import { copyOfTree, type Copy } from './copy.ts';
import { formats, imports, migrates, packs } from './in-a-copy.ts';
import { prove, type Proofs } from './proofs.ts';
import { openShell, type Running } from './shell.ts';

// Every command of the README, as its reader types it, against the stack that its first command starts: in a separate
// folder, so that it can run next to the `npm start` of a developer. Commands that write into the tree, even a build,
// run in a copy of it: other tests start services from the builds of this one.

process.env.PASSERELLE_RUN = freshFolder('readme');
const run = runFolder('.');
const inStack = () => ({ folder: copy.path, env: { PASSERELLE_RUN: run.path } });
/** Lint and types take minutes without a cache of Nx. */
const commandLimitMs = 900_000;
const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'];
const readme = readFileSync('README.md', 'utf8');

let report: Ready;
let up: Running;
let copy: Copy;

/** The README was written in 2026; references of today's records contain today's year. */
const shell = openShell((command) =>
  command.replace('http://127.0.0.1:3000', report?.gateway).replace('-2026-', `-${new Date().getFullYear()}-`),
);

beforeAll(async () => {
  copy = copyOfTree();
  up = await started('npm start -- --fresh');
}, startLimitMs);

afterAll(async () => {
  await shell.close();
  await stopRemembered(run);
  removePostgres(run.postgres);
  copy?.remove();
});

async function started(command: string): Promise<Running> {
  const running = shell.start(command, inStack());
  await until(() => running.said().includes('Passerelle runs.') || running.isOver(), startLimitMs, 100);
  if (!existsSync(run.ready)) throw new Error(`not ready:\n${running.said()}`);
  report = readReady(run.ready);
  return running;
}

const runs = (pid: number) => isAlive({ pid, startedAt: '' });
const statusOf = async (url: string) => (await fetch(url)).status;

async function agreements(): Promise<number> {
  const headers = { authorization: `Bearer ${await tokenOf('editor', report)}` };
  return (await fetch(`${report.gateway}/v1/agreements`, { headers })).status;
}

/** Starts five services, prints their addresses and lets the editor sign in. */
async function serves(): Promise<void> {
  expect(Object.keys(report.pids).toSorted()).toEqual([...services, 'nats', 'postgres', 'up'].toSorted());
  for (const service of services) expect(await statusOf(`${report.health[service]}/readyz`)).toBe(200);
  expect(await statusOf(`${report.gateway}/doc/openapi.json`)).toBe(200);
  expect(await agreements()).toBe(200);
  expect(up.said()).toContain(report.gateway);
}

/** Also works after a start that was killed: its processes are stopped, its records are kept. */
async function startsAgain(command: string): Promise<void> {
  const { pids } = report;
  process.kill(pids.up ?? 0, 'SIGKILL');
  expect(await up.ended).not.toBe(0);
  up = await started(command);
  expect(up.said()).toContain('the last start was ended by force: stopping what it left');
  expect(Object.values(pids).some(runs)).toBe(false);
  await serves();
}

async function observes(command: string): Promise<void> {
  const { items } = JSON.parse(await shell.run(command));
  const countries = items.map(({ dimensions, value }: { dimensions: object; value: number }) => ({
    ...dimensions,
    value,
  }));
  expect(countries).toContainEqual({ country: 'BE', value: 2 });
}

/** What lies ahead, whenever the example is loaded. */
async function showsDates(command: string): Promise<void> {
  const { items } = JSON.parse(await shell.run(command));
  const kinds = items.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['consultationReplyDue', 'forumMeeting', 'inquiryEnd']));
}

async function follows(command: string): Promise<void> {
  const said = await shell.run(command, inStack());
  const traces = [...said.matchAll(/^trace ([0-9a-f]{32})/gm)].map(([, trace]) => trace);
  expect(traces.length).toBeGreaterThan(1);
  for (const station of [/gateway: request/, /cooperation: /, /event log/, /INT_COOPERATION/, /ledger/, /O1.1/])
    expect(said).toMatch(station);
}

let key = '';

/** The key is shown once, in the letter that the command prints. */
async function givesAccess(command: string): Promise<void> {
  const said = await shell.run(command, inStack());
  expect(said).toContain('party.cooperation.BE-VLG');
  key = /psr_[\w.-]+/.exec(said)?.[0] ?? '';
}

/** Its account has the copies by then. */
async function givesAccountAtNats(command: string): Promise<void> {
  const said = await shell.run(command, inStack());
  expect(said).toContain('PARTY_COOPERATION_BE-WAL');
  const seed = new TextEncoder().encode(/SU[A-Z2-7]{56}/.exec(said)?.[0]);
  const connection = await connect({ servers: report.nats, authenticator: nkeyAuthenticator(seed), reconnect: false });
  const answer = await connection.request('$JS.API.STREAM.INFO.PARTY_COOPERATION_BE-WAL');
  await connection.close();
  expect(answer.json()).toMatchObject({ config: { metadata: { cursor: expect.any(String) } } });
}

async function followsProduct(command: string): Promise<void> {
  const following = shell.start(command, { env: { PASSERELLE_KEY: key } });
  const holds = () => following.said().includes('consultations.notify.timeframeAgreed');
  expect(await until(holds, conditionLimitMs, 100)).toBe(true);
  following.interrupt();
  expect(await following.ended).toBe(0);
}

async function develops(command: string): Promise<void> {
  const dev = shell.start(command, inStack());
  expect(await until(() => dev.said().includes('"msg":"ready"'), conditionLimitMs, 100)).toBe(true);
  dev.interrupt();
  await dev.ended;
  expect(dev.said()).toContain('cooperation is given back');
}

/** Nx ran the target, or replayed its cached result for the same sources. */
const checks = (target: string) => async (command: string) =>
  expect(await shell.run(command)).toContain(`Successfully ran target ${target} for project passerelle`);

const says = (words: string) => async (command: string) => expect(await shell.run(command, inStack())).toContain(words);

const proofs: Proofs = {
  'npm start': startsAgain,
  'npm start -- --fresh': serves,
  'curl -s "http://127.0.0.1:3000/v1/indicators/X1/observations?period=2020&dimension=country"': observes,
  'curl -s "http://127.0.0.1:3000/v1/calendar?party=BE-BRU&from=$(date +%F)"': showsDates,
  'curl -s "http://127.0.0.1:3000/v1/indicators/R3.1/observations?period=2024"': says('"value":56.7'),
  'curl -s "http://127.0.0.1:3000/v1/indicators/A1.2/observations?period=2024"': says('"value":50'),
  'npm run follow -- CO-2026-0001': follows,
  'npm run access -- add BE-VLG': givesAccess,
  'npm run access -- add BE-WAL --nats': givesAccountAtNats,
  'node libs/subscriber/dist/bin.js follow --base http://127.0.0.1:3000 --product party.cooperation.BE-VLG --api-key-env PASSERELLE_KEY':
    followsProduct,
  'npm run dev -- cooperation': develops,
  'npm run lint': checks('lint'),
  'npm run typecheck': checks('typecheck'),
  'npm run format': (command) => formats(command, shell, copy),
  'npm run pack -- cooperation': (command) => packs(command, shell, copy),
  'npm run migration -- cooperation add-website': (command) => migrates(command, shell, copy),
  'npm run import -- keep projects.xlsx': (command) => imports(command, shell, copy, run.path),
  'npm run ledger -- rebuild': says('done in'),
};

// `npm test` is the run that this test belongs to, if any: only `npm test` without arguments runs all suites together.
const isThisRun = process.env.npm_lifecycle_event === 'test' && process.env.PASSERELLE_SUITES === 'together';
const here = commandsIn(readme).filter(
  (command) => command !== 'npm test' && !longCommandsIn(readme).includes(command),
);

it(
  'starts once: a second start reports it and changes nothing',
  async () => {
    expect(await shell.run('npm start', inStack())).toContain('runs already');
    expect(readReady(run.ready)).toEqual(report);
    expect(Object.entries(report.pids).filter(([, pid]) => !runs(pid))).toEqual([]);
  },
  longTestLimitMs,
);

it.each(here)('%s', (command) => prove(command, proofs, shell), commandLimitMs);

(isThisRun ? it : it.skip)('npm test (skipped where it was not typed)', () => {
  expect(process.env).toMatchObject({ npm_command: 'test', npm_package_name: 'passerelle' });
});

it(
  'counts the tests that `npm test` ran, and fails as a test does',
  async () => {
    const [file, one] = ['apps/system-e2e/src/readme/one.spec.ts', 'npm test -- --unit apps/system-e2e/src/readme/one'];
    copy.write(file, "it('passes', () => {});\n");
    expect(await shell.run(one, { folder: copy.path })).toMatch(/^1 passed, 0 failed$/m);
    copy.write(file, "it('passes', () => {});\nit('fails', () => expect(1).toBe(2));\n");
    const failing = shell.start(one, { folder: copy.path });
    expect(await failing.ended).toBe(1);
    expect(failing.said()).toMatch(/^1 passed, 1 failed$/m);
  },
  longTestLimitMs,
);

it('has no proof of a command that the README no longer shows', () => {
  expect(Object.keys(proofs).filter((command) => !here.includes(command))).toEqual([]);
});

it(
  'reports the service that ended, and keeps the others',
  async () => {
    const { pids, health } = report;
    process.kill(pids.networks ?? 0, 'SIGKILL');
    const words = 'networks ended unexpectedly (SIGKILL)';
    expect(await until(() => up.said().includes(words), conditionLimitMs)).toBe(true);
    expect(await statusOf(`${health.projects}/readyz`)).toBe(200);
  },
  longTestLimitMs,
);

it(
  'stops every process that it started when npm is asked to end',
  async () => {
    up.terminate();
    await up.ended;
    expect(up.said()).toContain('stopped in');
    expect(Object.values(report.pids).filter(runs)).toEqual([]);
    expect(existsSync(run.ready)).toBe(false);
    expect(existsSync(join(run.path, 'state.json'))).toBe(false);
  },
  longTestLimitMs,
);
