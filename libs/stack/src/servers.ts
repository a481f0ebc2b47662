/** The two servers behind the services: our own, or yours when DATABASE_URL or NATS_URL name them. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startNats } from './nats.ts';
import type { NatsUser } from './nats.ts';
import { services } from './nats-config.ts';
import { placeFor } from './places.ts';
import { choosePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import type { ProcessId } from './processes.ts';
import type { RunFolder } from './run-folder.ts';
import type { Secrets } from './secrets.ts';
import { createServiceDatabase } from './service-database.ts';
import type { ServiceDatabase } from './service-database.ts';

type Say = (line: string) => void;

export interface Server {
  url: string;
  label: string;
  /** Undefined for a server that we did not start and must not stop. */
  process?: ProcessId;
  stop(): Promise<void>;
}

export interface Broker extends Server {
  monitorUrl: string;
  users: Record<string, NatsUser>;
}

/** The streams publish the event logs of the databases: when the databases are new, the old streams do not match them. */
export function forgetOrphanedStreams(run: RunFolder): void {
  const isKept = process.env.DATABASE_URL || existsSync(join(placeFor(run.postgres), 'data'));
  if (!isKept) rmSync(run.nats, { recursive: true, force: true });
}

export async function database(run: RunFolder, say: Say): Promise<Server> {
  const external = process.env.DATABASE_URL;
  if (external) return { url: external, label: 'PostgreSQL of DATABASE_URL', stop: async () => {} };
  const port = await choosePort(15_432, 'PostgreSQL', say);
  const server = await startPostgres({ dataDir: run.postgres, port, log: join(run.logs, 'postgres.log'), say });
  return { url: server.url, label: `PostgreSQL on port ${port}`, process: server, stop: server.stop };
}

export async function broker(run: RunFolder, secrets: Secrets, say: Say): Promise<Broker> {
  const external = process.env.NATS_URL;
  if (external) return externalBroker(external);
  const port = await choosePort(4222, 'NATS', say);
  const monitorPort = await choosePort(8222, 'the monitor of NATS', say);
  const log = join(run.logs, 'nats.log');
  const server = await startNats({ storeDir: run.nats, port, monitorPort, passwords: secrets.nats, log, say });
  const { url, monitorUrl, users, stop } = server;
  return {
    url,
    monitorUrl,
    users,
    stop,
    process: server,
    label: `nats-server ${server.version} (${server.mode}) on port ${port}`,
  };
}

/** All services' databases and roles on a server. */
export async function serviceDatabases(adminUrl: string, secrets: Secrets): Promise<Record<string, ServiceDatabase>> {
  const made = services.map(async (service) => {
    const passwords = secrets.roles[service];
    return [service, await createServiceDatabase(adminUrl, service, passwords ? { passwords } : {})] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

// An external broker has its own users: all five services then use NATS_USER and NATS_PASSWORD.
function externalBroker(url: string): Broker {
  const user = { user: process.env.NATS_USER ?? '', password: process.env.NATS_PASSWORD ?? '' };
  const users = Object.fromEntries([...services, 'operator'].map((name) => [name, user]));
  return { url, monitorUrl: '', users, label: 'NATS of NATS_URL', stop: async () => {} };
}
