/** A NATS server for one test file, with its own store and users, that may be killed and brought back. */
import { natsBinary } from '@passerelle/stack/nats-binary';
import { reloadNats, startNats } from '@passerelle/stack/nats';
import { writePartners, type PartnerAccount } from '@passerelle/stack/nats-partners';
import type { NatsUser } from '@passerelle/stack/nats';
import { stopProcess } from '@passerelle/stack/processes';
import { crossOut, writeDown } from '@passerelle/stack/leftovers';
import { freshDataFolder, shared } from '@passerelle/stack/test-run';

export interface Broker {
  url: string;
  monitorUrl: string;
  version: string;
  mode: 'full' | 'reduced';
  users: Record<string, NatsUser>;
  /** Changes with every restart. */
  readonly pid: number;
  /** Ends it in order; `restart` brings it back with the same ports, users and store. */
  stop(): Promise<void>;
  /** SIGKILL: ends it without a chance to clean up. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** From now on these subscribers, and no others, have an account of their own; those it no longer has are cut off. */
  admit(partners: readonly PartnerAccount[]): Promise<void>;
  /** Where its configuration is, and the files that it includes. */
  readonly folder: string;
  /** Reads the configuration again. */
  reload(): Promise<void>;
}

export interface BrokerOptions {
  /** Further settings of the server. */
  readonly more?: string;
  /** Another server than that of the run. */
  readonly path?: string;
}

export async function broker({ more = '', path = shared('natsBinary') }: BrokerOptions = {}): Promise<Broker> {
  const binary = natsBinary(path);
  if (!binary) throw new Error('The nats-server found at the start of the run is gone');
  const storeDir = freshDataFolder('nats');
  let nats = await start({});
  const { url, monitorUrl, version, mode, users, port, monitorPort } = nats;

  async function start(known: { port?: number; monitorPort?: number; passwords?: Record<string, string> }) {
    const started = await startNats({ storeDir, binary, more, ...known });
    writeDown(shared('folder'), started);
    return started;
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL') {
    await stopProcess(nats, 8_000, signal);
    crossOut(shared('folder'), nats.pid);
  }

  return {
    url,
    monitorUrl,
    version,
    mode,
    users,
    get pid() {
      return nats.pid;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async admit(partners) {
      writePartners(nats.folder, partners);
      await reloadNats(nats);
    },
    folder: storeDir,
    reload: () => reloadNats(nats),
    async restart() {
      await end('SIGTERM');
      const passwords = Object.fromEntries(Object.values(users).map(({ user, password }) => [user, password]));
      nats = await start({ port, monitorPort, passwords });
    },
  };
}
