import type { DataSource } from 'typeorm';
import type { Logger } from '../telemetry/index.js';
import { Leader } from './leader.js';

interface Declared {
  /** What goes round, for the log. */
  readonly name: string;
  /** The same number for the same work in every instance. */
  readonly lockId: number;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
}

/** Work that comes round slowly: one instance at a time does it, and between its rounds it holds no connection. */
export class Rounds {
  private readonly leader: Leader;
  private timer: NodeJS.Timeout | undefined;
  private going: Promise<void> = Promise.resolve();

  constructor(
    source: DataSource,
    private readonly logger: Logger,
    private readonly declared: Declared,
  ) {
    this.leader = new Leader(source, declared.lockId);
  }

  start(): void {
    this.timer = setInterval(() => (this.going = this.going.then(() => this.round())), this.declared.everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.going;
  }

  /** One round, unless another instance is at it. */
  async round(): Promise<void> {
    try {
      if (await this.leader.leads()) await this.declared.work();
    } catch (error) {
      this.logger.warn({ rounds: this.declared.name, reason: String(error) }, 'tries again next time');
    } finally {
      await this.leader.resign();
    }
  }
}
