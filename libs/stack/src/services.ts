/** The five services as processes: migrate, start, wait until ready, watch, stop. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, environmentOfMigration } from './environment.ts';
import type { Surroundings } from './environment.ts';
import { isAlive, lastLines, runToEnd, startProcess, until } from './processes.ts';
import type { Command, Started } from './processes.ts';

export interface Launch {
  root: string;
  logs: string;
  around: Surroundings;
}

/** Brings one service's database to the state that its build expects. */
export async function migrate(service: string, launch: Launch): Promise<void> {
  const log = join(launch.logs, `${service}-migration.log`);
  const env = environmentOfMigration(service, launch.around);
  const { code } = await runToEnd(program(service, ['migrate'], env, log, launch.root), 120_000);
  if (code !== 0) throw new Error(`The migrations of ${service} failed; the end of ${log}:\n${lastLines(log)}`);
}

export async function startService(service: string, { root, logs, around }: Launch): Promise<Started> {
  const log = join(logs, `${service}.log`);
  if (existsSync(log)) renameSync(log, join(logs, `${service}.previous.log`));
  return startProcess(program(service, [], environmentOf(service, around), log, root));
}

export async function waitUntilReady(service: string, started: Started, healthPort: number): Promise<void> {
  const limitMs = 60_000;
  await until(async () => !isAlive(started) || (await isReady(healthPort)), limitMs, 50);
  if (isAlive(started) && (await isReady(healthPort))) return;
  const what = isAlive(started) ? `is not ready after ${limitMs / 1_000} s` : 'ended while starting';
  throw new Error(`${service} ${what}; the end of ${started.log}:\n${lastLines(started.log)}`);
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

// Node's young generation is 48 MB by default. 4 MB serve a request as well; less costs garbage collection (ADR 31).
const frugal = ['--max-semi-space-size=4'];

export function program(
  service: string,
  args: string[],
  env: Record<string, string>,
  log: string,
  cwd: string,
): Command {
  const main = join(cwd, 'apps', service, 'dist', 'main.js');
  return { command: process.execPath, args: [...frugal, main, ...args], env, log, cwd };
}
