import type { RateLimits } from '@passerelle/platform/config';

// What a caller may ask in one window, and how the answer says so: `RateLimit-Policy` and `RateLimit` are structured
// fields (draft-ietf-httpapi-ratelimit-headers-11).

/** Clients are told apart by their client id; everything else by the address that it comes from. */
export type PolicyName = 'client' | 'anonymous' | 'documents' | 'wrongTokens';

export interface Policy {
  readonly name: PolicyName;
  readonly quota: number;
  readonly windowMs: number;
  /** How much an instance takes from the common store at once: what the policy grants in 100 ms. */
  readonly lease: number;
}

const leaseMs = 100;

export function policyOf(name: PolicyName, limits: RateLimits): Policy {
  const quota = limits[name];
  const windowMs = limits.windowSec * 1000;
  return { name, quota, windowMs, lease: Math.max(1, Math.ceil((quota * leaseMs) / windowMs)) };
}

export const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** `remaining` requests until the window ends in `leftMs`. */
export const rateHeaders = (
  { name, quota, windowMs }: Policy,
  remaining: number,
  leftMs: number,
): Readonly<Record<string, string>> => ({
  'RateLimit-Policy': `"${name}";q=${quota};w=${windowMs / 1000}`,
  RateLimit: `"${name}";r=${remaining};t=${seconds(leftMs)}`,
});
