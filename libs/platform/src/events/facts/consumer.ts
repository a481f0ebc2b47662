import { DeliverPolicy, jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { systemActor } from '../../data/request-transaction/index.js';
import type { Database, Tx } from '../../data/database/index.js';
import type { Logger } from '../../kernel/telemetry/index.js';
import { PublishedFact, type Product } from './fact.js';
import { productName, streamOf } from './cloud-event.js';
import { within } from '../../kernel/timeout/index.js';

// Reads a stream into a projection. The checkpoint moves in the transaction of the projection, so every fact is applied exactly
// once, even if a process is killed. Messages are not acknowledged: the checkpoint alone records the progress.

export interface ReceivedFact {
  readonly sequence: number;
  readonly fact: PublishedFact;
  /** The event as in the stream, byte for byte. */
  readonly text: string;
}

export interface Projection {
  readonly consumer: string;
  /** The service that published the facts. */
  readonly service: string;
  /** One of its data products; `internal` when absent. */
  readonly product?: Product;
  /** Applies facts in order, once each, in the transaction that moves the checkpoint. */
  readonly apply: (tx: Tx, facts: readonly ReceivedFact[]) => Promise<void>;
  /** Called once facts are committed, here or by another instance. */
  readonly committed?: () => void;
}

const batch = 500;
const retryMs = 500;
const idlePullMs = 5_000;
const lastWordMs = 1_500;

export class FactConsumer {
  private stopping = false;
  private messages: ConsumerMessages | undefined;
  private running: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  /** Why the consumer makes no progress; undefined while it does. */
  fault: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly connection: NatsConnection,
    private readonly projection: Projection,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** While the broker is down, the client's own time limits end the wait; uncommitted facts are read again at the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    this.messages?.stop();
    await within(this.running, lastWordMs, () => undefined);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.follow(await this.checkpoint());
      } catch (error) {
        this.fault = error instanceof Error ? error.message : String(error);
        if (!this.stopping)
          this.logger.warn(
            { consumer: this.projection.consumer, stream: this.stream, reason: this.fault },
            'consumer waits',
          );
      }
      await this.rest();
    }
  }

  private get stream(): string {
    return streamOf(this.projection.service, this.projection.product);
  }

  /** The name of its checkpoint: the service, or one of its products. */
  private get source(): string {
    const { service, product } = this.projection;
    return product === undefined ? service : productName(service, product);
  }

  /** Reads from the checkpoint until an error or the stop. */
  private async follow(from: number): Promise<void> {
    const consumer = await jetstream(this.connection, { timeout: 5_000 }).consumers.get(this.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: from + 1,
    });
    const messages = await consumer.consume({
      max_messages: 2 * batch,
      expires: idlePullMs,
      abort_on_missing_resource: true,
    });
    this.messages = messages;
    if (this.stopping) return messages.stop();
    // Nothing left to read: any earlier problem is over. A gap or a fact that cannot be applied would keep facts waiting.
    if ((await consumer.info(true)).num_pending === 0) this.fault = undefined;
    let position = from;
    let gathered: ReceivedFact[] = [];
    // Not getPending(): after the client's own pull requests it counts one too many, and the last facts would wait for
    // the next ones.
    for await (const message of messages) {
      // Facts that arrived but are not committed are read again at the next start.
      if (this.stopping) return;
      const received = this.receive(message, position + gathered.length);
      if (received !== undefined) gathered.push(received);
      if (gathered.length > 0 && (gathered.length >= batch || messages.getReceived() === messages.getProcessed())) {
        position = await this.commit(gathered, position);
        gathered = [];
        this.fault = undefined;
        this.projection.committed?.();
      }
    }
  }

  /** Facts arrive in order without gaps; facts before the checkpoint (of a stream being rebuilt) were applied already. */
  private receive(message: JsMsg, position: number): ReceivedFact | undefined {
    if (message.seq <= position) return undefined;
    if (message.seq !== position + 1) throw new Error(`gap: expected ${position + 1}, the stream gave ${message.seq}`);
    const text = new TextDecoder().decode(message.data);
    return { sequence: message.seq, fact: PublishedFact.parse(JSON.parse(text)), text };
  }

  private async commit(facts: readonly ReceivedFact[], position: number): Promise<number> {
    const { source } = this;
    const { consumer, apply } = this.projection;
    return this.database.transaction(systemActor(consumer), async (tx) => {
      const [row] = await tx.query<{ sequence: string }[]>(
        'SELECT sequence FROM fact_checkpoint WHERE consumer = $1 AND source = $2 FOR UPDATE',
        [consumer, source],
      );
      // Another instance may have moved the checkpoint: its facts are not applied again. A checkpoint that was set back
      // wants everything behind it once more, so reading starts again from there.
      const counted = Number(row?.sequence ?? 0);
      if (counted < position) throw new Error(`the checkpoint was set back from ${position} to ${counted}`);
      const fresh = facts.filter((fact) => fact.sequence > counted);
      if (fresh.length > 0) await apply(tx, fresh);
      const reached = Math.max(counted, facts.at(-1)?.sequence ?? counted);
      await tx.query('UPDATE fact_checkpoint SET sequence = $3 WHERE consumer = $1 AND source = $2', [
        consumer,
        source,
        reached,
      ]);
      return reached;
    });
  }

  private async checkpoint(): Promise<number> {
    const key = [this.projection.consumer, this.source];
    await this.database.query('INSERT INTO fact_checkpoint VALUES ($1, $2, 0) ON CONFLICT DO NOTHING', key);
    const [row] = await this.database.query<{ sequence: string }>(
      'SELECT sequence FROM fact_checkpoint WHERE consumer = $1 AND source = $2',
      key,
    );
    return Number(row?.sequence ?? 0);
  }

  private rest(): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resume) => {
      const timer = setTimeout(resume, retryMs);
      this.wake = () => {
        clearTimeout(timer);
        resume();
      };
    });
  }
}
