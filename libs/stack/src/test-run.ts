/**
 * Servers that the test files of one Jest run share: a PostgreSQL, a nats-server, a folder. Their addresses are passed in the
 * environment, because workers are separate processes. The file is not in libs/testing, because Jest loads its global set-up
 * with plain Node, which cannot resolve a `.js` import to a `.ts` file.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanAbandonedRuns, cleanRun, writeDown } from './leftovers.ts';
import { findNats } from './nats-binary.ts';
import { memoryPlaceFor } from './places.ts';
import { startPostgres } from './postgres.ts';
import { startTime } from './processes.ts';
import { randomPassword } from './service-database.ts';

const variables = {
  folder: 'PASSERELLE_TEST_FOLDER',
  data: 'PASSERELLE_TEST_DATA',
  postgres: 'PASSERELLE_TEST_POSTGRES',
  rolePassword: 'PASSERELLE_TEST_ROLE_PASSWORD',
  natsBinary: 'PASSERELLE_TEST_NATS_BINARY',
} as const;

let opened = false;

/** `onDisk` for benchmarks and crash tests: the servers' data is then on a disk, as in an installation. */
export async function openTestRun({ onDisk = false } = {}): Promise<void> {
  // `npm test` opened one for all projects.
  if (process.env[variables.folder] !== undefined) return;
  const runs = resolve('.run/test');
  mkdirSync(runs, { recursive: true });
  await cleanAbandonedRuns(runs);
  const folder = mkdtempSync(join(runs, 'run-'));
  const data = onDisk ? folder : memoryPlaceFor(folder);
  const owner = { pid: process.pid, startedAt: startTime(process.pid) ?? '', data };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const [postgres, nats] = await Promise.all([startPostgres({ dataDir: join(data, 'postgres'), say }), findNats(say)]);
  writeDown(folder, postgres);
  opened = true;
  process.env[variables.folder] = folder;
  process.env[variables.data] = data;
  process.env[variables.postgres] = postgres.url;
  process.env[variables.natsBinary] = nats.path;
  // Roles belong to the cluster and all files share them: a password per file would lock out the others.
  process.env[variables.rolePassword] = randomPassword();
}

/** Stops the run's servers, also those that a failed test left running, and removes their files; for the process that opened the run. */
export async function closeTestRun(): Promise<void> {
  if (opened) await cleanRun(shared('folder'));
}

export function shared(name: keyof typeof variables): string {
  const value = process.env[variables[name]];
  if (!value) throw new Error(`${variables[name]} is not set: run this file in the e2e project (--selectProjects e2e)`);
  return value;
}

/** A new folder of the run, removed when the run ends. */
export function freshFolder(purpose: string): string {
  return newFolder(shared('folder'), purpose);
}

/** The same for a server's data: in memory if there is room. */
export const freshDataFolder = (purpose: string): string => newFolder(shared('data'), purpose);

function newFolder(parent: string, purpose: string): string {
  const folder = join(parent, `${purpose}-${randomBytes(6).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}
