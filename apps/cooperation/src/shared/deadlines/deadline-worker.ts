import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { Database, type Tx } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';

// Deadline worker: records what became overdue, lapsed or was missed when a day passed without a request. One instance
// runs it every minute; the time is an argument, so that tests need not wait for midnight.

const name = 'clock';
const by = systemActor(name);
const everyMs = 60_000;

/** One round of the deadline worker. */
export interface DeadlineCheck {
  readonly now: Date;
  /** Today's date in Brussels. */
  readonly today: string;
  /** Runs the work on each record in a separate transaction, so that an interrupted round leaves whole records. */
  each(ids: readonly string[], work: (tx: Tx, id: string) => Promise<number>): Promise<number>;
}

/** Publishes each expired deadline once, as a fact; returns how many. */
export type Watch = (round: DeadlineCheck) => Promise<number>;

@Injectable()
export class DeadlineWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watches: Watch[] = [];
  private readonly worker: Worker;
  private checking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {
    const lock = { source: db.source, name: 'deadlines' } as const;
    this.worker = new Worker({ name: 'deadlines', everyMs, lock, run: () => this.check(new Date()) }, context.logger);
  }

  watch(watch: Watch): void {
    this.watches.push(watch);
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
    await this.checking;
  }

  /** Runs one round for everything that is due at `now` and not recorded yet. Rounds never overlap. */
  check(now: Date): Promise<number> {
    const round = this.checking.then(() => this.checkAll(now));
    this.checking = round.catch(() => undefined);
    return round;
  }

  private async checkAll(now: Date): Promise<number> {
    const round: DeadlineCheck = { now, today: today(now), each: (ids, work) => this.each(ids, work) };
    let told = 0;
    for (const watch of this.watches) {
      if (this.worker.signal.aborted) return told;
      told += await this.survive('a watch', () => watch(round));
    }
    return told;
  }

  private async each(ids: readonly string[], work: (tx: Tx, id: string) => Promise<number>): Promise<number> {
    let told = 0;
    for (const id of ids) {
      // A round may be long, and shutdown does not wait for it: the next start repeats it.
      if (this.worker.signal.aborted) return told;
      told += await this.survive(id, () => this.db.transaction(by, (tx) => work(tx, id)));
    }
    return told;
  }

  /** One failing record must not block the deadlines of all others. */
  private async survive(what: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.context.logger.error(
        { what, reason: String(error) },
        'the deadline worker could not record an expired deadline',
      );
      return 0;
    }
  }
}
