// Registers, lists and ends subscribers.
import { Party } from '../../libs/domain/src/party.ts';
import type { Administrator } from './administrator.ts';
import { Failure } from './failure.ts';
import { letterTo, type Registered } from './letter.ts';

export interface Options {
  readonly gateway?: string | undefined;
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
  readonly followed: readonly { product: string; sequence: number; followedAt: string; behind?: number }[];
}

interface List<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
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
  const body = { client, party, contact, description, issuer, clientId, audience };
  const made = await administrator.ask<Registered & { key?: string }>('POST', '/v1/subscribers', body);
  const products = await productsOf(administrator, party);
  const keys = await administrator.ask<List<{ expiresOn: string }>>(
    'GET',
    `/v1/apiKeys?client=${client}&sort=-expiresOn`,
  );
  console.error(
    `${client} is registered. Send it what follows${made.key === undefined ? '' : ', by a way that only its reader can read: the key is shown once'}.\n`,
  );
  console.log(letterTo(made, { products, key: made.key, validTo: keys.items[0]?.expiresOn }));
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
  const known = await allOf(administrator, '/v1/subscribers?pageSize=200');
  const shown = known.filter(({ endedOn }) => all || endedOn === undefined);
  for (const subscriber of shown) console.log(linesOf(subscriber).join('\n'));
  const hidden = known.length - shown.length;
  if (shown.length === 0) console.log('nobody follows: npm run access -- add <party | public>');
  if (hidden > 0) console.log(`and ${hidden} that ended (--all shows them)`);
}

async function allOf(administrator: Administrator, path: string): Promise<Subscriber[]> {
  const found: Subscriber[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: List<Subscriber> = await administrator.ask('GET', next);
    found.push(...page.items);
    const address = page.next === undefined ? undefined : new URL(page.next);
    next = address && address.pathname + address.search;
  }
  return found;
}

function linesOf({ client, party = 'public', issuer, contact, endedOn, followed }: Subscriber): string[] {
  const by = issuer === undefined ? 'API keys' : `tokens of ${issuer}`;
  const state = endedOn === undefined ? [] : [`ended on ${endedOn}`];
  const head = [client.padEnd(24), party.padEnd(8), by, ...(contact === undefined ? [] : [contact]), ...state].join(
    '  ',
  );
  const progress = followed.map(({ product, sequence, followedAt, behind }) => {
    const lag = behind === undefined ? '' : `, ${behind} behind`;
    return `    ${product.padEnd(32)}  has ${sequence}${lag}  (${followedAt})`;
  });
  return [head, ...(progress.length === 0 ? ['    has followed nothing yet'] : progress)];
}

export async function end(administrator: Administrator, client: string): Promise<void> {
  const query = new URLSearchParams({ client, pageSize: '200' });
  const found = (await allOf(administrator, `/v1/subscribers?${query}`)).find(({ endedOn }) => endedOn === undefined);
  if (found === undefined) throw new Failure(`${client} is no subscriber: npm run access -- list shows them`);
  await administrator.ask('DELETE', `/v1/subscribers/${found.id}`);
  console.log(`${client} is ended: its keys and tokens are refused from now on`);
}
