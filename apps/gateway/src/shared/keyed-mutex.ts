import { gatewayTimeout, refusal } from '@passerelle/platform/kernel/problems';

// Waiting for a lock in PostgreSQL occupies a connection: a few callers of the same key would exhaust the pool, and the
// lock timeout would refuse calls that are only slow. This mutex lets them wait without a connection.

export class KeyedMutex {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs `work` after all earlier work of the same name; not at all if the caller's deadline has passed by then. */
  async take<Result>(name: string, deadline: number, work: () => Promise<Result>): Promise<Result> {
    const before = this.last.get(name);
    const mine = (async () => {
      await before?.catch(() => undefined);
      if (Date.now() >= deadline) throw refusal(gatewayTimeout, { service: 'gateway' });
      return work();
    })();
    this.last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(name) === mine) this.last.delete(name);
    }
  }
}
