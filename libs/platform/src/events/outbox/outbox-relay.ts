import type { NatsConnection } from '@nats-io/transport-node';
import type { Database } from '../../data/database/index.js';
import { Leader } from '../../data/workers/index.js';
import type { Logger } from '../../kernel/telemetry/index.js';
import { CloudEvents, streamOf, subjectsOf, type LogRow, type Product, type Publisher } from '../facts/index.js';
import { eventIdAt, followingRun, follows, lagOf, nextRun } from './outbox.js';
import { FactStream, WrongSequence, type Outgoing } from './stream.js';
import { within } from '../../kernel/timeout/index.js';

// The outbox relay publishes the event log to the stream. It stores no position: the stream's last sequence is the position, so
// a crash at any moment loses nothing, and an empty stream is filled again from the first fact.

// Not a `Worker`: it leads for as long as it lives, and works without a pause while there is something to publish.

const batch = 500;
const retryMs = 200;
/** The stream is checked this often even without new facts: it may have been wiped, or another client may have written to it. */
const lookMs = 2_000;
/** The relay tries to become the leader this often, and after every error. */
const leadMs = 1_000;
/** Longest wait at shutdown for the last facts: the next start would publish them anyway. */
const lastWordMs = 1_500;

/** The stream contains a message that the log did not publish: going on would silently skip facts. */
class Divergence extends Error {}

export class OutboxRelay {
  private readonly stream: FactStream;
  private readonly events: CloudEvents;
  private last: number | undefined;
  private lookedAt = 0;
  private ledAt = Number.NEGATIVE_INFINITY;
  /** The next run of facts, numbered and read while the previous one is being published; empty on failure, never rejects. */
  private ahead: Promise<readonly LogRow[]> | undefined;
  /** The run that was sent last, until the stream has acknowledged it; its failure is seen by the one who waits for it. */
  private sent: Promise<number> | undefined;
  /** The last known sequence of the stream: kept while the stream cannot be reached. */
  private reached: number | undefined;
  private poked = false;
  private resume: () => void = () => undefined;
  private stopping = false;
  /** Set when the shutdown time is over: the next start publishes the rest. */
  private over = false;
  private running: Promise<void> = Promise.resolve();
  /** Set when the relay stopped publishing because log and stream disagree; the service itself goes on. */
  halted: string | undefined;

  constructor(
    private readonly database: Database,
    connection: NatsConnection,
    private readonly publisher: Publisher,
    private readonly logger: Logger,
    private readonly product: Product = 'internal',
    private readonly leader = new Leader(database.source, 'outboxRelay'),
  ) {
    const { service, inboxPrefix } = publisher;
    this.stream = new FactStream(
      connection,
      streamOf(service, product),
      `${subjectsOf(service, product)}.>`,
      inboxPrefix,
    );
    this.events = new CloudEvents(publisher, product);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    const finished = this.running.then(() => this.finish()).catch((error: unknown) => this.recover(error));
    await within(finished, lastWordMs, () => undefined);
    this.over = true;
    await this.leader.resign();
  }

  /** How long the oldest unpublished fact has waited; NaN while the database is down. */
  lagSeconds(): Promise<number> {
    return lagOf(this.database.source, this.product, this.reached).catch(() => Number.NaN);
  }

