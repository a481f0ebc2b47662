import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { productOf, streamOf } from '@passerelle/platform/events/facts';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { cursorAt } from '../products/product-cursor.api.js';
import { allHeads, isFor } from '../products/product-heads.api.js';
import { natsSubscribers } from '../subscribers/nats-subscribers.api.js';
import { SubscriberProgress } from '../subscribers/subscribers.api.js';
import { PartnerBroker, type Copy, type StreamInfo } from './partner-broker.js';
import { gaugesOf } from './partner-streams.metrics.js';
import { forget, keepFault, keepMeasured, keptCopies, type KeptCopy, type Measured } from './partner-streams.store.js';

// Keeps a copy of each product in the account of each subscriber that has a key of NATS, and removes those it may not have (any
// more). What the broker lost is made again. One instance works; the others wait for it to be gone.

const everyMs = 5_000;
/** A copy that gets nothing for so long while its product has more is made again. */
const stillMs = 60_000;

/** A copy that there should be, or that there was. */
interface KnownCopy extends KeptCopy {
  readonly client: string;
  readonly epoch: number;
  /** Whether the subscriber may have it. */
  readonly isWanted: boolean;
}

@Injectable()
export class PartnerStreams implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly broker: PartnerBroker;
  private readonly worker: Worker;
  /** By copy: since when its end has not moved. */
  private readonly ends = new Map<string, { last: number; since: number }>();
  private readonly faults = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext<DoorSettings>,
    private readonly progress: SubscriberProgress,
  ) {
    this.broker = new PartnerBroker(context.connection);
    const lock = { source: db.source, name: 'partnerStreams' } as const;
    const run = (stop: AbortSignal) => this.round(stop);
    this.worker = new Worker({ name: 'partner streams', everyMs, lock, run }, context.logger);
  }

  onModuleInit(): void {
    this.context.measure(gaugesOf(this.db));
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.worker.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  /** Looks now. */
  wake(): void {
    this.worker.wake();
  }

  private async round(stop: AbortSignal): Promise<void> {
    for (const known of await this.known()) {
      if (stop.aborted) return;
      try {
        await (known.isWanted ? this.keep(known) : this.remove(known));
      } catch (error) {
        // One account that is not reachable must not keep the others waiting for their copies.
        await this.complain(known, String(error instanceof Error ? error.message : error));
      }
    }
  }

  private async known(): Promise<KnownCopy[]> {
    const kept = await keptCopies(this.db);
    const subscribers = await natsSubscribers(
      this.db,
      kept.map(({ subscriber }) => subscriber),
    );
    const heads = await allHeads(this.db);
    const possible = subscribers.flatMap(({ id: subscriber, client, party, isOpen }) =>
      heads.map(({ product, epoch }) => {
        const isWanted = isOpen && isFor(party ?? undefined, product);
        return { subscriber, client, product, epoch, isWanted };
      }),
    );
    const isKept = (copy: KeptCopy) =>
      kept.some(({ subscriber, product }) => subscriber === copy.subscriber && product === copy.product);
    return possible.filter((copy) => copy.isWanted || isKept(copy));
  }

  private async remove(known: KnownCopy): Promise<void> {
    await this.broker.remove(copyOf(known));
    await forget(this.db, known);
    this.faults.delete(nameOf(known));
  }

  private async keep(known: KnownCopy): Promise<void> {
    if (!this.broker.hasCopies()) return this.complain(known, 'the broker is older than nats-server 2.14');
    const copy = copyOf(known);
    const source = await this.broker.source(copy.stream);
    // Its service makes the stream with the first fact.
    if (source === undefined) return;
    const made = await this.standing(known, source);
    const follower = await this.broker.follower(copy);
    const { state, config } = made ?? {};
    if (state === undefined || follower === undefined) return;
    const acknowledged = follower.ack_floor.stream_seq;
    const found = {
      ...{ bytes: state.bytes, bytesMost: config?.max_bytes ?? 0, first: state.first_seq, last: state.last_seq },
      ...{ acknowledged, acknowledgedAt: follower.ack_floor.last_active },
    };
    const fault = faultOf(found);
    await keepMeasured(this.db, known, { ...found, fault });
    if (found.acknowledgedAt !== undefined) {
      const at = new Date(found.acknowledgedAt);
      this.progress.noteAcknowledged(known.client, known.product, { sequence: acknowledged, at });
    }
    this.note(known, fault);
  }

  /** The copy as it is, made or made again where it is not what it should be. */
  private async standing(known: KnownCopy, source: StreamInfo): Promise<StreamInfo | undefined> {
    const copy = copyOf(known);
    const metadata = { cursor: cursorAt(known, { epoch: known.epoch, sequence: 0 }), source: source.created };
    const [present, sourcing] = await Promise.all([this.broker.copy(copy), this.broker.sourcing(copy)]);
    const isRight =
      present?.config.metadata?.['cursor'] === metadata.cursor &&
      present.config.metadata['source'] === metadata.source &&
      sourcing !== undefined &&
      !this.standsStill(known, present, source);
    if (!isRight) {
      if (present !== undefined || sourcing !== undefined) await this.broker.remove(copy);
      this.ends.delete(nameOf(known));
      const bytesMost = this.context.settings.PARTNER_STREAM_BYTES;
      await this.broker.make(copy, { metadata, first: source.state.first_seq, bytesMost });
    }
    if ((await this.broker.follower(copy)) === undefined) await this.broker.makeFollower(copy);
    return isRight ? present : this.broker.copy(copy);
  }

  private standsStill(known: KnownCopy, { state: { last_seq: last } }: StreamInfo, source: StreamInfo): boolean {
    const before = this.ends.get(nameOf(known));
    if (before === undefined || before.last !== last || last >= source.state.last_seq) {
      this.ends.set(nameOf(known), { last, since: Date.now() });
      return false;
    }
    return Date.now() - before.since > stillMs;
  }

  private async complain(known: KnownCopy, fault: string): Promise<void> {
    await keepFault(this.db, known, fault);
    this.note(known, fault);
  }

  /** Each fault is logged once. */
  private note({ client, product, ...known }: KnownCopy, fault: string | undefined): void {
    const name = nameOf({ ...known, client, product });
    const before = this.faults.get(name);
    if (fault === undefined) this.faults.delete(name);
    else this.faults.set(name, fault);
    if (fault !== undefined && fault !== before)
      this.context.logger.warn(
        { subscriber: client, product, fault },
        'a subscriber over NATS is not served as it should be',
      );
  }
}

const nameOf = ({ client, product }: KnownCopy): string => `${client} ${product}`;

function copyOf({ client, product }: KnownCopy): Copy {
  const { service, product: family } = productOf(product);
  return { client, stream: streamOf(service, family) };
}

/** A product of which nothing was ever acknowledged is not followed there. */
const faultOf = ({ first, acknowledged }: Pick<Measured, 'first' | 'acknowledged'>): string | undefined =>
  acknowledged > 0 && first > acknowledged + 1
    ? `the copy is full: what it dropped up to sequence ${first - 1} was not acknowledged, and is read from the feed`
    : undefined;
