import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Logger } from '../../kernel/telemetry/index.js';
import type { ServiceDescription } from './description.js';

// Every instance announces every ten seconds that it is alive, and the hash of its description. The description itself is long;
// it is requested by its hash, from any instance that has it.

export const everyMs = 10_000;
/** An instance without an announcement for this long is considered gone. */
export const goneAfterMs = 3 * everyMs;

/** One token of a subject or a name; it is used in subjects and logs, so it has no dots or signs and a maximum length. */
const Token = z.string().regex(/^[\w-]{1,64}$/);

export const Announcement = z.object({
  service: Token,
  instance: Token,
  version: z.string().max(64),
  hash: Token,
  leaving: z.boolean(),
});
export type Announcement = z.infer<typeof Announcement>;

export const subjects = {
  announce: (service: string): string => `announce.${service}`,
  describe: (service: string, hash: string): string => `describe.${service}.${hash}`,
  discover: 'discover',
} as const;

/** Asks every instance to announce itself now. */
export const discoverAll = (connection: NatsConnection): void => connection.publish(subjects.discover);

/**
 * The announcement in a message on `announce.<service>`; undefined, with a log line, if the message is not trustworthy. NATS
 * lets only the service's own user publish there, so the subject identifies the service, never the payload. JetStream can be
 * made to deliver stream messages to any subject, but those have headers, and an announcement has none.
 */
export function readAnnouncement(message: Msg, logger?: Logger): Announcement | undefined {
  const { data } = Announcement.safeParse(message.headers === undefined ? payloadOf(message) : undefined);
  if (data !== undefined && message.subject === subjects.announce(data.service)) return data;
  const reason = data === undefined ? 'it is not an announcement' : `it names ${data.service}`;
  logger?.warn({ subject: message.subject, reason }, 'announcement ignored');
  return undefined;
}

function payloadOf(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}

export class Announcer {
  private readonly instance = uuid();
  private readonly subscriptions: Subscription[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly description: ServiceDescription,
  ) {}

  start(): void {
    const { service, hash } = this.description;
    const answer = (_: Error | null, message: Msg): boolean => message.respond(JSON.stringify(this.description));
    this.subscriptions.push(
      this.connection.subscribe(subjects.describe(service, hash), {
        queue: service,
        callback: (error, message) => void answer(error, message),
      }),
      this.connection.subscribe(subjects.discover, { callback: () => this.announce(false) }),
    );
    this.announce(false);
    // Not a `Worker`, which waits for its running round at shutdown: the goodbye must be sent at once.
    this.timer = setInterval(() => this.announce(false), everyMs);
  }

  /** Announces the shutdown, so that the door forgets this instance at once instead of after thirty seconds. */
  leave(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    for (const subscription of this.subscriptions.splice(0)) subscription.unsubscribe();
    this.announce(true);
  }

  private announce(leaving: boolean): void {
    if (this.connection.isClosed()) return;
    const { service, version, hash } = this.description;
    const announcement: Announcement = { service, instance: this.instance, version, hash, leaving };
    this.connection.publish(subjects.announce(service), JSON.stringify(announcement));
  }
}
