// The broker's side of access: which subscribers have an account there. Only this command writes it, from the records of the gateway,
// so that it can be written again at any time; the gateway holds no key of the broker.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reloadNats } from '@passerelle/stack/nats';
import { writePartners, type PartnerAccount } from '@passerelle/stack/nats-partners';
import { readReady } from '@passerelle/stack/report';
import { Failure } from './failure.ts';

/** What decides about an account. */
export interface Member {
  readonly client: string;
  readonly natsKey?: string;
  readonly endedOn?: string;
  readonly copies: readonly { readonly fault?: string; readonly product: string }[];
}

export interface BrokerPlace {
  /** Writes the accounts and makes the server read them; false where somebody else has to do that. */
  write(members: readonly Member[]): Promise<boolean>;
}

const root = resolve(import.meta.dirname, '../..');

/** Of the stack of `npm start`, or any whose configuration is in a folder that this command may write. */
export function brokerPlace(gateway: string | undefined, folder: string | undefined): BrokerPlace {
  if (folder !== undefined) return { write: async (members) => written(folder, members, false) };
  if (gateway !== undefined)
    throw new Failure(
      '--nats-folder is missing: the folder with the configuration of NATS, where `partners/*.conf` is written',
      true,
    );
  const run = resolve(process.env.PASSERELLE_RUN ?? join(root, '.run'));
  const own = join(run, 'nats');
  const { pids, natsMonitor: monitorUrl } = readReady(join(run, 'ready.json'));
  const pid = pids.nats;
  if (pid === undefined || !existsSync(own))
    throw new Failure('NATS is not of this stack: give --nats-folder, the folder with its configuration', true);
  return {
    write: async (members) => {
      written(own, members, true);
      await reloadNats({ pid, monitorUrl });
      return true;
    },
  };
}

function written(folder: string, members: readonly Member[], reloads: boolean): boolean {
  if (!existsSync(folder)) throw new Failure(`${folder} is not there: it is the folder with the configuration of NATS`);
  writePartners(folder, accountsOf(members));
  return reloads;
}

/** An account stays without its user until its copies are deleted: afterwards they could not be reached any more. */
export function accountsOf(members: readonly Member[]): PartnerAccount[] {
  const accounts = new Map<string, PartnerAccount>();
  for (const { client, natsKey, endedOn, copies } of members) {
    const nkey = endedOn === undefined ? natsKey : undefined;
    if (nkey !== undefined || (copies.length > 0 && !accounts.has(client))) accounts.set(client, { client, nkey });
  }
  return [...accounts.values()].sort((one, other) => one.client.localeCompare(other.client));
}
