// A separate stack in a separate folder, so that the bench neither measures nor fills a stack in use.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { tokenOf } from '@passerelle/stack/door';
import { unlimited } from '@passerelle/stack/environment';
import { until } from '@passerelle/stack/processes';
import { readReady, type Ready } from '@passerelle/stack/report';
import { removePostgres } from '@passerelle/stack/postgres';

const root = resolve(import.meta.dirname, '../..');

export interface BenchStack {
  readonly ready: Ready;
  readonly token: string;
  /** As the owner of a service's database. */
  readonly databases: Readonly<Record<'cooperation' | 'gateway', pg.Pool>>;
  /** As the run role of cooperation: row-level security hides the rows from the owner. */
  readonly run: pg.Pool;
  stop(): Promise<void>;
}

export async function startStack(): Promise<BenchStack> {
  const folder = join(root, '.run', 'bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, PASSERELLE_RUN: folder, RATE_LIMITS: unlimited };
  const up = spawn(process.execPath, [join(root, 'tools/up.ts'), '--fresh'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const report = join(folder, 'ready.json');
  if (!(await until(() => existsSync(report) || up.exitCode !== null, 180_000)) || up.exitCode !== null)
    throw new Error(`The stack of the bench did not start: see ${folder}/logs`);
  const ready = readReady(report);
  const poolOf = (service: string) => new pg.Pool({ connectionString: ready.databases[service]?.ownerUrl, max: 16 });
  const databases = { cooperation: poolOf('cooperation'), gateway: poolOf('gateway') };
  const run = new pg.Pool({ connectionString: ready.databases.cooperation?.appUrl, max: 16 });
  return {
    ready,
    token: await tokenOf('editor', ready),
    databases,
    run,
    stop: async () => {
      await Promise.all([run, ...Object.values(databases)].map((pool) => pool.end()));
      up.kill('SIGINT');
      await until(() => up.exitCode !== null || up.signalCode !== null, 20_000);
      removePostgres(join(folder, 'postgres'));
    },
  };
}
