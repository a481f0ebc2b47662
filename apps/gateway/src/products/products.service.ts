import { Injectable } from '@nestjs/common';
import type { Caller } from '@passerelle/platform/access/identity';
import { Database } from '@passerelle/platform/data/database';
import type { Page } from '@passerelle/platform/data/lists';
import { missingScope, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { TextAnswer, type Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { SubscriberProgress } from '../subscribers/subscribers.api.js';
import { LongPolls } from './long-polls.js';
import { cursorAt, placeOf } from './product-cursor.api.js';
import { chainsAt, factsAfter, statesAfter, type ProductFact } from './product-facts.store.js';
import { allHeads, findHead, type Head, type Place } from './product-heads.api.js';
import { pageSize, type EventsQuery, type SnapshotQuery } from './products.schema.js';
import { mayFollow, needed } from './readers.js';

/** The events of a checkpoint; the last one has what is left. */
const range = 1_000;

@Injectable()
export class ProductsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly polls: LongPolls,
    private readonly progress: SubscriberProgress,
  ) {}

  async list(caller: Caller): Promise<Page> {
    const heads = await allHeads(this.db);
    return { items: heads.filter(({ product }) => mayFollow(caller, product)).map((head) => this.shown(head)) };
  }

  async read(caller: Caller, product: string): Promise<object> {
    return this.shown(await this.headFor(caller, product));
  }

  async events({ caller, params, query }: Call<undefined, 'product', EventsQuery>): Promise<TextAnswer> {
    const head = await this.headFor(caller, params.product);
    const { product, epoch } = head;
    const place = query.after === undefined ? { epoch, sequence: 0 } : placeOf(query.after, head);
    this.progress.note(caller, product, place.sequence);
    const asked = { client: caller.client, product, until: Date.now() + 1_000 * query.wait };
    const facts = await this.polls.firstNews(asked, async () => {
      const found = await factsAfter(this.db, product, place.sequence, pageSize);
      return found.length === 0 ? undefined : found;
    });
    return eventPage(head, { place, facts: facts ?? [], isNamed: query.after !== undefined });
  }

  async snapshot({ caller, params, query }: Call<undefined, 'product', SnapshotQuery>): Promise<TextAnswer> {
    const head = await this.headFor(caller, params.product);
    // Where the first page began to read: what changes while the pages are read comes after it.
    const [cursor = '', subject = ''] = splitOnce(query.after ?? cursorAt(head, head));
    placeOf(cursor, head);
    const found = await statesAfter(this.db, head.product, subject, pageSize + 1);
    const items = found.slice(0, pageSize);
    const last = found.length > pageSize ? items.at(-1) : undefined;
    return new TextAnswer(({ publicUrl }) => {
      const link = (after: string | undefined) => {
        const address = `${publicUrl}/v1/products/${head.product}/snapshot`;
        return after === undefined ? address : `${address}?${new URLSearchParams({ after })}`;
      };
      const next = last === undefined ? {} : { next: link(`${cursor}.${last.subject}`) };
      const around = JSON.stringify({ self: link(query.after), cursor, ...next });
      return { text: `${around.slice(0, -1)},"items":[${textOf(items)}]}`, languages: [] };
    });
  }

  async checkpoints(caller: Caller, product: string): Promise<Page> {
    const head = await this.headFor(caller, product);
    const chains = await chainsAt(this.db, head, range);
    if (head.sequence % range !== 0) chains.push({ to: head.sequence, chain: head.chain });
    const items = chains.map(({ to, chain }, index) => {
      const from = index * range + 1;
      return { from, to, count: to - from + 1, sha256: chain.toString('hex') };
    });
    return { items };
  }

  /** A product that the caller may not follow is as unknown as one that does not exist. */
  private async headFor(caller: Caller, product: string): Promise<Head> {
    const isTheirs = mayFollow({ ...caller, scopes: [needed] }, product);
    const head = isTheirs ? await findHead(this.db, product) : undefined;
    if (head === undefined) throw refusal(resourceNotFound);
    if (!mayFollow(caller, product)) throw refusal(missingScope, { requiredScope: needed });
    return head;
  }

  private shown(head: Head): object {
    const { product, sequence, recordedAt } = head;
    return {
      id: product,
      source: `urn:passerelle:${this.context.settings.ORGANISATION}:${product}`,
      sequence,
      cursor: cursorAt(head, head),
      ...(recordedAt === null ? {} : { recordedAt: recordedAt.toISOString() }),
    };
  }
}

interface EventPage {
  readonly place: Place;
  readonly facts: readonly ProductFact[];
  /** Whether the address names the place, and so the epoch. */
  readonly isNamed: boolean;
}

/**
 * A full page is the same for ever, unless a text is taken back: then the epoch is another one, and so are all addresses that name it.
 * It is kept by the subscriber's own cache alone: no other could be asked to forget a text.
 */
function eventPage(head: Head, { place, facts, isNamed }: EventPage): TextAnswer {
  const { sequence = place.sequence } = facts.at(-1) ?? {};
  const next = cursorAt(head, { ...place, sequence });
  const isFull = facts.length === pageSize;
  return new TextAnswer(({ publicUrl }) => ({
    text: `[${textOf(facts)}]`,
    languages: [],
    headers: {
      Link: `<${publicUrl}/v1/products/${head.product}/events?after=${next}>; rel="next"`,
      ...(isFull ? { ETag: `"${place.epoch}-${place.sequence}-${sequence}"` } : {}),
      ...(isFull && isNamed ? { 'Cache-Control': 'private, max-age=86400, immutable' } : {}),
    },
  }));
}

const textOf = (facts: readonly ProductFact[]): string => facts.map(({ event }) => event).join(',');

function splitOnce(text: string): string[] {
  const mark = text.indexOf('.');
  return mark < 0 ? [text] : [text.slice(0, mark), text.slice(mark + 1)];
}
