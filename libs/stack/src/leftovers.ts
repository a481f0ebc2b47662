/** A run lists its servers in its folder, so that the servers of a killed test can be stopped. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from './lock.ts';
import { removePostgres } from './postgres.ts';
import { isAlive, stopProcess } from './processes.ts';
import type { ProcessId } from './processes.ts';

const file = (folder: string, pid: number) => join(folder, `${pid}.pid.json`);

export function writeDown(folder: string, { pid, startedAt }: ProcessId): void {
  writeFileSync(file(folder, pid), JSON.stringify({ pid, startedAt }));
}

export function crossOut(folder: string, pid: number): void {
  rmSync(file(folder, pid), { force: true });
}

/** Stops the servers that are still listed, and removes the run's folder with its cluster. */
export async function cleanRun(folder: string): Promise<void> {
  const { data = folder }: { data?: string } = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));
  const left = readdirSync(folder).filter((name) => name.endsWith('.pid.json'));
  await Promise.all(left.map((name) => stopProcess(processIn(join(folder, name)), 10_000, 'SIGINT')));
  removePostgres(join(data, 'postgres'));
  rmSync(data, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Cleans up after earlier runs that ended without doing so; one process at a time. */
export async function cleanAbandonedRuns(runs: string): Promise<void> {
  const unlock = await lockFolder(join(runs, 'cleaning.lock'), 120_000);
  try {
    const folders = readdirSync(runs).map((name) => join(runs, name));
    for (const folder of folders.filter((each) => existsSync(join(each, 'owner.json')))) {
      if (!isAlive(processIn(join(folder, 'owner.json')))) await cleanRun(folder);
    }
  } finally {
    unlock();
  }
}

function processIn(path: string): ProcessId {
  return JSON.parse(readFileSync(path, 'utf8'));
}
