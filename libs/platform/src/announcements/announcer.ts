import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { ServiceDescription } from './description.js';

// Every instance says every ten seconds that it lives and which description it answers to. The description itself,
// which is long, is asked for by its hash, from any instance that holds it.

export const everyMs = 10_000;
/** An instance not heard of for this long is taken for gone. */
export const goneAfterMs = 3 * everyMs;

export const Announcement = z.object({
  service: z.string(),
  instance: z.string(),
  version: z.string(),
  hash: z.string(),
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
    this.timer = setInterval(() => this.announce(false), everyMs);
  }

  /** Says goodbye, so that the door forgets this instance at once instead of after thirty seconds. */
  leave(): void {
    clearInterval(this.timer);
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
