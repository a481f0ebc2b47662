// Registers, lists and ends subscribers.
import { Party } from '../../libs/domain/src/party.ts';
import type { Administrator } from './administrator.ts';
import { brokerPlace } from './broker.ts';
import { Failure } from './failure.ts';
import { doctorOf, letterTo, natsLetter, type Registered } from './letter.ts';
import { allOf, type List } from './lists.ts';
import { admit, dismiss, natsAccess, natsServer, writeAccounts, type NatsOptions } from './nats.ts';

export interface Options extends NatsOptions {
  readonly client?: string | undefined;
  readonly contact?: string | undefined;
  readonly description?: string | undefined;
  readonly issuer?: string | undefined;
  readonly 'client-id'?: string | undefined;
  readonly audience?: string | undefined;
  readonly all?: boolean | undefined;
}

interface Subscriber extends Registered {
  readonly endedOn?: string;
  readonly version: number;
  readonly natsKey?: string;
  readonly followed: readonly { product: string; sequence: number; followedAt: string; behind?: number }[];
  readonly copies: readonly Copy[];
}

interface Copy {
  readonly product: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly acknowledged: number;
  readonly bytes: number;
  readonly bytesMost: number;
  readonly fault?: string;
}

const ofParty = (name: string): string | undefined => {
  if (name === 'public') return undefined;
  if (Party.options.some((party) => party === name)) return name;
  throw new Failure(`${name} is no party: one of ${Party.options.join(', ')}, or public`, true);
};

export async function add(administrator: Administrator, name: string, given: Options): Promise<void> {
  const party = ofParty(name);
  const { client = name.toLowerCase(), contact, issuer, audience, 'client-id': clientId } = given;
  const description = given.description ?? `Follows what is ${party === undefined ? 'public' : `shared with ${party}`}`;
  const access = natsAccess(given);
  const body = { client, party, contact, description, issuer, clientId, audience, natsKey: access?.key };
  const made = await administrator.ask<Registered & { key?: string }>('POST', '/v1/subscribers', body);
  const products = await productsOf(administrator, party);
  const keys = await administrator.ask<List<{ expiresOn: string }>>(
    'GET',
    `/v1/apiKeys?client=${client}&sort=-expiresOn`,
  );
  if (access !== undefined) await admit(administrator, access.place, client);
  const isSecret = made.key !== undefined || access?.seed !== undefined;
  console.error(
    `${client} is registered. Send it what follows${isSecret ? ', by a way that only its reader can read: what is secret in it is shown once' : ''}.\n`,
  );
  console.log(letterTo(made, { products, key: made.key, validTo: keys.items[0]?.expiresOn }));
  if (access !== undefined)
    console.log(
      `\n${natsLetter({ server: await natsServer(administrator), seed: access.seed, products, doctor: doctorOf(made, products) })}`,
    );
}

/** As the services announce them: of the party, and those for everybody. */
async function productsOf(administrator: Administrator, party: string | undefined): Promise<string[]> {
  interface Health {
    readonly services?: Readonly<Record<string, { readonly products?: readonly string[] }>>;
  }
  const { services = {} } = await administrator.ask<Health>('GET', '/health');
  const having = (product: string) =>
    Object.keys(services).filter((service) => services[service]?.products?.includes(product));
  const ofTheParty = party === undefined ? [] : having(`party.${party}`).map((service) => `party.${service}.${party}`);
  return [...ofTheParty, ...having('public').map((service) => `public.${service}`)];
}

export async function list(administrator: Administrator, _: string, { all = false }: Options): Promise<void> {
  const known = await allOf<Subscriber>(administrator, '/v1/subscribers?pageSize=200');
  const shown = known.filter(({ endedOn }) => all || endedOn === undefined);
  for (const subscriber of shown) console.log(linesOf(subscriber).join('\n'));
  const hidden = known.length - shown.length;
  if (shown.length === 0) console.log('nobody follows: npm run access -- add <party | public>');
  if (hidden > 0) console.log(`and ${hidden} that ended (--all shows them)`);
}

function linesOf({ client, party = 'public', issuer, contact, endedOn, followed, copies }: Subscriber): string[] {
  const by = issuer === undefined ? 'API keys' : `tokens of ${issuer}`;
  const state = endedOn === undefined ? [] : [`ended on ${endedOn}`];
  const head = [client.padEnd(24), party.padEnd(8), by, ...(contact === undefined ? [] : [contact]), ...state].join(
    '  ',
  );
  const progress = followed.map(({ product, sequence, followedAt, behind }) => {
    const lag = behind === undefined ? '' : `, ${behind} behind`;
    return `    ${product.padEnd(32)}  has ${sequence}${lag}  (${followedAt})`;
  });
  return [head, ...(progress.length === 0 ? ['    has followed nothing yet'] : progress), ...copies.map(lineOf)];
}

const lineOf = ({ product, firstSequence, lastSequence, acknowledged, bytes, bytesMost, fault }: Copy): string => {
  const filled = bytesMost === 0 ? 0 : Math.ceil((100 * bytes) / bytesMost);
  const held = lastSequence < firstSequence ? 'empty' : `${firstSequence} to ${lastSequence}`;
  return `    ${product.padEnd(32)}  at NATS ${held}, ${acknowledged} acknowledged, ${filled} % full${fault === undefined ? '' : `\n      ${fault}`}`;
};

export async function end(administrator: Administrator, client: string, given: Options): Promise<void> {
  const found = await findOpen(administrator, client);
  await administrator.ask('DELETE', `/v1/subscribers/${found.id}`);
  console.log(`${client} is ended: its keys and tokens are refused from now on`);
  if (found.natsKey === undefined) return;
  console.log(await dismiss(administrator, brokerPlace(given.gateway, given['nats-folder']), client));
}

/** Without a name it writes the accounts as the records are; with one it gives that subscriber a new key of NATS. */
export async function nats(administrator: Administrator, client: string, given: Options): Promise<void> {
  if (client === '') return writeAccounts(administrator, given);
  const access = natsAccess({ ...given, nats: true });
  if (access === undefined) return;
  const found = await findOpen(administrator, client);
  const { id, version, party } = found;
  await administrator.ask('PATCH', `/v1/subscribers/${id}`, { natsKey: access.key }, version);
  await admit(administrator, access.place, client);
  console.error(`${client} has a new key of NATS, and no other. Send it what follows.\n`);
  const products = await productsOf(administrator, party);
  const doctor = doctorOf(found, products);
  console.log(natsLetter({ server: await natsServer(administrator), seed: access.seed, products, doctor }));
}

async function findOpen(administrator: Administrator, client: string): Promise<Subscriber> {
  const query = new URLSearchParams({ client, pageSize: '200' });
  const known = await allOf<Subscriber>(administrator, `/v1/subscribers?${query}`);
  const found = known.find(({ endedOn }) => endedOn === undefined);
  if (found === undefined) throw new Failure(`${client} is no subscriber: npm run access -- list shows them`);
  return found;
}
