/** The issuer's state during a sign-in: in memory, lost with the process. */

interface Payload {
  uid?: string;
  grantId?: string;
  consumed?: number;
}

interface Kept {
  payload: Payload;
  /** Milliseconds since the epoch. */
  until: number;
}

const most = 1_000;

/** An adapter of `oidc-provider`, which creates one per model; all of one issuer share one map. */
export function newStore(): (kind: string) => Store {
  const kept = new Map<string, Kept>();
  return (kind) => new Store(kept, kind);
}

class Store {
  private readonly kept: Map<string, Kept>;
  private readonly kind: string;

  constructor(kept: Map<string, Kept>, kind: string) {
    this.kept = kept;
    this.kind = kind;
  }

  async upsert(id: string, payload: Payload, expiresInSec: number) {
    const key = this.key(id);
    this.kept.delete(key);
    const [oldest] = this.kept.keys();
    if (this.kept.size >= most && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, { payload, until: Date.now() + expiresInSec * 1_000 });
  }

  async find(id: string) {
    return this.alive(this.key(id));
  }

  async findByUid(uid: string) {
    const own = [...this.kept.keys()].filter((key) => key.startsWith(this.key('')));
    return own.map((key) => this.alive(key)).find((found) => found?.uid === uid);
  }

  /** Only devices without a browser have user codes. */
  async findByUserCode() {}

  async consume(id: string) {
    const found = this.alive(this.key(id));
    if (found !== undefined) found.consumed = Math.floor(Date.now() / 1_000);
  }

  async destroy(id: string) {
    this.kept.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string) {
    for (const [key, { payload }] of this.kept) if (payload.grantId === grantId) this.kept.delete(key);
  }

  private key(id: string): string {
    return `${this.kind}:${id}`;
  }

  private alive(key: string): Payload | undefined {
    const found = this.kept.get(key);
    return found !== undefined && found.until > Date.now() ? found.payload : undefined;
  }
}
