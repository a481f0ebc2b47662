import type { NatsConnection } from '@nats-io/transport-node';
import { placeOf } from './cursor.js';
import { reasonOf } from './failure.js';
import { close, connectTo, Interruption, isOpen, type NatsOptions } from './nats-connection.js';
import { agreed, readConsumer, readStream, streamOf } from './nats-stream.js';
import type { Examined, Judgement } from './way.js';

/** What `doctor` says: connection and credentials, the stream and its epoch, the durable, and whether the position is in the stream. */
export async function examineNats(options: NatsOptions, examined: Examined): Promise<Judgement> {
  const { signal } = examined;
  let connection: NatsConnection | undefined;
  try {
    connection = await connectTo(options, signal);
    const server = connection.getServer();
    if (isOpen(connection, options))
      return { result: 'wrong', text: `${server} sends the events unencrypted: use tls://${server}.` };
    return { result: 'right', text: await foundOn(connection, examined) };
  } catch (error) {
    if (!(error instanceof Interruption)) return { result: 'wrong', text: reasonOf(error) };
    return { result: 'wrong', text: `${error.message}${adviceOn(error, connection === undefined)}` };
  } finally {
    if (connection !== undefined) await close(connection);
  }
}

const adviceOn = ({ isRefusal }: Interruption, isConnecting: boolean): string => {
  if (isRefusal) return '. The seed is wrong, or its user was removed: ask for another at the contact that gave it.';
  return isConnecting ? '. Check --nats, the name server and the firewall.' : '';
};

async function foundOn(connection: NatsConnection, { product, state, signal }: Examined): Promise<string> {
  const stream = streamOf(product);
  const { beginning, first, last } = await readStream(connection, stream, signal);
  const place = state?.cursor === undefined ? undefined : placeOf(state.cursor);
  agreed(place, beginning, stream);
  const { unacknowledged } = await readConsumer(connection, stream, signal);
  const range = last < first || last === 0 ? 'empty' : `sequences ${first} to ${last}`;
  const found = `stream ${stream}, epoch ${beginning.epoch}, ${range}; ${unacknowledged} not acknowledged`;
  const position = state?.sequence ?? place?.sequence ?? 0;
  if (position > last) return `${found}; it is being filled again, up to the position ${position}`;
  if (position + 1 >= first) return found;
  return `${found}; it no longer has ${position + 1} to ${first - 1}, which are read from the feed`;
}
