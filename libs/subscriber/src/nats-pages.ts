// Reads a product over NATS: finds its place in the stream, and gives what is pulled as pages. What goes wrong on the way is
// answered by beginning again at the position, on a new connection. What the stream no longer has is read from the feed.
import { setTimeout as pause } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { Acknowledging } from './acknowledging.js';
import { jsonOf, waitAfter } from './call.js';
import { cursorAt, placeOf, type Beginning } from './cursor.js';
import { faultsOf, isProductEvent, sequenceOf, type ProductEvent } from './event.js';
import { SubscriberFailure } from './failure.js';
import { feedPages } from './feed-pages.js';
import { UnreadableAnswer, type Page } from './feed.js';
import { close, connectTo, Interruption, type NatsOptions } from './nats-connection.js';
import { pullFrom, type Delivery, type Puller } from './nats-pull.js';
import { agreed, foreignPosition, readStream, resetConsumer, streamOf } from './nats-stream.js';
import { reread } from './rereading.js';
import type { State } from './state.js';
import type { Pages, Reading } from './way.js';

/** In the stream, with the durable at the position. */
interface Joined {
  readonly connection: NatsConnection;
  readonly beginning: Beginning;
  readonly puller: Puller;
  readonly acknowledging: Acknowledging;
  /** Taken from the puller, and in no page yet. */
  waiting: Delivery[];
}

export class NatsPages implements Pages {
  private readonly stream: string;
  private joined: Joined | undefined;
  /** Reads what the stream no longer has, up to this sequence. */
  private catchingUp: { readonly pages: Pages; readonly to: number } | undefined;
  /** Of the epoch that is followed; unknown before the first cursor. */
  private beginning: Beginning | undefined;
  /** Where the state says that it is, before the first event. */
  private readonly start: number;

  constructor(
    private readonly options: NatsOptions,
    private readonly reading: Reading,
  ) {
    const { after, source } = reading;
    const place = after === undefined ? undefined : placeOf(after);
    if (after !== undefined && place === undefined) throw foreignPosition(`${after} is no cursor`);
    this.stream = streamOf(source.product);
    this.beginning = place;
    this.start = place?.sequence ?? 0;
  }

  next(): Promise<Page> {
    const read = (again: boolean) => this.readUntilThere(again);
    return reread(read, this.reading.source, (page) => this.faultOf(page));
  }

  saved(state: State): void {
    this.joined?.acknowledging.saved(state);
  }

  async close(): Promise<void> {
    const { joined } = this;
    this.joined = undefined;
    if (joined !== undefined) await close(joined.connection);
  }

  private get position(): number {
    return this.reading.progress.position ?? this.start;
  }

  private faultOf(page: Page): string | undefined {
    const [first] = page.events;
    if (first === undefined || sequenceOf(first) === this.position + 1) return this.reading.progress.faultOf(page);
    const another = 'if it stays, another follower uses the same consumer';
    return `after sequence ${this.position} comes ${sequenceOf(first)} over NATS; ${another}`;
  }

  /** What passes by itself is waited out, as for a request over HTTP. */
  private async readUntilThere(again: boolean): Promise<Page> {
    const { signal, onWait } = this.reading.source;
    if (again) await this.close();
    for (let attempt = 1, refusals = 0; ; attempt += 1) {
      try {
        return await this.read();
      } catch (error) {
        await this.closeUnlessStopping();
        if (!(error instanceof Interruption)) throw error;
        refusals = error.isRefusal ? refusals + 1 : 0;
        // The first one may have ended a connection that was open.
        if (refusals > 1) throw refused(error);
        const milliseconds = waitAfter(attempt);
        onWait?.(error.message, milliseconds);
        await pause(milliseconds, undefined, { signal });
      }
    }
  }

  // When following stops, what is handled is yet to be saved and acknowledged.
  private async closeUnlessStopping(): Promise<void> {
    if (!this.reading.source.signal.aborted) await this.close();
  }

  private async read(): Promise<Page> {
    const { catchingUp } = this;
    if (catchingUp !== undefined && this.position < catchingUp.to) return catchingUp.pages.next();
    this.catchingUp = undefined;
    this.joined ??= await this.join();
    return this.joined === undefined ? this.read() : this.pageOf(this.joined);
  }

  /** Nothing, where the stream no longer has the next event: then `catchingUp` is set. */
  private async join(): Promise<Joined | undefined> {
    const { signal } = this.reading.source;
    const connection = await connectTo(this.options, signal);
    const joined = await this.joinOn(connection).catch(async (error: unknown) => {
      await close(connection);
      throw error;
    });
    if (joined === undefined) await close(connection);
    return joined;
  }

  private async joinOn(connection: NatsConnection): Promise<Joined | undefined> {
    const { stream, position } = this;
    const { signal } = this.reading.source;
    const { beginning, first, last } = await readStream(connection, stream, signal);
    this.beginning = agreed(this.beginning, beginning, stream);
    this.reading.progress.startAt(cursorAt(beginning, position));
    if (position + 1 < first) return this.catchUp(beginning, first - 1);
    if (position > last)
      throw new Interruption(`stream ${stream} is at ${last}, not yet at ${position}: it is being filled again`);
    await resetConsumer(connection, { stream, sequence: position + 1 }, signal);
    const acknowledging = new Acknowledging((reply) => {
      if (!connection.isClosed()) connection.publish(reply, '+ACK');
    });
    return { connection, beginning, puller: pullFrom(connection, stream, signal), acknowledging, waiting: [] };
  }

  private catchUp(beginning: Beginning, to: number): undefined {
    const { position, reading, stream } = this;
    this.catchingUp = { pages: feedPages({ ...reading, after: cursorAt(beginning, position) }), to };
    const missing = `sequences ${position + 1} to ${to} are read from the feed`;
    reading.source.onWait?.(`stream ${stream} begins later: ${missing}`, 0);
  }

  /** What has arrived, up to the first message that does not fit; that one is alone on its page, which then has a fault. */
  private async pageOf(joined: Joined): Promise<Page> {
    const { acknowledging, beginning } = joined;
    if (joined.waiting.length === 0) joined.waiting = await joined.puller.take();
    const events: ProductEvent[] = [];
    let [last, taken] = [this.position, 0];
    for (const message of joined.waiting) {
      const isRead = message.times > 1 && message.sequence <= last;
      const event = isRead ? undefined : eventIn(message, this.stream);
      const fits = isRead || (typeof event === 'object' && message.sequence === last + 1);
      if (!fits && events.length > 0) break;
      taken += 1;
      if (typeof event === 'string') throw new UnreadableAnswer(event);
      if (event === undefined) acknowledging.again(message);
      else acknowledging.add(message);
      if (event !== undefined) events.push(event);
      if (!fits) break;
      last = Math.max(last, message.sequence);
    }
    joined.waiting = joined.waiting.slice(taken);
    return { events, next: cursorAt(beginning, last) };
  }
}

/** The event, or what is wrong with the message. */
function eventIn({ text, sequence }: Delivery, stream: string): ProductEvent | string {
  const event = jsonOf(text);
  const what = `message ${sequence} of stream ${stream}`;
  if (!isProductEvent(event)) return `${what} is not as agreed in ${faultsOf(event).join(', ')}`;
  return sequenceOf(event) === sequence ? event : `${what} is event ${sequenceOf(event)}`;
}

const refused = ({ message }: Interruption): SubscriberFailure =>
  new SubscriberFailure(
    'unauthorized',
    `${message}: the seed is wrong, or its user was removed; ask for another at the contact that gave it.`,
  );
