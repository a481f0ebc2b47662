import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import {
  discoverAll,
  readAnnouncement,
  ServiceDescription,
  subjects,
} from '@passerelle/platform/runtime/announcements';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { within } from '@passerelle/platform/kernel/timeout';
import { compose, nothing, type Composition } from './composition.js';
import { Descriptions } from './descriptions.api.js';
import { DescriptionStore } from './description.store.js';
import { InstanceRegistry, type Instance } from './instance-registry.js';

// The services and their descriptions, from the services themselves: they announce their instances, and describe their
// operations on request. Answering depends on none of this: without NATS, or without its store, what is known stays.

const tickMs = 1_000;
const describeMs = 2_000;
const loadMs = 3_000;
const ownMs = 10_000;

@Injectable()
export class Directory implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly instances = new InstanceRegistry();
  /** By the subject of the request: the description of one service is never taken for another's, whatever its hash. */
  private readonly described = new Map<string, ServiceDescription>();
  private readonly asking = new Set<string>();
  private readonly store: DescriptionStore;
  private readonly listeners: (() => void)[] = [];
  private announcements: Subscription | undefined;
  private readonly worker: Worker;
  private remembered = false;
  private isConnected = true;
  private composed: Composition = nothing;
  private composedOf = '';

  constructor(
    private readonly context: ServiceContext,
    private readonly descriptions: Descriptions,
  ) {
    this.store = new DescriptionStore(context);
    this.worker = new Worker({ name: 'directory', everyMs: tickMs, run: () => this.tick() }, context.logger);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { connection } = this.context;
    this.announcements = connection.subscribe(subjects.announce('*'), { callback: (_, message) => this.hear(message) });
    void this.watchConnection();
    await within(this.remember(), loadMs, () => undefined);
    discoverAll(connection);
    this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.announcements?.unsubscribe();
    await this.worker.stop();
  }

  get composition(): Composition {
    return this.composed;
  }

  /** Whether NATS is connected: without it no call can be forwarded. */
  get connected(): boolean {
    return this.isConnected;
  }

  /** Resolves when the gateway's own operations are served: before that, their callers would get 404. */
  async servesItself(): Promise<void> {
    const { name, logger } = this.context;
    const served = new Promise<void>((resolve) => {
      const look = (): void => (this.composed.accepted.has(name) ? resolve() : undefined);
      this.onChange(look);
      look();
    });
    await within(served, ownMs, () => logger.error({ waitedMs: ownMs }, 'opens without its own operations'));
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Every service that is served or was announced, with its live instances. */
  services(): Map<string, readonly Instance[]> {
    const names = new Set([...this.instances.heardOf(), ...this.composed.accepted.keys()]);
    return new Map([...names].sort().map((name) => [name, this.instances.live(name)]));
  }

  private hear(message: Msg): void {
    const announcement = readAnnouncement(message, this.context.logger);
    if (announcement === undefined) return;
    this.instances.hear(announcement);
    this.follow();
  }

  /** Does not wait for the store: a store that does not answer must not keep dead instances served. */
  private tick(): void {
    this.instances.forgetSilent();
    this.follow();
    if (!this.remembered) void this.remember();
    if (this.isConnected) void this.store.flush();
  }

  /** Serves the descriptions of live instances; requests the unknown ones. */
  private follow(): void {
    const spokesmen = this.instances.heardOf().flatMap((service) => {
      const instance = this.instances.authoritative(service);
      return instance === undefined ? [] : [{ service, hash: instance.hash }];
    });
    const others = this.instances
      .heardOf()
      .flatMap((service) => this.instances.besides(service).map((hash) => ({ service, hash })));
    for (const { service, hash } of [...spokesmen, ...others])
      if (!this.described.has(subjects.describe(service, hash))) void this.ask(service, hash);
    const known = ({ service, hash }: { service: string; hash: string }) =>
      this.described.get(subjects.describe(service, hash)) ?? [];
    const [candidates, besides] = [spokesmen.flatMap(known), others.flatMap(known)];
    const hashes = [candidates, besides].map((each) => each.map(({ hash }) => hash).join()).join(' ');
    if (hashes === this.composedOf) return;
    this.composedOf = hashes;
    this.recompose(candidates, besides);
  }

  private recompose(candidates: readonly ServiceDescription[], besides: readonly ServiceDescription[] = []): void {
    const { accepted, ahead } = this.composed;
    const next = compose(candidates, accepted, besides);
    const isAhead = JSON.stringify(next.ahead) !== JSON.stringify(ahead);
    const changed = [...next.accepted.values()].filter(({ service, hash }) => accepted.get(service)?.hash !== hash);
    for (const [service, reason] of next.refused)
      if (this.composed.refused.get(service) !== reason)
        this.context.logger.error({ peerService: service, reason }, 'refused');
    this.composed = next;
    if (changed.length === 0 && !isAhead) return;
    for (const description of changed) this.store.keep(description);
    for (const listener of this.listeners) listener();
    this.descriptions.tell([...next.accepted.values()]);
  }

  private async ask(service: string, hash: string): Promise<void> {
    const subject = subjects.describe(service, hash);
    if (this.asking.has(subject) || !this.isConnected) return;
    this.asking.add(subject);
    try {
      const reply = await this.context.connection.request(subject, '', { timeout: describeMs });
      const description = ServiceDescription.parse(reply.json());
      if (description.service !== service || description.hash !== hash) throw new Error('describes something else');
      this.described.set(subject, description);
      this.follow();
    } catch (error) {
      // The next tick asks again.
      this.context.logger.warn({ peerService: service, hash, reason: String(error) }, 'no description');
    } finally {
      this.asking.delete(subject);
    }
  }

  /** Descriptions from before a restart, for services that have not announced themselves yet. */
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
