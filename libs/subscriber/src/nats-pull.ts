// Pulls messages from the durable consumer: as many as can be taken, and no more.
import { createInbox, nanos, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { Interruption, interruptedBy } from './nats-connection.js';
import { durable } from './nats-stream.js';

/** One message as it was delivered. */
export interface Delivery {
  /** Of the stream. */
  readonly sequence: number;
  /** How often it was delivered, this time included. */
  readonly times: number;
  /** The subject that acknowledges it. */
  readonly reply: string;
  readonly text: string;
}

export interface Puller {
  /** What was delivered meanwhile, at most a page, once there is something. Throws `Interruption` where nothing will come any more. */
  readonly take: () => Promise<Delivery[]>;
}

/** As many events as a page of the feed has. */
const pageSize = 100;
/** A request for messages is kept so long by the server, and it shows in between that it is still there; milliseconds. */
const keptFor = 30_000;
const heartbeatEvery = 5_000;
const silentFor = 3 * heartbeatEvery;

export function pullFrom(connection: NatsConnection, stream: string, signal: AbortSignal): Puller {
  const inbox = createInbox();
  const arrived: Delivery[] = [];
  /** What is still to come of the open request. */
  let open = 0;
  let broken: Error | undefined;
  let wake = (): void => {};

  const request = (): void => {
    if (open > 0 || arrived.length >= pageSize || connection.isClosed()) return;
    open = 2 * pageSize - arrived.length;
    const body = { batch: open, expires: nanos(keptFor), idle_heartbeat: nanos(heartbeatEvery) };
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`, JSON.stringify(body), { reply: inbox });
  };
  const hear = (message: Msg): void => {
    const delivery = deliveryOf(message);
    if (delivery !== undefined) {
      open -= 1;
      arrived.push(delivery);
    } else if (isEnd(message)) open = 0;
    else if (!isHeartbeat(message)) broken ??= new Interruption(`NATS: ${statusOf(message)} for ${stream}`);
    wake();
  };
  connection.subscribe(inbox, {
    callback: (error, message) => {
      if (error === null) return hear(message);
      broken ??= interruptedBy(error);
      wake();
    },
  });
  void connection.closed().then((error) => {
    broken ??= interruptedBy(error ?? new Error('the connection was closed'));
    wake();
  });

  return {
    async take() {
      while (arrived.length === 0) {
        if (broken !== undefined) throw broken;
        request();
        await heard((woken) => (wake = woken), signal);
      }
      const taken = arrived.splice(0, pageSize);
      request();
      return taken;
    },
  };
}

/** Resolves once something is heard; throws if nothing is for too long, and once the signal is aborted. */
function heard(listen: (woken: () => void) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      listen(() => {});
      act();
    };
    const silent = new Interruption(`NATS: silent for ${silentFor / 1000} s`);
    const timer = setTimeout(
      settle(() => reject(silent)),
      silentFor,
    );
    const stop = settle(() => reject(signal.reason));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    listen(settle(resolve));
  });
}

// Both forms: `$JS.ACK.<stream>.<consumer>.<times>.<sequence>.…`, and the longer one with the domain and the account before the stream.
const acknowledging = /^\$JS\.ACK\.(?:[^.]+\.[^.]+\.)?[^.]+\.follower\.(\d+)\.(\d+)\./;

function deliveryOf(message: Msg): Delivery | undefined {
  const { reply = '' } = message;
  const [, times, sequence] = acknowledging.exec(reply) ?? [];
  return sequence === undefined
    ? undefined
    : { sequence: Number(sequence), times: Number(times), reply, text: message.string() };
}

const statusOf = ({ headers }: Msg): string =>
  headers === undefined ? 'an unexpected message' : `${headers.code} ${headers.description}`;

/** No messages, or no more of them within the time. */
const isEnd = ({ headers }: Msg): boolean =>
  headers !== undefined &&
  ([404, 408].includes(headers.code) || (headers.code === 409 && /^batch completed/i.test(headers.description)));

const isHeartbeat = ({ headers }: Msg): boolean => headers?.code === 100;
