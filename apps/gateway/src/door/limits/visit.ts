import { refuse, tooManyRequests } from '@passerelle/platform/problems';
import type { Limiter, Turn } from './limiter.js';
import type { PolicyName } from './policies.js';

/** One request on its way past the limits: it takes a turn, and its answer tells what is left. */
export class Visit {
  private turn: Turn | undefined;

  constructor(
    private readonly limiter: Limiter,
    readonly address: string,
  ) {}

  /** Takes a turn, or refuses with 429. A later turn stands for the earlier one in the answer. */
  async take(policy: PolicyName, caller = this.address): Promise<void> {
    this.turn = await this.limiter.take(policy, caller);
    const { granted, quota, retryAfterSec } = this.turn;
    if (!granted) throw refuse(tooManyRequests, { limit: quota, retryAfterSec });
  }

  giveBack(): void {
    this.turn?.giveBack();
  }

  /** `RateLimit` and its policy. An answer that says "nothing has changed" costs nothing. */
  headersFor(status: number): Readonly<Record<string, string>> {
    if (status === 304) this.giveBack();
    return this.turn?.headers() ?? {};
  }
}
