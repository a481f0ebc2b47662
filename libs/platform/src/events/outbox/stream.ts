import {
  DiscardPolicy,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import { createInbox, headers, nuid, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';

// A stream that only grows by the log's next number: every publish names the sequence that it expects to follow. Small runs are
// sent as a chain of single publishes, longer ones as one atomic batch if the server supports it (≥ 2.12.1).

export const eventIdHeader = 'Passerelle-Event-Id';
const expectedSequence = 'Nats-Expected-Last-Sequence';
const batchFrom = 20;
const patienceMs = 5_000;

export interface Outgoing {
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly eventId: string;
  readonly traceparent: string | null;
}

/** The server refused the publish because the stream's last sequence is another one: `last`. */
export class WrongSequence extends Error {
  constructor(readonly last: number) {
    super(`the last sequence of the stream is ${last}`);
  }
}

const Acknowledgement = z.union([
  z.object({ error: z.object({ description: z.string() }) }),
  z.object({ seq: z.int(), stream: z.string() }),
]);

export class FactStream {
  private atomic = false;

  constructor(
    private readonly connection: NatsConnection,
    readonly name: string,
    private readonly subjects: string,
    private readonly inboxPrefix: string,
  ) {}

  /** Finds or creates the stream; returns its last sequence. */
  async open(): Promise<number> {
    const manager = await this.manager();
    const info = await manager.streams.info(this.name).catch(() => this.make(manager));
    this.atomic = info.config.allow_atomic === true;
    return info.state.last_seq;
  }

  /** The event id of the message at `sequence`; undefined when the stream no longer has it. */
  async eventIdAt(sequence: number): Promise<string | undefined> {
    const message = await (await this.manager()).streams.getMessage(this.name, { seq: sequence });
    return message === null ? undefined : message.header.get(eventIdHeader) || 'a message without event id';
  }

  /** Appends directly after `last`; returns the new last sequence. Nothing after a refused message is stored. */
  async append(outgoing: readonly Outgoing[], last: number): Promise<number> {
    return this.atomic && outgoing.length >= batchFrom ? this.batch(outgoing, last) : this.chain(outgoing, last);
  }

  private manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { timeout: patienceMs, checkAPI: false });
  }

  private make(manager: JetStreamManager): Promise<StreamInfo> {
    const [major = 0, minor = 0] = (this.connection.info?.version ?? '').split('.').map(Number);
    const knowsBatches = major > 2 || (major === 2 && minor >= 14);
    return manager.streams.add({
      name: this.name,
      subjects: [this.subjects],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_bytes: 1024 ** 3,
      max_msg_size: 72 * 1024,
      duplicate_window: 100_000_000,
      deny_delete: true,
      deny_purge: true,
      allow_direct: true,
      ...(knowsBatches ? { allow_atomic: true } : {}),
    });
  }

  private async batch(outgoing: readonly Outgoing[], last: number): Promise<number> {
    const final = outgoing.length - 1;
    // One object for all, since the client encodes it when it publishes: making hundreds takes longer than sending them.
    const carried = contentHeaders();
    carried.set('Nats-Batch-Id', nuid.next());
    for (const [index, message] of outgoing.entries()) {
      describe(carried, message);
      carried.set('Nats-Batch-Sequence', String(index + 1));
      if (index === 0) carried.set(expectedSequence, String(last));
      else carried.delete(expectedSequence);
      if (index < final) this.connection.publish(message.subject, message.bytes, { headers: carried });
      else {
        carried.set('Nats-Batch-Commit', '1');
        const answer = await this.connection.request(message.subject, message.bytes, {
          headers: carried,
          timeout: patienceMs,
        });
        return sequenceOf(answer.data);
      }
    }
    return last;
  }

  /** Pipelined; each message expects its predecessor, so a failure also rejects all that follow. */
  private async chain(outgoing: readonly Outgoing[], last: number): Promise<number> {
    const prefix = createInbox(this.inboxPrefix);
    const answers: Uint8Array[] = [];
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => finish(new Error('the stream did not acknowledge in time')), patienceMs);
      const replies = this.connection.subscribe(`${prefix}.*`, {
        callback: (error, message) => {
          if (error !== null) return finish(error);
          answers[Number(message.subject.split('.').at(-1))] = message.data;
          if (answers.filter(Boolean).length === outgoing.length) finish();
        },
      });
      const finish = (error?: Error): void => {
        clearTimeout(timer);
        replies.unsubscribe();
        if (error === undefined) resolve();
        else reject(error);
      };
      const carried = contentHeaders();
      for (const [index, message] of outgoing.entries()) {
        describe(carried, message);
        carried.set(expectedSequence, String(last + index));
        this.connection.publish(message.subject, message.bytes, { headers: carried, reply: `${prefix}.${index}` });
      }
    });
    return answers.reduce((_, answer) => sequenceOf(answer), last);
  }
}

function contentHeaders(): MsgHdrs {
  const carried = headers();
  carried.set('Content-Type', 'application/cloudevents+json');
  return carried;
}

function describe(carried: MsgHdrs, { eventId, traceparent }: Outgoing): void {
  carried.set(eventIdHeader, eventId);
  if (traceparent === null) carried.delete('traceparent');
  else carried.set('traceparent', traceparent);
}

function sequenceOf(answer: Uint8Array): number {
  if (answer.length === 0) throw new Error('no stream listens');
  const acknowledged = Acknowledgement.parse(JSON.parse(new TextDecoder().decode(answer)));
  if ('seq' in acknowledged) return acknowledged.seq;
  const last = /wrong last sequence: (\d+)/.exec(acknowledged.error.description)?.[1];
  throw last === undefined ? new Error(acknowledged.error.description) : new WrongSequence(Number(last));
}
