/** A real NATS server with JetStream on this machine, with one user per service. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNats } from './nats-binary.ts';
import type { NatsBinary } from './nats-binary.ts';
import { maxFile, natsConfig, services } from './nats-config.ts';
import type { BrokerPlan } from './nats-config.ts';
import { partnerFiles, writePartners } from './nats-partners.ts';
import { freePort } from './ports.ts';
import { isAlive, lastLines, startProcess, stopProcess, until } from './processes.ts';
import type { Started } from './processes.ts';
import { randomPassword } from './service-database.ts';

export interface NatsOptions {
  /** The folder for the streams, the configuration and the log. */
  storeDir: string;
  port?: number;
  monitorPort?: number;
  binary?: NatsBinary;
  /** Passwords of an earlier start, so that running clients can reconnect; missing ones are generated. */
  passwords?: Record<string, string>;
  maxFile?: string;
  log?: string;
  /** Further settings of the server. */
  more?: string;
  say?: (line: string) => void;
}

export interface NatsUser {
  user: string;
  password: string;
}

export interface Nats {
  url: string;
  monitorUrl: string;
  port: number;
  monitorPort: number;
  version: string;
  mode: 'full' | 'reduced';
  /** One per service; `operator` may do everything in the services' account, `sys` reads the server's own account. */
  users: Record<string, NatsUser>;
  pid: number;
  startedAt: string;
  /** Where its configuration is, and the files that it includes. */
  folder: string;
  stop(): Promise<void>;
}

export async function startNats(options: NatsOptions): Promise<Nats> {
  const binary = options.binary ?? (await findNats(options.say));
  const passwords = withMissing(options.passwords ?? {});
  mkdirSync(options.storeDir, { recursive: true, mode: 0o700 });
  const plan = {
    name: 'passerelle',
    binary,
    passwords,
    storeDir: options.storeDir, // the server creates a folder "jetstream" in it
    maxFile: options.maxFile ?? maxFile,
    more: options.more ?? '',
    port: options.port ?? (await freePort()),
    monitorPort: options.monitorPort ?? (await freePort()),
  };
  const server = await launch(plan, options.storeDir, options.log ?? join(options.storeDir, 'nats.log'));
  return {
    url: `nats://127.0.0.1:${plan.port}`,
    monitorUrl: `http://127.0.0.1:${plan.monitorPort}`,
    port: plan.port,
    monitorPort: plan.monitorPort,
    version: binary.version,
    mode: binary.mode,
    users: Object.fromEntries(Object.entries(passwords).map(([user, password]) => [user, { user, password }])),
    pid: server.pid,
    startedAt: server.startedAt,
    folder: options.storeDir,
    stop: () => stopProcess(server, 8_000),
  };
}

function withMissing(known: Record<string, string>): Record<string, string> {
  return Object.fromEntries([...services, 'operator', 'sys'].map((name) => [name, known[name] ?? randomPassword()]));
}

async function launch(plan: BrokerPlan, folder: string, log: string): Promise<Started> {
  const config = join(folder, 'nats.conf');
  writeFileSync(config, natsConfig(plan), { mode: 0o600 });
  // Those of an earlier start stay.
  if (!existsSync(join(folder, partnerFiles.accounts))) writePartners(folder, []);
  const server = await startProcess({ command: plan.binary.path, args: ['-c', config], log, env: {} });
  const ready = await until(async () => !isAlive(server) || (await isHealthy(plan.monitorPort)), 30_000);
  if (ready && isAlive(server)) return server;
  await stopProcess(server, 2_000);
  throw new Error(`nats-server ${plan.binary.version} does not start; the end of ${log}:\n${lastLines(log)}`);
}

// Plain /healthz: it alone also fails when JetStream cannot write (`js-enabled-only` stays 200 on a full disk).
async function isHealthy(monitorPort: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${monitorPort}/healthz`, { signal: AbortSignal.timeout(1_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Makes a running server read its configuration again, and waits until it has. Twice: after one reload an account that was not there
 * before does not hear what ours shares with it (nats-server 2.15.1).
 */
export async function reloadNats({ pid, monitorUrl }: Pick<Nats, 'pid' | 'monitorUrl'>): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    const before = await loadedAt(monitorUrl);
    process.kill(pid, 'SIGHUP');
    if (!(await until(async () => (await loadedAt(monitorUrl)) !== before, 5_000, 20)))
      throw new Error('nats-server did not take its configuration: the end of its log says why');
  }
}

async function loadedAt(monitorUrl: string): Promise<string> {
  const answer = await fetch(`${monitorUrl}/varz`, { signal: AbortSignal.timeout(1_000) });
  const { config_load_time: at }: { config_load_time: string } = JSON.parse(await answer.text());
  return at;
}
