import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Database } from '../database/index.js';
import { Leader } from '../leadership/index.js';
import type { Logger } from '../telemetry/index.js';
import type { Product } from './fact.js';
import {
  anyPending,
  lagOf,
  assignSequences,
  compose,
  eventIdAt,
  readLog,
  streamOf,
  type LogRow,
  type Publisher,
} from './log.js';
import { FactStream, WrongSequence, type Outgoing } from './stream.js';

// Carries the event log into the stream. It keeps no mark of what was published: the stream's last sequence is the mark,
// so a crash at any moment costs nothing, and an empty stream is filled again from the first fact on.

const product: Product = 'internal';
const batch = 500;
const pollMs = 250;
const retryMs = 200;
/** However quiet it is, the stream is looked at this often: it may have been wiped, or somebody else wrote into it. */
const lookMs = 2_000;
/** Longest wait at shutdown for what was recorded last: the next start would publish it anyway. */
const lastWordMs = 1_500;
const lockId = 7_217_002;

/** The stream holds what the log never gave it: going on would skip facts in silence. */
class Divergence extends Error {}

export class Relay {
  private readonly stream: FactStream;
  private readonly leader: Leader;
  private last: number | undefined;
  private lookedAt = 0;
  /** What the stream was last known to hold: stays when the stream is out of reach. */
  private reached: number | undefined;
  private poked = false;
  private resume: () => void = () => undefined;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private pokes: Subscription | undefined;
  /** Set when the relay stopped publishing because log and stream disagree; the service itself goes on. */
  halted: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly connection: NatsConnection,
    private readonly publisher: Publisher,
    private readonly logger: Logger,
  ) {
    this.stream = new FactStream(
      connection,
      streamOf(publisher.service),
      `facts.int.${publisher.service}.>`,
      publisher.inboxPrefix,
    );
    this.leader = new Leader(database.source, lockId);
  }

  start(): void {
    const poke = `_poke.${this.publisher.service}`;
    this.pokes = this.connection.subscribe(poke, { callback: () => this.wake() });
    this.database.onCommit(() => {
      if (!this.connection.isClosed()) this.connection.publish(poke);
    });
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.pokes?.unsubscribe();
    this.wake();
    const finished = this.running.then(() => this.finish()).catch((error: unknown) => this.recover(error));
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, lastWordMs))]);
    await this.leader.resign();
  }

  /** How long the oldest unpublished fact has waited; NaN while the database cannot tell. */
  lagSeconds(): Promise<number> {
    return lagOf(this.database.source, product, this.reached).catch(() => Number.NaN);
  }

  private async run(): Promise<void> {
    while (!this.stopping && this.halted === undefined) {
      this.poked = false;
      try {
        const moved = (await this.leader.leads()) && (await this.step());
        if (!moved) await this.rest(pollMs);
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  /** Publishes what is left, where nothing stands in the way. */
  private async finish(): Promise<void> {
    while (this.halted === undefined && (await this.leader.leads())) if (!(await this.step())) return;
  }

  /** Publishes the next run of facts; false when there is none. */
  private async step(): Promise<boolean> {
    const last = await this.position();
    if (await anyPending(this.database.source, product)) await assignSequences(this.database.source, product, batch);
    const rows = await readLog(this.database.source, product, last, batch);
    if (rows.length === 0) return false;
    this.stand(
      await this.stream.append(
        rows.map((row) => this.outgoing(row)),
        last,
      ),
    );
    return true;
  }

  private async position(): Promise<number> {
    if (this.last !== undefined && Date.now() - this.lookedAt < lookMs) return this.last;
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
    const { subject, bytes } = compose(row, this.publisher, product);
    const envelope = row.envelope;
    const traceparent =
      typeof envelope === 'object' && envelope !== null && 'traceparent' in envelope
        ? String(envelope.traceparent)
        : undefined;
    return { subject, bytes, eventId: row.event_id, traceparent };
  }

  /** The guard: whatever stands at the stream's head must be what the log has under that number. */
  private async agreed(last: number): Promise<number> {
    if (last === 0) return last;
    const logged = await eventIdAt(this.database.source, product, last);
    if (logged === undefined)
      throw new Divergence(
        `the stream stands at ${last}, the log has assigned no such number: restored from a backup?`,
      );
    const streamed = await this.stream.eventIdAt(last);
    if (streamed !== undefined && streamed !== logged)
      throw new Divergence(`at ${last} the stream has ${streamed}, the log ${logged}`);
    return last;
  }

  private async recover(error: unknown): Promise<void> {
    if (error instanceof Divergence) return this.halt(error.message);
    if (error instanceof WrongSequence) {
      // Another instance was faster, or the stream was wiped: go on from where it stands, if that is ours.
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

  /** A commit during the work before counts too, or it would wait for the next poll. */
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

  private wake(): void {
    this.poked = true;
    this.resume();
  }
}
