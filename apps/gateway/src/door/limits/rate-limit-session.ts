import { refusal, tooManyRequests } from '@passerelle/platform/kernel/problems';
import type { Limiter, RateLimitDecision } from './limiter.js';
import type { QuotaName } from './quotas.js';

/** The rate limits of one request: it takes a turn, and its answer reports the remainder. */
export class RateLimitSession {
  private turn: RateLimitDecision | undefined;

  constructor(
    private readonly limiter: Limiter,
    readonly address: string,
  ) {}

  /** Takes a turn, or refuses with 429. The answer reports the last turn. */
  async take(name: QuotaName, caller = this.address): Promise<void> {
    this.turn = await this.limiter.take(name, caller);
    const { granted, quota, retryAfterSec } = this.turn;
    if (!granted) throw refusal(tooManyRequests, { limit: quota, retryAfterSec });
  }

  giveBack(): void {
    this.turn?.giveBack();
  }

  /** `RateLimit` and `RateLimit-Policy`. A 304 answer costs nothing. */
  headersFor(status: number): Readonly<Record<string, string>> {
    if (status === 304) this.giveBack();
    return this.turn?.headers() ?? {};
  }
}
