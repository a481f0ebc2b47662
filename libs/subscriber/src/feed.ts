// What the server offers of a product, as plain functions: each reads one address, checks its shape, and throws
// `UnreadableAnswer` where the answer is not of the contract, since an answer cut short is right at the second reading.
import { jsonOf, type Answer, type Ask } from './call.js';
import { faultsOf, isProductEvent, isRecord, type ProductEvent } from './event.js';

/** An answer that is not what the contract says; perhaps it is, asked again. */
export class UnreadableAnswer extends Error {}

/** Where to go on reading. Only who reads over NATS looks into its text (cursor.ts). */
export type Cursor = string;

export interface Product {
  readonly id: string;
  readonly source: string;
  /** The present end. */
  readonly cursor: Cursor;
  /** When its last event was recorded, RFC 3339. */
  readonly recordedAt?: string | undefined;
}

export interface Page {
  readonly events: readonly ProductEvent[];
  /** After the last event of the page. */
  readonly next: Cursor | undefined;
}

export interface SnapshotPage {
  readonly items: readonly ProductEvent[];
  /** From where to read events after the snapshot. */
  readonly cursor: Cursor;
  /** The query of the next page; absent on the last one. */
  readonly next?: Readonly<Record<string, string>> | undefined;
}

/** `sha256` is the chain at `to`: h_n = SHA-256(h_(n-1) ‖ id ‖ datasha256), h_0 = 32 zero bytes. */
export interface Checkpoint {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly sha256: string;
}

export async function readProducts(ask: Ask): Promise<{ products: Product[]; headers: Headers }> {
  const answer = await ask({ path: '/v1/products', fresh: true });
  const products = itemsOf(answer).map(({ id, source, cursor, recordedAt }) => {
    if (typeof id !== 'string' || typeof source !== 'string' || typeof cursor !== 'string')
      throw unreadable(answer, 'a product has no id, source or cursor');
    return { id, source, cursor, recordedAt: typeof recordedAt === 'string' ? recordedAt : undefined };
  });
  return { products, headers: answer.headers };
}

export interface PageQuery {
  readonly product: string;
  readonly after: Cursor | undefined;
  /** Seconds, 0 to 25. */
  readonly wait: number;
  /** Not from a cache. */
  readonly fresh: boolean;
}

export async function readPage(ask: Ask, { product, after, wait, fresh }: PageQuery): Promise<Page> {
  const query = { after, wait: String(wait) };
  const answer = await ask({ path: `${pathOf(product)}/events`, query, slower: wait * 1000, fresh });
  return { events: eventsOf(answer, jsonOf(answer.text)), next: nextCursor(answer) };
}

export async function readSnapshotPage(
  ask: Ask,
  product: string,
  query: Readonly<Record<string, string>> | undefined,
): Promise<SnapshotPage> {
  const answer = await ask({ path: `${pathOf(product)}/snapshot`, query, fresh: true });
  const body = jsonOf(answer.text);
  if (!isRecord(body) || typeof body['cursor'] !== 'string') throw unreadable(answer, 'the snapshot has no cursor');
  const next = typeof body['next'] === 'string' ? queryOf(answer, body['next']) : undefined;
  return { items: eventsOf(answer, body['items']), cursor: body['cursor'], next };
}

export async function readCheckpoints(ask: Ask, product: string): Promise<Checkpoint[]> {
  const answer = await ask({ path: `${pathOf(product)}/checkpoints`, fresh: true });
  return itemsOf(answer).map(({ from, to, count, sha256 }) => {
    if (!isCount(from) || !isCount(to) || !isCount(count) || typeof sha256 !== 'string')
      throw unreadable(answer, 'a checkpoint has no from, to, count or sha256');
    return { from, to, count, sha256: sha256.toLowerCase() };
  });
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

const pathOf = (product: string): string => `/v1/products/${encodeURIComponent(product)}`;

const unreadable = ({ url }: Answer, what: string): UnreadableAnswer => new UnreadableAnswer(`${url}: ${what}`);

function itemsOf(answer: Answer): Readonly<Record<string, unknown>>[] {
  const body = jsonOf(answer.text);
  const items: unknown = isRecord(body) ? body['items'] : undefined;
  if (!Array.isArray(items) || !items.every(isRecord)) throw unreadable(answer, 'the answer has no list of items');
  return items;
}

function eventsOf(answer: Answer, value: unknown): ProductEvent[] {
  if (!Array.isArray(value)) throw unreadable(answer, 'the answer is no list of events');
  return value.map((event: unknown) => {
    if (isProductEvent(event)) return event;
    const id = isRecord(event) && typeof event['id'] === 'string' ? event['id'] : 'without id';
    throw unreadable(answer, `event ${id} is not as agreed in ${faultsOf(event).join(', ')}`);
  });
}

/** Of the link only the cursor is taken: credentials go to `base`, wherever a link points. */
function nextCursor(answer: Answer): Cursor | undefined {
  const links = (answer.headers.get('link') ?? '').split('<').map((link) => link.split('>'));
  const [address] = links.find(([, ...parameters]) => /\brel="?next\b/.test(parameters.join(''))) ?? [];
  return address === undefined ? undefined : queryOf(answer, address)['after'];
}

function queryOf(answer: Answer, link: string): Record<string, string> {
  if (!URL.canParse(link, answer.url)) throw unreadable(answer, `the next page has no address: ${link}`);
  return Object.fromEntries(new URL(link, answer.url).searchParams);
}
