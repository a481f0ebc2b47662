// Hands events to the handler: those of one record one after the other, several records at once. A record that waits for its next
// try takes no place from the others; one whose event was set aside has its later events set aside behind it.
import type { ProductEvent } from './event.js';
import { reasonOf } from './failure.js';
import type { SetAside } from './state.js';

/** Returns, or resolves, once the event is handled for good; throws where it must be tried again. */
export type Handler = (event: ProductEvent, context: HandlerContext) => void | Promise<void>;

export interface HandlerContext {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when following stops; a handler that is running may still end its work. */
  readonly signal: AbortSignal;
}

export interface LaneRules {
  readonly handler: Handler;
  /** Records at once. */
  readonly concurrency: number;
  readonly tries: number;
  /** Milliseconds before the second try, the third …; the last one counts for all further ones. */
  readonly pauses: readonly number[];
  readonly signal: AbortSignal;
  /** Records (`partitionkey`) of which an event is set aside already. */
  readonly blocked: ReadonlyMap<string, string>;
  /** An event is handled, or set aside. */
  readonly onSettled: (event: ProductEvent, aside?: SetAside) => void;
  /** `onSettled` threw. */
  readonly onFailure: (error: unknown) => void;
}

interface Turn {
  readonly record: string;
  readonly attempt: number;
}

export class Lanes {
  /** By record: what waits; the first one is handled, or waits for its next try. */
  private readonly lanes = new Map<string, ProductEvent[]>();
  /** By record: the id of the first event that is set aside. */
  private readonly blocked: Map<string, string>;
  private ready: Turn[] = [];
  private readonly pauses = new Set<NodeJS.Timeout>();
  private readonly retrying = new Set<string>();
  private readonly waiting: { holds: () => boolean; resolve: () => void }[] = [];
  private running = 0;
  private unsettled = 0;

  constructor(private readonly rules: LaneRules) {
    this.blocked = new Map(rules.blocked);
    rules.signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** Events that are neither handled nor set aside. */
  get open(): number {
    return this.unsettled;
  }

  /** The same without those of records that wait for their next try. */
  get busy(): number {
    return [...this.retrying].reduce((rest, record) => rest - (this.lanes.get(record)?.length ?? 0), this.unsettled);
  }

  add(event: ProductEvent): void {
    this.unsettled += 1;
    const record = event.partitionkey;
    const lane = this.lanes.get(record);
    if (lane !== undefined) {
      lane.push(event);
      return;
    }
    this.lanes.set(record, [event]);
    this.begin({ record, attempt: 1 });
  }

  /** Resolves once this holds, which is asked after each change; when following stops, too. */
  until(holds: () => boolean): Promise<void> {
    if (holds() || this.rules.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ holds, resolve }));
  }

  /** Resolves once no handler runs: after an abort nothing begins any more. */
  async atRest(): Promise<void> {
    while (this.running > 0)
      await new Promise<void>((resolve) => this.waiting.push({ holds: () => this.running === 0, resolve }));
  }

  private begin(turn: Turn): void {
    this.ready.push(turn);
    this.fill();
  }

  private fill(): void {
    while (this.running < this.rules.concurrency && !this.rules.signal.aborted) {
      const turn = this.earliest();
      if (turn === undefined) break;
      this.running += 1;
      void this.take(turn)
        .catch(this.rules.onFailure)
        .finally(() => {
          this.running -= 1;
          this.fill();
          this.wake();
        });
    }
  }

  // By sequence, not by turn: with a concurrency of 1 events come in the order of the product.
  private earliest(): Turn | undefined {
    const sequence = ({ record }: Turn): number => Number(this.lanes.get(record)?.[0]?.sequence ?? 0);
    const first = this.ready.reduce<Turn | undefined>(
      (best, turn) => (best !== undefined && sequence(best) <= sequence(turn) ? best : turn),
      undefined,
    );
    this.ready = this.ready.filter((turn) => turn !== first);
    return first;
  }

  private async take({ record, attempt }: Turn): Promise<void> {
    const lane = this.lanes.get(record) ?? [];
    const [event] = lane;
    if (event === undefined) return;
    const before = this.blocked.get(record);
    if (before !== undefined) return this.setAsideAll(record, lane, `waits behind ${before} of the same record`);
    const failure = await this.tried(event, attempt);
    if (failure === undefined) return this.settleFirst(record, lane);
    // A handler that was interrupted has not failed: its event comes again.
    if (this.rules.signal.aborted) return;
    if (attempt < this.rules.tries) return this.later({ record, attempt: attempt + 1 });
    this.blocked.set(record, event.id);
    this.settleFirst(record, lane, { event, reason: failure, tries: attempt, at: new Date().toISOString() });
  }

  /** Why the handler failed; `undefined` if it did not. */
  private async tried(event: ProductEvent, attempt: number): Promise<string | undefined> {
    try {
      await this.rules.handler(event, { attempt, signal: this.rules.signal });
      return undefined;
    } catch (error) {
      return reasonOf(error) || 'the handler threw without a reason';
    }
  }

  private settleFirst(record: string, lane: ProductEvent[], aside?: SetAside): void {
    const event = lane.shift();
    if (event === undefined) return;
    if (lane.length === 0) this.lanes.delete(record);
    else this.ready.push({ record, attempt: 1 });
    this.unsettled -= 1;
    this.rules.onSettled(event, aside);
  }

  private setAsideAll(record: string, lane: readonly ProductEvent[], reason: string): void {
    this.lanes.delete(record);
    for (const event of lane) {
      this.unsettled -= 1;
      this.rules.onSettled(event, { event, reason, tries: 0, at: new Date().toISOString() });
    }
  }

  private later(turn: Turn): void {
    const { pauses } = this.rules;
    const timer = setTimeout(
      () => {
        this.pauses.delete(timer);
        this.retrying.delete(turn.record);
        this.begin(turn);
      },
      pauses[turn.attempt - 2] ?? pauses.at(-1) ?? 0,
    );
    this.pauses.add(timer);
    this.retrying.add(turn.record);
  }

  private stop(): void {
    for (const timer of this.pauses) clearTimeout(timer);
    this.wake();
  }

  private wake(): void {
    const waiting = this.waiting.splice(0);
    for (const each of waiting)
      if (each.holds() || this.rules.signal.aborted) each.resolve();
      else this.waiting.push(each);
  }
}
