/**
 * What one Jest run shares between its test files: a PostgreSQL, a nats-server, a folder. The values travel in the
 * environment, as workers are processes of their own. Here and not in libs/testing, because Jest loads its global
 * set-up by plain Node, which knows no `.js` that is still a `.ts`.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanAbandonedRuns, cleanRun, writeDown } from './leftovers.ts';
import { findNats } from './nats-binary.ts';
import { startPostgres } from './postgres.ts';
import { startTime } from './processes.ts';
import { randomPassword } from './service-database.ts';

const variables = {
  folder: 'PASSERELLE_TEST_FOLDER',
  postgres: 'PASSERELLE_TEST_POSTGRES',
  rolePassword: 'PASSERELLE_TEST_ROLE_PASSWORD',
  natsBinary: 'PASSERELLE_TEST_NATS_BINARY',
} as const;

export async function openTestRun(): Promise<void> {
  const runs = resolve('.run/test');
  mkdirSync(runs, { recursive: true });
  await cleanAbandonedRuns(runs);
  const folder = mkdtempSync(join(runs, 'run-'));
  const owner = { pid: process.pid, startedAt: startTime(process.pid) ?? '' };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const [postgres, nats] = await Promise.all([
    startPostgres({ dataDir: join(folder, 'postgres'), say }),
    findNats(say),
  ]);
  writeDown(folder, postgres);
  process.env[variables.folder] = folder;
  process.env[variables.postgres] = postgres.url;
  process.env[variables.natsBinary] = nats.path;
  // The roles belong to the cluster and all files share them: a password of each file's own would lock out the others.
  process.env[variables.rolePassword] = randomPassword();
}

/** Stops the run's servers, also those that a failed test forgot, and removes their files. */
export const closeTestRun = () => cleanRun(shared('folder'));

export function shared(name: keyof typeof variables): string {
  const value = process.env[variables[name]];
  if (!value) throw new Error(`${variables[name]} is not set: run this file in the e2e project (--selectProjects e2e)`);
  return value;
}

/** A new folder of the run, removed when the run ends. */
export function freshFolder(purpose: string): string {
  const folder = join(shared('folder'), `${purpose}-${randomBytes(6).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}
