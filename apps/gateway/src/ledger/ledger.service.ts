import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { discoverAll, readAnnouncement, subjects } from '@passerelle/platform/runtime/announcements';
import { Database, type Tx } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { FactConsumer, shortType, type ReceivedFact } from '@passerelle/platform/events/facts';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { inSpan, SpanKind, traceIdOf } from '@passerelle/platform/kernel/telemetry';
import { change, ledgerConsumer as consumer, LedgerProjections } from './ledger.api.js';
import { append, keepStates, positions, type SourcePosition } from './ledger.store.js';

// Every fact of every service, once, in the order of its source. Publishers are known from announcements and, before
// the first one, from existing checkpoints; a service that never announced itself has published nothing.

const alarmMs = 5_000;
/** Batches up to this size log one line per fact, so that a record can be followed; larger ones (an import) do not. */
const followed = 20;

@Injectable()
export class LedgerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumers = new Map<string, FactConsumer>();
  private announcements: Subscription | undefined;
  private readonly alarms: Worker;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly projections: LedgerProjections,
  ) {
    this.alarms = new Worker(
      { name: 'ledger alarms', everyMs: alarmMs, run: () => this.raiseAlarms() },
      context.logger,
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    this.announcements = this.context.connection.subscribe(subjects.announce('*'), {
      callback: (_, message) => this.hear(message),
    });
    discoverAll(this.context.connection);
    this.alarms.start();
    // Before the first migration there is no checkpoint, and no fact was read.
    const known = await positions(this.db, consumer).catch(() => []);
    for (const { source } of known) this.read(source);
  }

  async onApplicationShutdown(): Promise<void> {
    this.announcements?.unsubscribe();
    await Promise.all([this.alarms, ...this.consumers.values()].map((running) => running.stop()));
  }

  positions(): Promise<SourcePosition[]> {
    return positions(this.db, consumer);
  }

  /** Per source, why it is not read any further; empty when all is well. A gap stays here until someone repairs it. */
  faults(): Readonly<Record<string, string>> {
    const stuck = [...this.consumers].flatMap(([source, { fault }]) => (fault === undefined ? [] : [[source, fault]]));
    return Object.fromEntries(stuck);
  }

  /** An invalid announcement is logged already: the door receives it too. */
  private hear(message: Msg): void {
    const announcement = readAnnouncement(message);
    if (announcement !== undefined) this.read(announcement.service);
  }

  private read(service: string): void {
    if (this.consumers.has(service)) return;
    const apply = (tx: Tx, facts: readonly ReceivedFact[]): Promise<void> => this.apply(tx, service, facts);
    const reading = new FactConsumer(
      this.db,
      this.context.connection,
      { consumer, service, apply },
      this.context.logger,
    );
    this.consumers.set(service, reading);
    reading.start();
  }

  private async apply(tx: Tx, source: string, facts: readonly ReceivedFact[]): Promise<void> {
    const [first, last] = [facts[0], facts.at(-1)];
    if (first === undefined || last === undefined) return;
    // A single fact continues its own trace; a batch belongs to many traces and starts a new one.
    const origin = facts.length === 1 ? first.fact.traceparent : undefined;
    await inSpan(`ledger ${source}`, SpanKind.CONSUMER, origin, async () => {
      await append(tx, source, facts);
      await keepStates(tx, source, first.sequence, last.sequence);
      const changes = facts.map(({ sequence, fact }) =>
        change(sequence, fact.subject, fact.data, new Date(fact.recordedtime)),
      );
      await this.projections.apply(tx, { source, first: first.sequence, last: last.sequence, changes });
      this.tell(source, facts);
    });
  }

  private tell(source: string, facts: readonly ReceivedFact[]): void {
    const { logger } = this.context;
    const level = facts.length <= followed ? 'info' : 'debug';
    for (const { sequence, fact } of facts) {
      const { subject, type, traceparent } = fact;
      logger[level](
        { trace: traceIdOf(traceparent), source, sequence, type: shortType(type), subject },
        'in the ledger',
      );
    }
    logger.info(
      { source, first: facts[0]?.sequence, last: facts.at(-1)?.sequence, count: facts.length },
      'facts applied',
    );
  }

  private raiseAlarms(): void {
    for (const [source, fault] of Object.entries(this.faults())) {
      this.context.logger.error({ source, fault }, 'the ledger stopped reading');
    }
  }
}
