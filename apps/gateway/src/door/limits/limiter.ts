import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { quotaOf, rateHeaders, seconds, type Quota, type QuotaName } from './quotas.js';
import { WindowsStore } from './windows.store.js';

// A token bucket in this process, refilled from the store by leases: all instances of the gateway grant one limit
// together, and a busy caller costs one statement per 100 ms worth of tokens instead of one per request. Tokens that an
// instance leases and does not use expire with the window, and are never granted twice.

const mostWindows = 50_000;

interface Window {
  /** Leased tokens that this instance may still grant. */
  held: number;
  /** Tokens leased by all instances, as last read from the store. */
  used: number;
  endsAt: number;
  waiting: number;
  filling: Promise<void> | undefined;
}

/** The outcome of a request for a token. */
export interface RateLimitDecision {
  readonly granted: boolean;
  readonly quota: number;
  readonly retryAfterSec: number;
  headers(): Readonly<Record<string, string>>;
  giveBack(): void;
}

@Injectable()
export class Limiter {
  private readonly windows = new Map<string, Window>();
  private readonly quotas: Readonly<Record<QuotaName, Quota>>;

  constructor(
    { settings }: ServiceContext<DoorSettings>,
    private readonly store: WindowsStore,
  ) {
    const of = (name: QuotaName): Quota => quotaOf(name, settings.RATE_LIMITS);
    this.quotas = {
      client: of('client'),
      anonymous: of('anonymous'),
      documents: of('documents'),
      wrongTokens: of('wrongTokens'),
    };
  }

  async take(name: QuotaName, caller: string): Promise<RateLimitDecision> {
    const limit = this.quotas[name];
    const key = `${name} ${caller}`;
    for (;;) {
      const window = this.windowOf(key, limit);
      if (window.held > 0) {
        window.held--;
        return turnOf(limit, window, true);
      }
      if (window.used >= limit.quota) return turnOf(limit, window, false);
      window.waiting++;
      window.filling ??= this.fill(key, limit, window).finally(() => (window.filling = undefined));
      await window.filling.finally(() => window.waiting--);
    }
  }

  private async fill(key: string, limit: Quota, window: Window): Promise<void> {
    // Wait one turn of the event loop: requests of the same moment share the lease.
    await Promise.resolve();
    const wanted = Math.min(limit.quota, Math.max(limit.lease, window.waiting));
    const lease = await this.store.take(key, wanted, limit.windowMs);
    const leftMs = lease?.leftMs ?? window.endsAt - Date.now();
    window.used = lease?.used ?? window.used + wanted;
    window.endsAt = Date.now() + leftMs;
    window.held += Math.min(wanted, Math.max(0, limit.quota - (window.used - wanted)));
  }

  private windowOf(key: string, { windowMs }: Quota): Window {
    const known = this.windows.get(key);
    const now = Date.now();
    // A window that is being filled is about to get a new end.
    if (known !== undefined && (known.endsAt > now || known.filling !== undefined)) return known;
    if (this.windows.size >= mostWindows) this.forget(now);
    const fresh: Window = { held: 0, used: 0, endsAt: now + windowMs, waiting: 0, filling: undefined };
    this.windows.set(key, fresh);
    return fresh;
  }

  /** Evicting a window early is harmless: the count is in the store and will be read again. */
  private forget(now: number): void {
    for (const [key, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(key);
    if (this.windows.size >= mostWindows) this.windows.clear();
  }
}

function turnOf(limit: Quota, window: Window, granted: boolean): RateLimitDecision {
  const leftMs = (): number => window.endsAt - Date.now();
  return {
    granted,
    quota: limit.quota,
    retryAfterSec: seconds(leftMs()),
    headers: () => rateHeaders(limit, window.held + Math.max(0, limit.quota - window.used), leftMs()),
    giveBack: () => {
      if (granted) window.held++;
    },
  };
}
