import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { machine } from '@passerelle/platform/acts';
import { Database, type Tx } from '@passerelle/platform/database';
import { Leader } from '@passerelle/platform/leadership';
import { ServiceContext } from '@passerelle/platform/service';

// What the calendar does by itself: a day passes, and something is late, lapsed or missed though nobody called. One
// instance looks every minute; the time it looks at is an argument, so that tests need not wait for midnight.

const name = 'clock';
const by = machine(name);
const everyMs = 60_000;
const lockId = 7_217_101;

/** One look at the calendar. */
export interface Round {
  readonly now: Date;
  /** The day in Brussels. */
  readonly today: string;
  /** Work on each record in a transaction of its own, so that a round that is broken off leaves whole records. */
  each(ids: readonly string[], work: (tx: Tx, id: string) => Promise<number>): Promise<number>;
}

/** Tells what fell due as facts, each once; returns how many. */
export type Watch = (round: Round) => Promise<number>;

@Injectable()
export class Clock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watches: Watch[] = [];
  private readonly leader: Leader;
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {
    this.leader = new Leader(db.source, lockId);
  }

  watch(watch: Watch): void {
    this.watches.push(watch);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), everyMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.telling;
    await this.leader.resign();
  }

  /** Everything that is due at `now` and not told yet. Two rounds never overlap. */
  tell(now: Date): Promise<number> {
    const round = this.telling.then(() => this.tellAll(now));
    this.telling = round.catch(() => undefined);
    return round;
  }

  private async look(): Promise<void> {
    try {
      if (await this.leader.leads()) await this.tell(new Date());
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'the clock looks again in a minute');
    }
  }

  private async tellAll(now: Date): Promise<number> {
    const round: Round = { now, today: today(now), each: (ids, work) => this.each(ids, work) };
    let told = 0;
    for (const watch of this.watches) told += await this.survive('a watch', () => watch(round));
    return told;
  }

  private async each(ids: readonly string[], work: (tx: Tx, id: string) => Promise<number>): Promise<number> {
    let told = 0;
    for (const id of ids) {
      // A round may be long, and whoever stops the service does not wait for it: the next start looks again.
      if (this.stopping) return told;
      told += await this.survive(id, () => this.db.transaction(by, (tx) => work(tx, id)));
    }
    return told;
  }

  /** What fails for one record must not keep the dates of all others from being told. */
  private async survive(what: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.context.logger.error({ what, reason: String(error) }, 'the clock could not tell what fell due');
      return 0;
    }
  }
}
