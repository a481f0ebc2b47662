import { gatewayTimeout, overloaded, refusal } from '../../kernel/problems/index.js';

// Node fires a timer with a longer delay at once.
const longestTimer = 2 ** 31 - 1;

interface Waiting {
  readonly start: () => void;
  readonly giveUp: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Lets a bounded number of calls run and a bounded number wait; refuses the rest at once instead of drowning. */
export class Bulkhead {
  private running = 0;
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly service: string,
    private readonly most: number,
    private readonly queue: number,
  ) {}

  get inFlight(): number {
    return this.running + this.waiting.length;
  }

  /** Runs `work` when it is its turn; a call whose time is up while it waits is not started at all. */
  async run<Result>(deadline: number, work: () => Promise<Result>): Promise<Result> {
    if (deadline <= Date.now()) throw this.tooLate();
    if (this.running < this.most) this.running += 1;
    else await this.turn(deadline);
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private turn(deadline: number): Promise<void> {
    if (this.waiting.length >= this.queue) throw refusal(overloaded, { service: this.service });
    return new Promise((start, giveUp) => {
      const timer = setTimeout(
        () => {
          this.waiting.splice(this.waiting.indexOf(entry), 1);
          giveUp(this.tooLate());
        },
        Math.min(deadline - Date.now(), longestTimer),
      );
      const entry: Waiting = { start, giveUp, timer };
      this.waiting.push(entry);
    });
  }

  /** The slot goes directly to the call that waits longest: if it were free for a moment, a new call could take it as well. */
  private passOn(): void {
    const first = this.waiting.shift();
    if (first === undefined) {
      this.running -= 1;
      return;
    }
    clearTimeout(first.timer);
    first.start();
  }

  private tooLate(): Error {
    return refusal(gatewayTimeout, { service: this.service });
  }
}
