import type { DataSource, QueryRunner } from 'typeorm';
import { advisoryLocks, type AdvisoryLock } from '../database/index.js';

/** Leader election: one instance does work for all, under an advisory lock that PostgreSQL frees when the leader's session ends. */
export class Leader {
  private holder: QueryRunner | undefined;

  constructor(
    private readonly source: DataSource,
    private readonly lock: AdvisoryLock,
  ) {}

  /** Whether this instance leads now; tries to become the leader when there is none. */
  async leads(): Promise<boolean> {
    if (this.holder !== undefined) return this.stillHolds(this.holder);
    const runner = this.source.createQueryRunner();
    const held = await this.tryLock(runner);
    if (held) this.holder = runner;
    else await runner.release();
    return held;
  }

  /** While the database is down no instance leads: the caller asks again later. */
  private tryLock(runner: QueryRunner): Promise<boolean> {
    return runner.manager
      .query<{ held: boolean }[]>('SELECT pg_try_advisory_lock($1) AS held', [advisoryLocks[this.lock]])
      .then(
        ([row]) => row?.held === true,
        () => false,
      );
  }

  async resign(): Promise<void> {
    const runner = this.holder;
    this.holder = undefined;
    if (runner === undefined) return;
    await runner.query('SELECT pg_advisory_unlock($1)', [advisoryLocks[this.lock]]).catch(() => undefined);
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
