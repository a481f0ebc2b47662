// Tokens are verified once per token, not once per call: results are kept under the token's bytes until it expires.

interface Kept<Value> {
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export class ExpiringCache<Value> {
  private readonly kept = new Map<string, Kept<Value>>();

  constructor(private readonly most: number) {}

  get(key: string, now = Date.now()): Value | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    if (found.until > now) return found.value;
    this.kept.delete(key);
    return undefined;
  }

  set(key: string, value: Value, until: number): void {
    this.kept.delete(key);
    if (this.kept.size >= this.most) this.dropOldest();
    this.kept.set(key, { value, until });
  }

  private dropOldest(): void {
    const [oldest] = this.kept.keys();
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}
