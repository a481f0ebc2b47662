import type { DataSource } from 'typeorm';
import type { Logger } from '../../kernel/telemetry/index.js';
import type { AdvisoryLock } from '../database/index.js';
import { Leader } from './leader.js';

export interface Job {
  /** The name of the work, for the log. */
  readonly name: string;
  readonly everyMs: number;
  /** With a lock one instance works at a time. The lock is released after each round, so no connection is occupied between rounds. */
  readonly lock?: { readonly source: DataSource; readonly name: AdvisoryLock };
  /** One round. It stops between two units of work when `stop` is aborted, so that the shutdown of the service is short. */
  readonly run: (stop: AbortSignal) => unknown;
}

/** Work that is repeated in the background: rounds never overlap, and a failed round does not prevent the next. */
export class Worker {
  private readonly leader: Leader | undefined;
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private woken = false;

  constructor(
    private readonly job: Job,
    private readonly logger: Logger,
  ) {
    this.leader = job.lock && new Leader(job.lock.source, job.lock.name);
  }

  /** The `stop` signal of rounds. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** The first round begins after `everyMs`, or earlier by `wake`. A tick during a round is skipped. */
  start(): void {
    this.timer = setInterval(() => void (this.running ??= this.rounds()), this.job.everyMs).unref();
  }

  /** Starts a round now; during a round, one more follows it and sees what has changed since that round began. */
  wake(): void {
    this.woken = true;
    this.running ??= this.rounds();
  }

  /** Waits for the running round; no other begins. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.running;
  }

  private async rounds(): Promise<void> {
    do {
      this.woken = false;
      await this.round();
    } while (this.woken && !this.signal.aborted);
    this.running = undefined;
  }

  private async round(): Promise<void> {
    const { run } = this.job;
    if (this.signal.aborted) return;
    try {
      const leads = this.leader === undefined || (await this.leader.leads());
      if (leads && !this.signal.aborted) await run(this.signal);
    } catch (error) {
      this.warn(error);
    } finally {
      // A connection that broke cannot be given back in order: PostgreSQL frees its lock by itself.
      await this.leader?.resign().catch((error: unknown) => this.warn(error));
    }
  }

  private warn(error: unknown): void {
    this.logger.warn({ worker: this.job.name, reason: String(error) }, 'a round failed: the next one tries again');
  }
}
