import type { RateLimits } from '@passerelle/platform/kernel/config';

// The quota of a caller in one window, and its response headers: `RateLimit-Policy` and `RateLimit` are structured
// fields (draft-ietf-httpapi-ratelimit-headers-11).

/** Clients are counted by client id; all other callers by address. */
export type QuotaName = 'client' | 'anonymous' | 'documents' | 'wrongTokens';

export interface Quota {
  readonly name: QuotaName;
  readonly quota: number;
  readonly windowMs: number;
  /** How many tokens an instance leases from the store at once: what the quota grants in 100 ms. */
  readonly lease: number;
}

const leaseMs = 100;

export function quotaOf(name: QuotaName, limits: RateLimits): Quota {
  const quota = limits[name];
  const windowMs = limits.windowSec * 1000;
  return { name, quota, windowMs, lease: Math.max(1, Math.ceil((quota * leaseMs) / windowMs)) };
}

export const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** `remaining` requests until the window ends in `leftMs`. */
export const rateHeaders = (
  { name, quota, windowMs }: Quota,
  remaining: number,
  leftMs: number,
): Readonly<Record<string, string>> => ({
  'RateLimit-Policy': `"${name}";q=${quota};w=${windowMs / 1000}`,
  RateLimit: `"${name}";r=${remaining};t=${seconds(leftMs)}`,
});
