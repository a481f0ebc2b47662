// A product and a server that offers it as the gateway does: the other side of the wire, on which faults can be planted.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProductEvent } from './event.js';
import type { State, Store } from './state.js';

export const product = 'party.cooperation.BE-VLG';

/** A cursor of it, as the gateway writes them. */
export const cursorOf = (epoch: number, sequence: number): string =>
  `${epoch}-${sequence}-${sha256(product).toString('hex').slice(0, 8)}`;

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export function anEvent(sequence: number, record: string, epoch = 1): ProductEvent {
  const data = { id: record, version: sequence };
  const time = new Date(Date.UTC(2026, 0, 1) + sequence * 1000).toISOString();
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: `urn:passerelle:BE-BRU:${product}${epoch === 1 ? '' : `:e${epoch}`}`,
    type: 'brussels.passerelle.cooperation.v1.consultations.notify.opened',
    subject: `consultations/${record}`,
    time,
    recordedtime: time,
    sequence: String(sequence).padStart(20, '0'),
    partitionkey: record,
    datasha256: sha256(JSON.stringify(data)).toString('hex'),
    data,
  };
}

/** Answers the request itself, and is asked no more; `false`: this request is not meant. */
export type Fault = (request: { url: URL; page: () => ProductEvent[] }, response: ServerResponse) => boolean;

export const answering =
  (status: number, headers: Record<string, string> = {}, body: object = {}): Fault =>
  (_, response) => {
    const problem = { type: 'about:blank', title: 'Refused', status, ...body };
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(problem));
    return true;
  };

/** The connection ends in the middle of the page. */
export const cutShort: Fault = ({ page }, response) => {
  const text = JSON.stringify(page());
  response.writeHead(200, { 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
  return true;
};

export class ProductServer {
  readonly events: ProductEvent[] = [];
  readonly requests: { url: URL; headers: IncomingMessage['headers'] }[] = [];
  faults: Fault[] = [];
  epoch = 1;
  key = 'right';
  snapshotSize = 2;
  base = '';
  private readonly waiting = new Set<() => void>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(): Promise<ProductServer> {
    const started = new ProductServer();
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    started.base = `http://127.0.0.1:${(started.server.address() as AddressInfo).port}`;
    return started;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  add(...records: readonly string[]): ProductEvent[] {
    const added = records.map((record, index) => anEvent(this.events.length + index + 1, record, this.epoch));
    this.events.push(...added);
    for (const wake of this.waiting) wake();
    return added;
  }

  checkpoints(): { from: number; to: number; count: number; sha256: string }[] {
    const found: { from: number; to: number; count: number; sha256: string }[] = [];
    let chain: Buffer = Buffer.alloc(32);
    this.events.forEach((event, index) => {
      chain = sha256(chain, event.id, event.datasha256);
      if (index % 1000 !== 999 && index !== this.events.length - 1) return;
      const from = index - (index % 1000) + 1;
      found.push({ from, to: index + 1, count: index + 2 - from, sha256: chain.toString('hex') });
    });
    return found;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.base);
    this.requests.push({ url, headers: request.headers });
    const after = /^(\d+)-(\d+)-bddea5c7$/.exec(url.searchParams.get('after') ?? cursorOf(this.epoch, 0));
    const page = () => this.events.slice(Number(after?.[2]), Number(after?.[2]) + 100);
    const fault = this.faults.findIndex((each) => each({ url, page }, response));
    if (fault >= 0) return void this.faults.splice(fault, 1);
    if (request.headers['x-api-key'] !== this.key) return void answering(401)({ url, page }, response);
    const json = (body: unknown, headers = {}) => response.writeHead(200, headers).end(JSON.stringify(body));
    const path = url.pathname.replace(`/v1/products/${product}/`, '');
    if (path === '/v1/products') return void json({ items: [this.listed()] });
    if (path === 'checkpoints') return void json({ items: this.checkpoints() });
    if (path === 'snapshot') return void json(this.snapshot(Number(url.searchParams.get('page'))));
    if (path !== 'events') return void answering(404)({ url, page }, response);
    if (after === null || Number(after[2]) > this.events.length) return void answering(400)({ url, page }, response);
    if (Number(after[1]) !== this.epoch) return void answering(410, {}, restarted)({ url, page }, response);
    if (page().length === 0) await this.untilMore(Number(url.searchParams.get('wait')), response);
    const next = cursorOf(this.epoch, Number(after[2]) + page().length);
    json(page(), { link: `<https://elsewhere.example${url.pathname}?after=${next}>; rel="next"` });
  }

  private listed() {
    const cursor = cursorOf(this.epoch, this.events.length);
    const { source } = anEvent(1, '', this.epoch);
    return { id: product, href: '', source, cursor, recordedAt: this.events.at(-1)?.recordedtime };
  }

  private snapshot(page: number) {
    const latest = [...new Map(this.events.map((event) => [event.partitionkey, event])).values()];
    const items = latest.slice(page * this.snapshotSize, (page + 1) * this.snapshotSize);
    const next = (page + 1) * this.snapshotSize < latest.length ? { next: `/elsewhere?page=${page + 1}` } : {};
    return { self: '', cursor: cursorOf(this.epoch, this.events.length), items, ...next };
  }

  private untilMore(seconds: number, response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1000);
      response.once('close', wake);
      this.waiting.add(wake);
    });
  }
}

const restarted = { type: 'urn:problem:productRestarted', detail: 'The product began anew.' };

/** Keeps the state as a file would: as text. */
export function memoryStore(): Store & { state: () => State } {
  let text: string | undefined;
  return {
    load: async () => (text === undefined ? undefined : (JSON.parse(text) as State)),
    save: async (state) => void (text = JSON.stringify(state)),
    state: () => JSON.parse(text ?? 'null') as State,
  };
}