  private async run(): Promise<void> {
    while (!this.stopping && this.halted === undefined) {
      this.poked = false;
      try {
        const moved = (await this.leads()) && (await this.step());
        if (!moved) await this.rest(lookMs);
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  /** Publishes the remaining facts, unless halted or not the leader. */
  private async finish(): Promise<void> {
    while (this.halted === undefined && !this.over && (await this.leads())) if (!(await this.step())) return;
  }

  /** Publishes the next run of facts; false when there is none. */
  private async step(): Promise<boolean> {
    const last = await this.position();
    const rows = await this.next(last);
    if (rows.length === batch)
      this.ahead = followingRun(this.database, this.product, last + batch, batch).catch(() => []);
    if (rows.length > 0) await this.publish(rows, last);
    if (rows.length < batch) await this.acknowledged();
    return rows.length > 0;
  }

  /**
   * Sends a run while the stream still stores the one before, and then waits for that one. If the stream refused it, it refuses
   * this one too, which expects to follow it.
   */
  private async publish(rows: readonly LogRow[], last: number): Promise<void> {
    const before = this.sent;
    const sent = this.stream.append(
      rows.map((row) => this.outgoing(row)),
      last,
    );
    sent.catch(() => undefined);
    this.sent = sent;
    this.last = last + rows.length;
    if (before !== undefined) this.reached = await before;
  }

  /** Waits until the stream has acknowledged all that was sent. */
  private async acknowledged(): Promise<void> {
    const { sent } = this;
    this.sent = undefined;
    if (sent !== undefined) this.stand(await sent);
  }

  /** An instance that lost the leadership unnoticed does no harm: numbers are assigned under a lock, and the stream accepts only the message that follows its last. */
  private async leads(): Promise<boolean> {
    if (performance.now() - this.ledAt < leadMs) return true;
    const leads = await this.leader.leads();
    if (leads) this.ledAt = performance.now();
    return leads;
  }

  private async next(last: number): Promise<readonly LogRow[]> {
    const ahead = await this.ahead;
    this.ahead = undefined;
    return ahead !== undefined && follows(ahead, last) ? ahead : nextRun(this.database, this.product, last, batch);
  }

  private async position(): Promise<number> {
    if (this.last !== undefined && Date.now() - this.lookedAt < lookMs) return this.last;
    await this.acknowledged();
    const last = this.stand(await this.agreed(await this.stream.open()));
    this.lookedAt = Date.now();
    return last;
  }

  private stand(last: number): number {
    this.last = last;
    this.reached = last;
    return last;
  }

  private outgoing(row: LogRow): Outgoing {
    return { ...this.events.compose(row), eventId: row.event_id, traceparent: row.traceparent };
  }

  /** Guard: the last message of the stream must be the fact that has this number in the log. */
  private async agreed(last: number): Promise<number> {
    if (last === 0) return last;
    const logged = await eventIdAt(this.database.source, this.product, last);
    if (logged === undefined)
      throw new Divergence(
        `the last sequence of the stream is ${last}, the log has assigned no such number: restored from a backup?`,
      );
    const streamed = await this.stream.eventIdAt(last);
    if (streamed !== undefined && streamed !== logged)
      throw new Divergence(`at ${last} the stream has ${streamed}, the log ${logged}`);
    return last;
  }

  private async recover(error: unknown): Promise<void> {
    this.ledAt = Number.NEGATIVE_INFINITY;
    await this.acknowledged().catch(() => undefined);
    if (error instanceof Divergence) return this.halt(error.message);
    if (error instanceof WrongSequence) {
      // Another instance was faster, or the stream was wiped: go on from its last message, if that is in the log.
      const last = await this.agreed(error.last).catch((reason: unknown) => reason);
      if (last instanceof Divergence) return this.halt(last.message);
      if (typeof last === 'number') this.stand(last);
      else this.last = undefined;
      return;
    }
    this.last = undefined;
    this.poked = false;
    if (this.stopping) return;
    this.logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'relay waits');
    await this.rest(retryMs);
  }

  private halt(reason: string): void {
    this.halted = reason;
    this.logger.fatal({ reason }, 'relay halted: log and stream disagree');
  }

  /** A call of `wake` during the previous round counts too; otherwise its facts would wait for the next look. */
  private rest(ms: number): Promise<void> {
    if (this.stopping || this.poked) return Promise.resolve();
    return new Promise((resume) => {
      const timer = setTimeout(resume, ms);
      this.resume = () => {
        clearTimeout(timer);
        resume();
      };
    });
  }

  /** There are rows to publish. */
  wake(): void {
    this.poked = true;
    this.resume();
  }
}
