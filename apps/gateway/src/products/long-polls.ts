import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refusalKind } from '../texts/refusal-kind.js';

export const tooManyWaiting = refusalKind({
  code: 'tooManyWaiting',
  status: 429,
  title: 'Too Many Waiting',
  retryAfterSec: 5,
});

/** Of one client: each product twice, and some that were cut off without our noticing. */
const mostOfOne = 20;
/** News comes by the streams; if another instance alone reads them, it is found at this interval. */
const lookMs = 2_000;

interface Asked {
  readonly client: string;
  readonly product: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Callers who wait for the next fact of a product. They take no connection and no processor time, but a place among the calls in
 * flight: at most half of these wait, so that all other calls still find room.
 */
@Injectable()
export class LongPolls {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly clients = new Map<string, number>();
  private count = 0;

  constructor(private readonly context: ServiceContext<DoorSettings>) {
    context.leaving.addEventListener('abort', () => {
      for (const product of [...this.waiting.keys()]) this.wake(product);
    });
  }

  /** There is news of the product. */
  wake(product: string): void {
    const resumes = this.waiting.get(product) ?? new Set();
    this.waiting.delete(product);
    for (const resume of resumes) resume();
  }

  /** What `look` finds, as soon as it finds something; undefined when it does not in time. */
  async firstNews<Found>(asked: Asked, look: () => Promise<Found | undefined>): Promise<Found | undefined> {
    const found = await look();
    if (found !== undefined || asked.until <= Date.now()) return found;
    this.enter(asked.client);
    try {
      return await this.lookAgain(asked, look);
    } finally {
      this.leave(asked.client);
    }
  }

  private async lookAgain<Found>({ product, until }: Asked, look: () => Promise<Found | undefined>) {
    for (;;) {
      // Registered before looking: news that comes in between is not missed.
      const news = this.newsOf(product, Math.min(until, Date.now() + lookMs));
      const found = await look().catch((error: unknown) => {
        news.resume();
        throw error;
      });
      const isOver = Date.now() >= until || this.context.leaving.aborted;
      if (found !== undefined || isOver) {
        news.resume();
        return found;
      }
      await news.come;
    }
  }

  private newsOf(product: string, until: number): { readonly come: Promise<void>; readonly resume: () => void } {
    const resumes = this.waiting.get(product) ?? new Set();
    this.waiting.set(product, resumes);
    const { promise: come, resolve } = Promise.withResolvers<void>();
    const resume = (): void => {
      clearTimeout(timer);
      resumes.delete(resume);
      resolve();
    };
    const timer = setTimeout(resume, Math.max(0, until - Date.now()));
    resumes.add(resume);
    return { come, resume };
  }

  private enter(client: string): void {
    const own = this.clients.get(client) ?? 0;
    if (own >= mostOfOne) throw refusal(tooManyWaiting, { limit: mostOfOne });
    const most = Math.max(1, Math.floor(this.context.settings.IN_FLIGHT / 2));
    if (this.count >= most) throw refusal(tooManyWaiting, { limit: most });
    this.count += 1;
    this.clients.set(client, own + 1);
  }

  private leave(client: string): void {
    this.count -= 1;
    const left = (this.clients.get(client) ?? 1) - 1;
    if (left === 0) this.clients.delete(client);
    else this.clients.set(client, left);
  }
}
