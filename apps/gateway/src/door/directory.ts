import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { Announcement, discoverAll, ServiceDescription, subjects } from '@passerelle/platform/announcements';
import { ServiceContext } from '@passerelle/platform/service';
import { compose, nothing, type Composition } from './composition.js';
import { Descriptions } from './descriptions.facts.js';
import { DescriptionStore } from './description.store.js';
import { RollCall, type Instance } from './roll-call.js';

// What there is to serve, learnt from the services themselves: they announce that they live, and describe on request
// what they answer. Nothing here is needed to keep answering: without NATS, or without its store, what is known stays.

const tickMs = 1_000;
const describeMs = 2_000;
const loadMs = 3_000;

@Injectable()
export class Directory implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rollCall = new RollCall();
  private readonly described = new Map<string, ServiceDescription>();
  private readonly asking = new Set<string>();
  private readonly store: DescriptionStore;
  private readonly listeners: (() => void)[] = [];
  private announcements: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private remembered = false;
  private isConnected = true;
  private composed: Composition = nothing;
  private composedOf = '';

  constructor(
    private readonly context: ServiceContext,
    private readonly descriptions: Descriptions,
  ) {
    this.store = new DescriptionStore(context);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { connection } = this.context;
    this.announcements = connection.subscribe(subjects.announce('*'), { callback: (_, message) => this.hear(message) });
    void this.watchConnection();
    await Promise.race([this.remember(), new Promise((resume) => setTimeout(resume, loadMs).unref())]);
    discoverAll(connection);
    this.timer = setInterval(() => this.tick(), tickMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.announcements?.unsubscribe();
  }

  get composition(): Composition {
    return this.composed;
  }

  /** Whether NATS can be reached: without it no call can leave. */
  get connected(): boolean {
    return this.isConnected;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Every service that is served or was heard of, with those of its instances that live. */
  services(): Map<string, readonly Instance[]> {
    const names = new Set([...this.rollCall.heardOf(), ...this.composed.accepted.keys()]);
    return new Map([...names].sort().map((name) => [name, this.rollCall.live(name)]));
  }

  private hear(message: Msg): void {
    const announcement = Announcement.safeParse(readJson(message));
    if (!announcement.success) return;
    this.rollCall.hear(announcement.data);
    this.follow();
  }

  private tick(): void {
    this.rollCall.forgetSilent();
    this.follow();
    if (!this.remembered) void this.remember();
    if (this.isConnected) void this.store.flush();
  }

  /** Serves what the live instances say; asks for what is not known yet. */
  private follow(): void {
    const spokesmen = this.rollCall.heardOf().flatMap((service) => {
      const instance = this.rollCall.spokesman(service);
      return instance === undefined ? [] : [{ service, hash: instance.hash }];
    });
    for (const { service, hash } of spokesmen) if (!this.described.has(hash)) void this.ask(service, hash);
    const candidates = spokesmen.flatMap(({ hash }) => this.described.get(hash) ?? []);
    const hashes = candidates.map(({ hash }) => hash).join();
    if (hashes === this.composedOf) return;
    this.composedOf = hashes;
    this.recompose(candidates);
  }

  private recompose(candidates: readonly ServiceDescription[]): void {
    const { accepted } = this.composed;
    const next = compose(candidates, accepted);
    const changed = [...next.accepted.values()].filter(({ service, hash }) => accepted.get(service)?.hash !== hash);
    for (const [service, reason] of next.refused)
      if (this.composed.refused.get(service) !== reason) this.context.logger.error({ service, reason }, 'refused');
    this.composed = next;
    if (changed.length === 0) return;
    for (const description of changed) this.store.keep(description);
    for (const listener of this.listeners) listener();
    this.descriptions.tell([...next.accepted.values()]);
  }

  private async ask(service: string, hash: string): Promise<void> {
    if (this.asking.has(hash) || !this.isConnected) return;
    this.asking.add(hash);
    try {
      const reply = await this.context.connection.request(subjects.describe(service, hash), '', {
        timeout: describeMs,
      });
      const description = ServiceDescription.parse(reply.json());
      if (description.service !== service || description.hash !== hash) throw new Error('describes something else');
      this.described.set(hash, description);
      this.follow();
    } catch (error) {
      // The next tick asks again.
      this.context.logger.warn({ service, hash, reason: String(error) }, 'no description');
    } finally {
      this.asking.delete(hash);
    }
  }

  /** What an earlier door served, for services that are not heard. */
  private async remember(): Promise<void> {
    const known = await this.store.recall();
    if (known === undefined || this.remembered) return;
    this.remembered = true;
    const { accepted } = this.composed;
    this.recompose([...accepted.values(), ...known.filter(({ service }) => !accepted.has(service))]);
  }

  private async watchConnection(): Promise<void> {
    const { connection } = this.context;
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.isConnected = false;
      if (type !== 'reconnect') continue;
      this.isConnected = true;
      discoverAll(connection);
    }
    this.isConnected = false;
  }
}

function readJson(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
