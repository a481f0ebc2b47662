import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tokenOf } from '@passerelle/stack/door';
import { removePostgres } from '@passerelle/stack/postgres';
import { isAlive, until } from '@passerelle/stack/processes';
import { readReady } from '@passerelle/stack/report';
import type { Ready } from '@passerelle/stack/report';
import { runFolder, stopRemembered } from '@passerelle/stack/run-folder';
import { freshFolder } from '@passerelle/stack/test-run';
import { npmStart, ready, type Up } from '@passerelle/testing/up';

// The real command, on a folder of its own: it may run beside the `npm start` of whoever runs the tests.
process.env.PASSERELLE_RUN = freshFolder('up');
const run = runFolder('.');
const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'];

const runs = (pid: number) => isAlive({ pid, startedAt: '' });
const statusOf = async (url: string) => (await fetch(url)).status;

async function agreements(report: Ready): Promise<number> {
  const headers = { authorization: `Bearer ${await tokenOf('editor', report)}` };
  return (await fetch(`${report.gateway}/v1/agreements`, { headers })).status;
}

let up: Up;

afterAll(async () => {
  up.child.kill('SIGTERM');
  await until(() => up.child.exitCode !== null || up.child.signalCode !== null, 15_000);
  await stopRemembered(run);
  removePostgres(run.postgres);
}, 60_000);

it('starts five services, says where they are and lets the editor in', async () => {
  up = npmStart();
  const report = await ready(up);
  expect(Object.keys(report.pids).toSorted()).toEqual([...services, 'nats', 'postgres', 'up'].toSorted());
  for (const service of services) expect(await statusOf(`${report.health[service]}/readyz`)).toBe(200);
  expect(await statusOf(`${report.gateway}/doc/openapi.json`)).toBe(200);
  expect(await agreements(report)).toBe(200);
  expect(up.said()).toContain(report.gateway);
}, 150_000);

it('runs once: a second start says so and touches nothing', async () => {
  const before = readReady(run.ready);
  const second = npmStart();
  expect(await second.ended).toBe(0);
  expect(second.said()).toContain('runs already');
  expect(readReady(run.ready)).toEqual(before);
  expect(Object.values(before.pids).every(runs)).toBe(true);
}, 30_000);

it('says which service ended, and keeps the others', async () => {
  const { pids, health } = readReady(run.ready);
  process.kill(pids.networks ?? 0, 'SIGKILL');
  expect(await until(() => up.said().includes('networks ended unexpectedly (SIGKILL)'), 5_000)).toBe(true);
  expect(await statusOf(`${health.projects}/readyz`)).toBe(200);
}, 30_000);

it('cleans up after a start that was killed', async () => {
  const { pids } = readReady(run.ready);
  up.child.kill('SIGKILL');
  await up.ended;
  up = npmStart();
  const again = await ready(up);
  expect(up.said()).toContain('the last start was ended by force: stopping what it left');
  expect(Object.values(pids).some(runs)).toBe(false);
  expect(await agreements(again)).toBe(200);
}, 150_000);

it('stops everything that it started, within 15 seconds', async () => {
  const { pids } = readReady(run.ready);
  const since = Date.now();
  up.child.kill('SIGTERM');
  expect(await up.ended).toBe(0);
  expect(Date.now() - since).toBeLessThan(15_000);
  expect(Object.values(pids).filter(runs)).toEqual([]);
  expect(existsSync(run.ready)).toBe(false);
  expect(existsSync(join(run.path, 'state.json'))).toBe(false);
}, 30_000);
