import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { ServiceContext } from '@passerelle/platform/service';
import { policyOf, rateHeaders, seconds, type Policy, type PolicyName } from './policies.js';
import { WindowsStore } from './windows.store.js';

// A request takes a token from a bucket in this process; an empty bucket is filled from the store, so that any number of
// doors grant one quota together, and a busy caller costs one statement per 100 ms worth of tokens instead of one per
// request. What a door holds and does not use is lost to its caller at the end of the window, never granted twice.

const mostWindows = 50_000;

interface Window {
  /** Tokens that may be used here. */
  held: number;
  /** What all doors have taken, as far as this one knows. */
  used: number;
  endsAt: number;
  waiting: number;
  filling: Promise<void> | undefined;
}

/** What became of asking for a token. */
export interface Turn {
  readonly granted: boolean;
  readonly quota: number;
  readonly retryAfterSec: number;
  headers(): Readonly<Record<string, string>>;
  giveBack(): void;
}

@Injectable()
export class Limiter {
  private readonly windows = new Map<string, Window>();
  private readonly policies: Readonly<Record<PolicyName, Policy>>;

  constructor(
    { settings }: ServiceContext<DoorSettings>,
    private readonly store: WindowsStore,
  ) {
    const of = (name: PolicyName): Policy => policyOf(name, settings.RATE_LIMITS);
    this.policies = {
      client: of('client'),
      anonymous: of('anonymous'),
      documents: of('documents'),
      wrongTokens: of('wrongTokens'),
    };
  }

  async take(name: PolicyName, caller: string): Promise<Turn> {
    const policy = this.policies[name];
    const key = `${name} ${caller}`;
    for (;;) {
      const window = this.windowOf(key, policy);
      if (window.held > 0) {
        window.held--;
        return turnOf(policy, window, true);
      }
      if (window.used >= policy.quota) return turnOf(policy, window, false);
      window.waiting++;
      window.filling ??= this.fill(key, policy, window).finally(() => (window.filling = undefined));
      await window.filling.finally(() => window.waiting--);
    }
  }

  private async fill(key: string, policy: Policy, window: Window): Promise<void> {
    // Whoever asks in the same moment is asked for too.
    await Promise.resolve();
    const wanted = Math.min(policy.quota, Math.max(policy.lease, window.waiting));
    const lease = await this.store.take(key, wanted, policy.windowMs);
    const leftMs = lease?.leftMs ?? window.endsAt - Date.now();
    window.used = lease?.used ?? window.used + wanted;
    window.endsAt = Date.now() + leftMs;
    window.held += Math.min(wanted, Math.max(0, policy.quota - (window.used - wanted)));
  }

  private windowOf(key: string, { windowMs }: Policy): Window {
    const known = this.windows.get(key);
    const now = Date.now();
    // One that is being filled is about to learn when it ends.
    if (known !== undefined && (known.endsAt > now || known.filling !== undefined)) return known;
    if (this.windows.size >= mostWindows) this.forget(now);
    const fresh: Window = { held: 0, used: 0, endsAt: now + windowMs, waiting: 0, filling: undefined };
    this.windows.set(key, fresh);
    return fresh;
  }

  /** What is forgotten too early is learnt anew from the store, which is where the count is. */
  private forget(now: number): void {
    for (const [key, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(key);
    if (this.windows.size >= mostWindows) this.windows.clear();
  }
}

function turnOf(policy: Policy, window: Window, granted: boolean): Turn {
  const leftMs = (): number => window.endsAt - Date.now();
  return {
    granted,
    quota: policy.quota,
    retryAfterSec: seconds(leftMs()),
    headers: () => rateHeaders(policy, window.held + Math.max(0, policy.quota - window.used), leftMs()),
    giveBack: () => {
      if (granted) window.held++;
    },
  };
}
