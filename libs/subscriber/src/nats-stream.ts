// What the server offers of a product over NATS, as plain functions: the stream, and the durable consumer of the subscriber.
import type { NatsConnection } from '@nats-io/transport-node';
import { jsonOf, restarted } from './call.js';
import { placeOf, type Beginning } from './cursor.js';
import { isRecord } from './event.js';
import { SubscriberFailure } from './failure.js';
import { UnreadableAnswer } from './feed.js';
import { asked, Interruption, whoKnows } from './nats-connection.js';

/** The durable consumer of each stream. */
export const durable = 'follower';

const kinds: Readonly<Record<string, string>> = { party: 'PARTY', public: 'PUB' };

/** `party.cooperation.BE-VLG` is in the stream `PARTY_COOPERATION_BE-VLG`, `public.cooperation` in `PUB_COOPERATION`. */
export function streamOf(product: string): string {
  const [kind = '', service = '', ...party] = product.split('.');
  return [kinds[kind] ?? kind.toUpperCase(), service.toUpperCase(), ...party].join('_');
}

export interface StreamInfo {
  readonly beginning: Beginning;
  /** What it has; less than `first`, if it is empty. */
  readonly first: number;
  readonly last: number;
}

export interface ConsumerInfo {
  /** Delivered, and not acknowledged. */
  readonly unacknowledged: number;
  /** Not delivered yet. */
  readonly waiting: number;
}

export async function readStream(connection: NatsConnection, stream: string, signal: AbortSignal): Promise<StreamInfo> {
  const subject = `$JS.API.STREAM.INFO.${stream}`;
  const { config, state } = await answerOf(connection, { subject, what: `stream ${stream}` }, signal);
  const cursor = isRecord(config) && isRecord(config['metadata']) ? config['metadata']['cursor'] : undefined;
  const beginning = typeof cursor === 'string' ? placeOf(cursor) : undefined;
  if (beginning === undefined) throw new UnreadableAnswer(`stream ${stream} has no cursor in its metadata`);
  if (!isRecord(state)) throw new UnreadableAnswer(`${subject}: the answer has no state`);
  return { beginning, first: countIn(state, 'first_seq'), last: countIn(state, 'last_seq') };
}

export async function readConsumer(
  connection: NatsConnection,
  stream: string,
  signal: AbortSignal,
): Promise<ConsumerInfo> {
  const subject = `$JS.API.CONSUMER.INFO.${stream}.${durable}`;
  const answer = await answerOf(connection, { subject, what: `consumer ${durable} of stream ${stream}` }, signal);
  return { unacknowledged: countIn(answer, 'num_ack_pending'), waiting: countIn(answer, 'num_pending') };
}

/** The durable begins at this sequence, and forgets what it has delivered. */
export async function resetConsumer(
  connection: NatsConnection,
  { stream, sequence }: { readonly stream: string; readonly sequence: number },
  signal: AbortSignal,
): Promise<void> {
  // Where there is no such consumer, the server leaves a request to reset it without an answer.
  await readConsumer(connection, stream, signal);
  const subject = `$JS.API.CONSUMER.RESET.${stream}.${durable}`;
  const what = `consumer ${durable} of stream ${stream}`;
  await answerOf(connection, { subject, what, body: { seq: sequence } }, signal);
}

export const foreignPosition = (where: string): SubscriberFailure =>
  new SubscriberFailure(
    'badCursor',
    `${where}: the stored position is not one of this product: check that product, store and servers belong together.`,
  );

/** The beginning that stream and follower agree in; throws where they differ. */
export function agreed(known: Beginning | undefined, found: Beginning, stream: string): Beginning {
  if (known !== undefined && known.mark !== found.mark) throw foreignPosition(`stream ${stream}`);
  if (known === undefined || known.epoch === found.epoch) return found;
  if (known.epoch < found.epoch) throw new SubscriberFailure('productRestarted', `stream ${stream}: ${restarted}`);
  throw new Interruption(`stream ${stream} is of epoch ${found.epoch}, not yet ${known.epoch}: it is being made again`);
}

interface Request {
  readonly subject: string;
  /** Of which it is asked. */
  readonly what: string;
  readonly body?: object;
}

async function answerOf(
  connection: NatsConnection,
  { what, ...question }: Request,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = jsonOf(await asked(connection, question, signal));
  if (!isRecord(answer)) throw new UnreadableAnswer(`${question.subject}: the answer is no object`);
  const { error } = answer;
  if (!isRecord(error)) return answer;
  // Also while the server makes a stream again: after a text was taken back, or its store was lost.
  if (error['code'] === 404) throw new Interruption(`there is no ${what} now; if that stays, ${whoKnows}`);
  throw new Interruption(`${question.subject} answered ${String(error['code'])}, ${String(error['description'])}`);
}

function countIn(answer: Readonly<Record<string, unknown>>, name: string): number {
  const value = answer[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new UnreadableAnswer(`the answer of NATS has no number ${name}`);
}
