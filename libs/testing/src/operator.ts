/** The operator of the broker: reads every stream, and can damage one as no service may. */
import { jetstream, jetstreamManager, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Broker } from './broker.js';

export interface Streamed {
  readonly sequence: number;
  readonly subject: string;
  readonly text: string;
}

export interface Operator {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  /** The number of the stream's last message; 0 while there is no stream. */
  last(stream: string): Promise<number>;
  /** Every message of a stream, in order. */
  messages(stream: string): Promise<Streamed[]>;
  /** Creates a stream before its owner does, with the test's settings. */
  make(name: string, subjects: string, settings?: Partial<StreamConfig>): Promise<void>;
  wipe(stream: string): Promise<void>;
  close(): Promise<void>;
}

export async function operator(broker: Broker): Promise<Operator> {
  const { user, password } = broker.users.operator ?? {};
  const connection = await connect({
    servers: broker.url,
    user,
    pass: password,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  });
  const manager = await jetstreamManager(connection);
  const last = (stream: string): Promise<number> =>
    manager.streams.info(stream).then(
      (info) => info.state.last_seq,
      () => 0,
    );
  return {
    connection,
    manager,
    last,
    messages: async (stream) => messagesOf(connection, stream, await last(stream)),
    make: async (name, subjects, settings = {}) =>
      void (await manager.streams.add({ name, subjects: [subjects], ...settings })),
    wipe: async (stream) => void (await manager.streams.delete(stream)),
    close: () => connection.close(),
  };
}

async function messagesOf(connection: NatsConnection, stream: string, last: number): Promise<Streamed[]> {
  if (last === 0) return [];
  const consumer = await jetstream(connection).consumers.get(stream);
  const read: Streamed[] = [];
  for await (const message of await consumer.consume()) {
    read.push({ sequence: message.seq, subject: message.subject, text: message.string() });
    if (message.seq >= last) break;
  }
  return read;
}
