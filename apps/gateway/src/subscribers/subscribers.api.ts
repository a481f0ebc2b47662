import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { keyHolder, registeredProgram, type Caller } from '@passerelle/platform/access/identity';
import { Database } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';

// How far subscribers are: noted in memory while the feed answers, and written every two seconds in one statement. What an
// instance loses when it is killed is noted again at the next request.

const everyMs = 2_000;

const prefixes = [keyHolder, registeredProgram];

interface Position {
  readonly client: string;
  readonly product: string;
  readonly sequence: number;
  readonly at: number;
}

// By age, because the clocks of two instances differ; in one order, because two instances may write at the same time.
const write = `
  INSERT INTO subscriber_progress AS progress (subscriber, product, sequence, followed_at)
  SELECT subscriber.id, noted.product, noted.sequence, clock_timestamp() - noted.age * interval '1 millisecond'
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::float8[]) AS noted (client, product, sequence, age)
    JOIN subscriber ON subscriber.client = noted.client AND subscriber.ended_on IS NULL
   ORDER BY 1, 2
  ON CONFLICT (subscriber, product) DO UPDATE SET sequence = excluded.sequence, followed_at = excluded.followed_at
   WHERE progress.followed_at < excluded.followed_at`;

@Injectable()
export class SubscriberProgress implements OnApplicationBootstrap, OnApplicationShutdown {
  private noted = new Map<string, Position>();
  private readonly worker: Worker;

  constructor(
    private readonly db: Database,
    { logger }: ServiceContext,
  ) {
    this.worker = new Worker({ name: 'subscriber progress', everyMs, run: () => this.flush() }, logger);
  }

  /**
   * The caller has this product up to here, whatever it had before: one that begins again is behind again. Callers who are no
   * subscribers are not noted. Never waits and never fails.
   */
  note({ client }: Caller, product: string, sequence: number): void {
    const [prefix = '', subscriber, ...others] = client.split(':');
    if (subscriber === undefined || others.length > 0 || !prefixes.includes(prefix)) return;
    this.keep({ client: subscriber, product, sequence, at: performance.now() });
  }

  /** The same over NATS: the subscriber acknowledged every event up to here, the last of them at this time. */
  noteAcknowledged(client: string, product: string, { sequence, at }: { sequence: number; at: Date }): void {
    this.keep({ client, product, sequence, at: performance.now() - (Date.now() - at.getTime()) });
  }

  /** Of two ways the later one counts. */
  private keep(position: Position): void {
    const name = `${position.client} ${position.product}`;
    const before = this.noted.get(name);
    if (before === undefined || before.at <= position.at) this.noted.set(name, position);
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.worker.wake();
    await this.worker.stop();
  }

  private async flush(): Promise<void> {
    const positions = this.noted;
    if (positions.size === 0) return;
    this.noted = new Map();
    try {
      await this.db.prepared(write, columnsOf([...positions.values()]));
    } catch (error) {
      this.noted = new Map([...positions, ...this.noted]);
      throw error;
    }
  }
}

const columnsOf = (positions: readonly Position[]): unknown[] => {
  const now = performance.now();
  return [
    positions.map(({ client }) => client),
    positions.map(({ product }) => product),
    positions.map(({ sequence }) => sequence),
    positions.map(({ at }) => now - at),
  ];
};
