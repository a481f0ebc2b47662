import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Database } from '../../data/database/index.js';
import type { Product } from '../facts/index.js';
import type { OutboxRelay } from './outbox-relay.js';
import { waitingAmong } from './outbox.js';

// Wakes the relays of the products in which rows wait. A commit concerns few products: if it woke every relay, each would ask the
// database for nothing.

/** Rows that another instance committed are seen this late. */
const everyMs = 250;

export class PendingWatch {
  private readonly sql: string;
  private pokes: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly connection: NatsConnection,
    private readonly service: string,
    private readonly relays: ReadonlyMap<Product, OutboxRelay>,
  ) {
    this.sql = waitingAmong([...relays.keys()]);
  }

  /**
   * A commit is seen at once by its own instance. Only an operator may wake it over NATS: a service that may publish to a subject that
   * it subscribes to could choose a reply subject, and so answer on any subject.
   */
  start(): void {
    this.pokes = this.connection.subscribe(`_poke.${this.service}`, { callback: () => this.look() });
    this.database.onCommit(() => this.look());
    this.timer = setInterval(() => this.look(), everyMs).unref();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.pokes?.unsubscribe();
    clearInterval(this.timer);
    await this.looking;
  }

  private look(): void {
    this.again = true;
    this.looking ??= this.lookAll().finally(() => (this.looking = undefined));
  }

  /** A commit during a look counts too: one more look follows. */
  private async lookAll(): Promise<void> {
    while (this.again && !this.stopping) {
      this.again = false;
      // While the database is down nothing is committed: the relays say so, and the next look comes.
      const waiting = await this.database.prepared<{ product: Product }>(this.sql, []).catch(() => []);
      for (const { product } of waiting) this.relays.get(product)?.wake();
    }
  }
}
