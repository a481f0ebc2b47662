// What a follower of the data products gets, read from their streams as an operator does: every event of every product, in order.
import { productName, productsOf, streamOf, type Product as Named } from '@passerelle/platform/events/facts';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { startLimitMs } from '@passerelle/testing/limits';
import { operator } from '@passerelle/testing/operator';
import { until } from '@passerelle/testing/until';
import { z } from 'zod';
import { agreementExample } from '../../../cooperation/src/forum/agreements/agreement.example.js';
import type { System } from '../security/system.ts';
import { services } from '../services.ts';
import type { SweptOperation } from '../sweep/contract.ts';

export const ProductEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  dataschema: z.string(),
  data: z.looseObject({ id: z.string() }),
});
export type ProductEvent = z.infer<typeof ProductEvent>;

export interface Product {
  /** `party.cooperation.BE-VLG` */
  readonly name: string;
  /** Who may follow it: everybody, or a region. */
  readonly reader: string;
  readonly events: readonly ProductEvent[];
}

export const everybody = 'public';

/** Every event that was published, as it is in the streams. */
export async function publishedProducts(system: System): Promise<Product[]> {
  await until('every product is open', () => areOpen(system), startLimitMs);
  await until('every row of the products has its number', async () => (await unnumbered(system)) === 0);
  const nats = await operator(system.nats);
  try {
    const found: Product[] = [];
    for (const { name: service } of services)
      for (const { product, assigned } of await positions(system, service)) {
        const stream = streamOf(service, product);
        await until(`${stream} is published`, async () => (await nats.last(stream)) === Number(assigned));
        const events = (await nats.messages(stream)).map(({ text }) => ProductEvent.parse(JSON.parse(text)));
        found.push({ name: productName(service, product), reader: product.split('.').at(-1) ?? '', events });
      }
    return found;
  } finally {
    await nats.close();
  }
}

/** They are opened in the background, and a failed attempt is repeated after a minute. */
async function areOpen(system: System): Promise<boolean> {
  for (const { name, facts } of services) {
    const { database } = system.app(name);
    const filled = await database.query(`SELECT FROM event_product WHERE is_filled AND product <> 'internal'`);
    if (filled.length < productsOf(facts, 'BE-BRU').length) return false;
  }
  return true;
}

const positions = (system: System, service: string) =>
  system
    .app(service)
    .database.query<{ product: Named; assigned: string }>(
      `SELECT product, assigned FROM event_product WHERE product <> 'internal' ORDER BY product`,
    );

async function unnumbered(system: System): Promise<number> {
  let open = 0;
  for (const { name } of services) {
    const { database } = system.app(name);
    const [row] = await database.query<{ many: number }>(
      'SELECT count(*)::int AS many FROM event_log WHERE pub_seq IS NULL',
    );
    open += row?.many ?? 0;
  }
  return open;
}

/** The last event of each record, by its subject: `consultations/0193…`. */
export const lastOf = (events: readonly ProductEvent[]): Map<string, ProductEvent> =>
  new Map(events.map((event) => [event.subject, event] as const));

export const hasLeft = ({ type }: ProductEvent): boolean => type.endsWith('.notify.left');

/** A caller for each reader: everybody, and a partner of each region. An administrator gives a key to the region without a client. */
export async function readersOf(system: System): Promise<ReadonlyMap<string, HttpClient>> {
  const { tokens } = system.issuer;
  const body = {
    client: 'follower',
    description: 'Reads what its products have',
    party: 'X-BE-DG',
    scopes: ['cooperation:read'],
  };
  const { body: made } = await system.ask('POST', '/v1/apiKeys', { token: tokens['admin'], body });
  const anyone = httpClient(system.url);
  return new Map([
    [everybody, anyone],
    ['BE-VLG', httpClient(system.url, tokens['partner-flanders'])],
    ['BE-WAL', httpClient(system.url, tokens['partner-wallonia'])],
    ['X-BE-DG', (method, path) => anyone(method, path, { headers: { 'x-api-key': String(made.key) } })],
  ]);
}

/** Every record in the lists that a reader may see, as events name it: `consultations/0193…`. */
export async function readableBy(system: System, ask: HttpClient): Promise<string[]> {
  const isOfRecords = ({ path, query }: SweptOperation): boolean =>
    !path.includes('{') &&
    'select' in query &&
    'pageSize' in query &&
    !/^\/v1\/(apiKeys|calendarFeeds|calendar$)/.test(path);
  const found: string[] = [];
  for (const { path } of system.operations.filter(isOfRecords))
    for (let next: string | undefined = `${path}?pageSize=200`; next !== undefined;) {
      const { status, body } = await ask('GET', next);
      if (status !== 200) break;
      const items: { href: string }[] = body.items;
      found.push(...items.map(({ href }) => new URL(href).pathname.replace('/v1/', '')));
      next = body.next === undefined ? undefined : pathOf(body.next);
    }
  return found;
}

const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address);
  return pathname + search;
};

/** Records with a word in their titles that nobody outside may see: one was public before it got that title. */
export async function plantSecrets(system: System, word: string): Promise<void> {
  const title = { fr: word, nl: word };
  const post = async (path: string, body: object): Promise<string> => {
    const { status, body: made, text } = await system.ask('POST', path, { body });
    if (status !== 201) throw new Error(text);
    return `${path}/${made.id}`;
  };
  await post('/v1/agreements', { ...agreementExample, title, classification: 'restricted' });
  await post('/v1/networks', {
    ...{ name: { en: word }, level: 'europe' },
    ...{ classification: 'internal', source: 'made for this test' },
  });
  const agreement = await post('/v1/agreements', { ...agreementExample, classification: 'public' });
  const headers = { 'if-match': (await system.ask('GET', agreement)).header('etag') };
  const closed = await system.ask('PATCH', agreement, { headers, body: { title, classification: 'restricted' } });
  if (closed.status !== 200) throw new Error(closed.text);
}
