/** A real PostgreSQL on this machine, with durable settings: for `npm start` and for the tests alike. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { placeFor, postgresAccount } from './places.ts';
import type { Account } from './places.ts';
import { freePort } from './ports.ts';
import { postgresPrograms } from './postgres-binaries.ts';
import { isAlive, lastLines, startProcess, stopProcess, until } from './processes.ts';
import type { Started } from './processes.ts';

export interface PostgresOptions {
  /** The wanted folder; as root the files live under /var/tmp, see `placeFor`. */
  dataDir: string;
  port?: number;
  /** The server's log file; next to its data by default. */
  log?: string;
  say?: (line: string) => void;
}

export interface Postgres {
  /** URL of the administrator, database `postgres`. */
  url: string;
  host: string;
  port: number;
  pid: number;
  startedAt: string;
  stop(): Promise<void>;
}

const host = '127.0.0.1';

// Durability is PostgreSQL's default; it is written here so that it is not switched off for a faster test.
const durable = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const say = options.say ?? (() => {});
  const home = placeFor(options.dataDir);
  const account = postgresAccount(say);
  const cluster = {
    data: join(home, 'data'),
    passwordFile: join(home, 'password'),
    log: options.log ?? join(home, 'postgres.log'),
  };
  if (!existsSync(join(cluster.data, 'PG_VERSION'))) initialise(cluster, account);
  removeStalePid(cluster.data);
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres:${readFileSync(cluster.passwordFile, 'utf8').trim()}@${host}:${port}/postgres`;
  const server = await launch(cluster, port, account, url);
  return {
    url,
    host,
    port,
    pid: server.pid,
    startedAt: server.startedAt,
    stop: () => stopProcess(server, 10_000, 'SIGINT'), // "fast shutdown": ends the sessions, writes a checkpoint
  };
}

/** Removes the cluster's files. The server must have stopped. */
export function removePostgres(dataDir: string): void {
  rmSync(placeFor(dataDir), { recursive: true, force: true });
}

interface Cluster {
  data: string;
  passwordFile: string;
  log: string;
}

function initialise({ data, passwordFile }: Cluster, account: Account | undefined): void {
  rmSync(data, { recursive: true, force: true }); // an interrupted first start leaves an incomplete cluster
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
  if (account) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid);
  // The built-in locale needs no locale of the operating system and sorts the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  execFileSync(postgresPrograms().initdb, [`--pgdata=${data}`, ...locale, ...access], {
    ...account,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: 'pipe',
    timeout: 120_000,
  });
}

// The pid file is removed only if its process is provably not a PostgreSQL on this folder: two servers on one folder destroy it.
function removeStalePid(data: string): void {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (isAlive({ pid, startedAt: '' }) && commandOf(pid).includes(data)) {
    throw new Error(`A PostgreSQL (process ${pid}) already runs on ${data}: stop it first`);
  }
  rmSync(file, { force: true });
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

async function launch(cluster: Cluster, port: number, account: Account | undefined, url: string): Promise<Started> {
  const { data, log } = cluster;
  const settings = {
    ...durable,
    port: String(port),
    listen_addresses: host,
    unix_socket_directories: '',
    max_connections: '300',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const command = { command: postgresPrograms().postgres, args, log, cwd: '/', env: { LC_ALL: 'C' }, ...account };
  // After a kill -9 the old sessions may still use the shared memory for a moment: a new server then ends at once.
  for (let attempt = 1; ; attempt++) {
    const server = await startProcess(command);
    const ready = await until(async () => !isAlive(server) || (await answers(url)), 60_000, 40);
    if (ready && isAlive(server)) return server;
    await stopProcess(server, 2_000);
    if (attempt === 10 || !lastLines(log, 5).includes('shared memory')) {
      throw new Error(`PostgreSQL does not start on ${data}; the end of ${log}:\n${lastLines(log)}`);
    }
    await until(() => false, 500, 500);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => {}); // a server that ends during the check is not ready either
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
