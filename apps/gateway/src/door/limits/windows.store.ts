import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { within } from '@passerelle/platform/kernel/timeout';

// The counts that all instances share: one row per caller and window, in an unlogged table, which a crash of PostgreSQL
// empties. Rows contain addresses, so they are deleted soon after their window.

const patienceMs = 500;
const awayMs = 1_000;
const tidyMs = 30_000;

export interface Lease {
  /** Tokens leased by all instances in this window, this lease included. */
  readonly used: number;
  readonly leftMs: number;
}

const lease = `
  INSERT INTO rate_window AS known (key, used, ends_at) VALUES ($1, $2, now() + $3 * interval '1 ms')
  ON CONFLICT (key) DO UPDATE SET
    used = excluded.used + CASE WHEN known.ends_at > now() THEN known.used ELSE 0 END,
    ends_at = CASE WHEN known.ends_at > now() THEN known.ends_at ELSE excluded.ends_at END
  RETURNING used::float8 AS used, extract(epoch FROM ends_at - now())::float8 * 1000 AS "leftMs"`;

@Injectable()
export class WindowsStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private awayUntil = 0;
  private away = false;
  private readonly worker: Worker;

  constructor(
    private readonly context: ServiceContext,
    private readonly database: Database,
  ) {
    this.worker = new Worker({ name: 'rate windows', everyMs: tidyMs, run: () => this.tidy() }, context.logger);
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  /** Leases `amount` for `key`; undefined while PostgreSQL does not answer, because that must not refuse calls. */
  async take(key: string, amount: number, windowMs: number): Promise<Lease | undefined> {
    if (Date.now() < this.awayUntil) return undefined;
    try {
      const [taken] = await inTime(this.database.prepared<Row>(lease, [key, amount, windowMs]));
      if (this.away) this.context.logger.info('limits are shared again');
      this.away = false;
      return taken;
    } catch (error) {
      if (!this.away) this.context.logger.warn({ reason: String(error) }, 'limits count in this instance alone');
      this.away = true;
      this.awayUntil = Date.now() + awayMs;
      return undefined;
    }
  }

  async tidy(): Promise<void> {
    await this.database.query('DELETE FROM rate_window WHERE ends_at < now()');
  }
}

interface Row extends Lease {
  readonly [column: string]: unknown;
}

const inTime = <Result>(work: Promise<Result>): Promise<Result> =>
  within(work, patienceMs, () => {
    throw new Error(`no answer within ${patienceMs} ms`);
  });
