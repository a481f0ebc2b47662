import type { DataSource, QueryRunner } from 'typeorm';

/** Work that one instance does for all: held by an advisory lock, which PostgreSQL frees the moment its holder dies. */
export class Leader {
  private holder: QueryRunner | undefined;

  constructor(
    private readonly source: DataSource,
    /** The same number for the same work in every instance. */
    private readonly lockId: number,
  ) {}

  /** Whether this instance leads now; tries to when nobody does. */
  async leads(): Promise<boolean> {
    if (this.holder !== undefined) return this.stillHolds(this.holder);
    const runner = this.source.createQueryRunner();
    const held = await this.tryLock(runner);
    if (held) this.holder = runner;
    else await runner.release();
    return held;
  }

  /** With the database away nobody leads: the caller asks again later. */
  private tryLock(runner: QueryRunner): Promise<boolean> {
    return runner.manager.query<{ held: boolean }[]>('SELECT pg_try_advisory_lock($1) AS held', [this.lockId]).then(
      ([row]) => row?.held === true,
      () => false,
    );
  }

  async resign(): Promise<void> {
    const runner = this.holder;
    this.holder = undefined;
    if (runner === undefined) return;
    await runner.query('SELECT pg_advisory_unlock($1)', [this.lockId]).catch(() => undefined);
    await runner.release();
  }

  private async stillHolds(runner: QueryRunner): Promise<boolean> {
    const alive = await runner.query('SELECT 1').then(
      () => true,
      () => false,
    );
    if (!alive) await this.resign();
    return alive;
  }
}
