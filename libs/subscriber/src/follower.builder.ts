// A gateway, a NATS server, and followers of one product that collect what they are handed.
import { until } from '@passerelle/testing/until';
import type { ProductEvent } from './event.js';
import { follow, type FollowOptions } from './follow.js';
import { NatsServer } from './nats.builder.js';
import { overNats } from './nats.js';
import { memoryStore, product, ProductServer } from './product.builder.js';
import type { Store } from './state.js';
import { verify, type Verification } from './verify.js';

export const sequences = (events: readonly ProductEvent[]): number[] => events.map(({ sequence }) => Number(sequence));
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
export const many = (count: number, records = 5): string[] =>
  Array.from({ length: count }, (_, index) => `record-${(index * 7) % records}`);

const headers = () => ({ 'x-api-key': 'right' });

export class Follower {
  readonly seen: ProductEvent[] = [];
  readonly waits: string[] = [];
  readonly store = memoryStore();
  readonly ended: Promise<void>;
  private readonly stopping = new AbortController();
  private most = Infinity;

  constructor(gateway: ProductServer, { handler, ...options }: Partial<FollowOptions>) {
    this.ended = follow({
      base: gateway.base,
      product,
      headers,
      store: this.store,
      wait: 1,
      pauses: [1],
      rereadPauses: [1, 1],
      concurrency: 1,
      signal: this.stopping.signal,
      onWait: (reason) => void this.waits.push(reason),
      handler: async (event, context) => {
        await handler?.(event, context);
        if (this.seen.push(event) >= this.most) this.stopping.abort();
      },
      ...options,
    });
  }

  get sequences(): number[] {
    return sequences(this.seen);
  }

  /** Waits for a condition, or for the end. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    let isOver = false;
    const over = this.ended.finally(() => (isOver = true));
    const holding = until(what, async () => isOver || holds()).catch((error: unknown) => {
      throw new Error(`${String(error)}; the follower waited because: ${this.waits.join(', ')}`);
    });
    await Promise.race([over, holding]);
  }

  stop(): Promise<void> {
    this.stopping.abort();
    return this.ended;
  }

  /** Stops with the event that makes so many, and gives their sequences. */
  async stopAt(count: number): Promise<number[]> {
    this.most = count;
    await this.until(`${count} events`, () => this.seen.length >= count);
    await this.stop();
    return this.sequences;
  }
}

/** The servers of one test. */
export class Installation {
  private constructor(
    readonly gateway: ProductServer,
    readonly nats: NatsServer,
  ) {}

  /** With more lines of the configuration of NATS. */
  static async start(more = ''): Promise<Installation> {
    return new Installation(await ProductServer.start(), await NatsServer.start(more));
  }

  async stop(): Promise<void> {
    await Promise.all([this.gateway.stop(), this.nats.stop()]);
  }

  /** New events, at both doors. */
  async add(...records: readonly string[]): Promise<void> {
    await this.nats.fill(this.gateway.add(...records));
  }

  byFeed(options: Partial<FollowOptions> = {}): Follower {
    return new Follower(this.gateway, options);
  }

  overNats(options: Partial<FollowOptions> = {}): Follower {
    return new Follower(this.gateway, { over: this.way(), ...options });
  }

  way(seed: string | (() => string) = this.nats.user.seed) {
    return overNats({ servers: this.nats.url, seed });
  }

  verify(store: Store): Promise<Verification> {
    return verify({ base: this.gateway.base, product, headers, store });
  }
}
