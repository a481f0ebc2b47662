import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { removePostgres } from '@passerelle/stack/postgres';
import { until } from '@passerelle/stack/processes';
import type { Ready } from '@passerelle/stack/report';
import { runFolder, stopRemembered } from '@passerelle/stack/run-folder';
import { freshFolder } from '@passerelle/stack/test-run';
import { npmStart, ready, type Up } from '@passerelle/testing/up';
import { commandsIn } from './commands.ts';

// Every command that the README shows, as its reader would type it, against the stack that its first command starts.

process.env.PASSERELLE_RUN = freshFolder('readme');
const run = runFolder('.');
let up: Up;
let report: Ready;

beforeAll(async () => {
  up = npmStart('--fresh');
  report = await ready(up);
}, 150_000);

afterAll(async () => {
  up.child.kill('SIGTERM');
  await Promise.race([up.ended, until(() => false, 15_000)]);
  await stopRemembered(run);
  removePostgres(run.postgres);
}, 60_000);

/** What the command prints; fails when the command does. */
async function typed(command: string): Promise<string> {
  const here = command.replace('http://127.0.0.1:3000', report.gateway);
  const { stdout } = await promisify(execFile)('sh', ['-c', here], { env: { ...process.env }, timeout: 60_000 });
  return stdout;
}

async function observes(command: string): Promise<void> {
  const { items } = JSON.parse(await typed(command));
  const countries = items.map(({ dimensions, value }: { dimensions: object; value: number }) => ({
    ...dimensions,
    value,
  }));
  expect(countries).toContainEqual({ country: 'BE', value: 2 });
}

/** The README was written in 2026: a record that is registered today bears the year of today. */
async function follows(command: string): Promise<void> {
  const told = await typed(command.replace('2026', String(new Date().getFullYear())));
  const traces = [...told.matchAll(/^trace ([0-9a-f]{32})/gm)].map(([, trace]) => trace);
  expect(traces.length).toBeGreaterThan(1);
  for (const station of [/gateway: request/, /cooperation: /, /event log/, /INT_COOPERATION/, /ledger/, /O1.1/])
    expect(told).toMatch(station);
}

async function develops(): Promise<void> {
  const child = spawn(process.execPath, ['tools/dev.ts', 'cooperation'], { env: { ...process.env } });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (told += part));
  expect(await until(() => told.includes('"msg":"ready"'), 40_000, 100)).toBe(true);
  child.kill('SIGTERM');
  expect(await until(() => child.exitCode !== null, 15_000)).toBe(true);
  expect(told).toContain('cooperation is given back');
}

/** Has a test of its own, or is a part of the run that this test belongs to. */
const provenIn = (file: string, words: RegExp) => () => {
  expect(existsSync(file) && words.test(readFileSync(file, 'utf8'))).toBe(true);
};

const proofs: Readonly<Record<string, (command: string) => void | Promise<void>>> = {
  'npm start': () => expect(up.said()).toContain('Passerelle runs.'),
  'npm start -- --fresh': () => expect(up.said()).toContain('Passerelle runs.'),
  'npm test': provenIn('.ci/run', /npm test/),
  'npm run follow -- CO-2026-0001': follows,
  'npm run dev -- cooperation': develops,
  'npm run lint': provenIn('tools/stack/src/checks.ts', /lint/),
  'npm run typecheck': provenIn('tools/stack/src/checks.ts', /tsc|typecheck/),
  'npm run format': provenIn('package.json', /prettier --check \./),
  'npm run migration -- cooperation add-website': provenIn('tools/migration/migration.e2e.spec.ts', /cooperation/),
  'npm run pack -- cooperation': provenIn('tools/pack/pack.e2e.spec.ts', /cooperation/),
  'npm run import -- keep projects.xlsx': provenIn('tools/import/import.e2e.spec.ts', /xlsx/),
  'npm run bench': async () => expect(await typed('npm run bench -- memory')).toContain('memory of gateway, fresh'),
  'npm run test:crash': provenIn('tools/resilience/resilience.e2e.spec.ts', /attempt|trial/),
  'npm run ledger -- rebuild': async (command) => expect(await typed(command)).toContain('done in'),
};

it.each(commandsIn(readFileSync('README.md', 'utf8')))(
  '%s',
  async (command) => {
    if (command.startsWith('curl ')) return observes(command);
    const proof = proofs[command];
    if (proof === undefined) throw new Error('The README shows a command that no test runs');
    await proof(command);
  },
  90_000,
);
