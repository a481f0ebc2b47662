import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@passerelle/platform/database';
import { ServiceContext } from '@passerelle/platform/service';

// What all instances of the door share of the limits: one row per caller and window, in a table without a log, which
// a crash of PostgreSQL empties. Rows hold addresses, so they live little longer than their window.

const patienceMs = 500;
const awayMs = 1_000;
const tidyMs = 30_000;

export interface Lease {
  /** What all instances have taken in this window, this lease included. */
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
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: ServiceContext,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tidy(), tidyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Takes `amount` for `key`; undefined while PostgreSQL does not answer: nobody is refused because of that. */
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
    await this.database.query('DELETE FROM rate_window WHERE ends_at < now()').catch((error: unknown) => {
      this.context.logger.debug({ reason: String(error) }, 'limits are not tidied');
    });
  }
}

interface Row extends Lease {
  readonly [column: string]: unknown;
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
