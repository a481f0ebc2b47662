import { LRUCache } from 'lru-cache';

// A token is verified once, not once per call: the result is cached under the token's bytes until the token expires.
// The least recently used entry is evicted first.

export class ExpiringCache<Value extends object | string | number> {
  private readonly kept: LRUCache<string, Value>;

  /** The wall clock, by which tokens expire. */
  constructor(most: number, clock: { now(): number } = Date) {
    // Read at every call: with a cached clock a value could outlive its token.
    this.kept = new LRUCache({ max: most, ttlResolution: 0, perf: clock });
  }

  get(key: string): Value | undefined {
    return this.kept.get(key);
  }

  /** Keeps the value for so long; an expired value is not stored. */
  set(key: string, value: Value, forMs: number): void {
    const ttl = Math.floor(forMs);
    // The library takes a time to live of 0 for "for ever".
    if (ttl > 0) this.kept.set(key, value, { ttl });
    else this.kept.delete(key);
  }
}
