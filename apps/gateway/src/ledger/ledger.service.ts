import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Subscription } from '@nats-io/transport-node';
import { Announcement, discoverAll, subjects } from '@passerelle/platform/announcements';
import { Database, type Tx } from '@passerelle/platform/database';
import { FactConsumer, shortType, type ReceivedFact } from '@passerelle/platform/facts';
import { ServiceContext } from '@passerelle/platform/service';
import { inSpan, SpanKind, traceIdOf } from '@passerelle/platform/telemetry';
import { change, ledgerConsumer as consumer, LedgerProjections } from './ledger.facts.js';
import { append, keepStates, positions, type SourcePosition } from './ledger.store.js';

// Every fact of every service, once, in the order of its source. Who publishes is learnt from announcements and, before
// the first of them, from the checkpoints of an earlier life; a service that nobody has heard of has no facts to miss.

const alarmMs = 5_000;
/** Up to so many facts at once each has a line of its own, by which a record can be followed; an import has not. */
const followed = 20;

@Injectable()
export class LedgerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumers = new Map<string, FactConsumer>();
  private announcements: Subscription | undefined;
  private alarm: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly projections: LedgerProjections,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.announcements = this.context.connection.subscribe(subjects.announce('*'), {
      callback: (_, message) => this.hear(message.json()),
    });
    discoverAll(this.context.connection);
    this.alarm = setInterval(() => this.raiseAlarms(), alarmMs).unref();
    // Before the first migration there is no checkpoint, and no fact that could have been read.
    const known = await positions(this.db, consumer).catch(() => []);
    for (const { source } of known) this.read(source);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.alarm);
    this.announcements?.unsubscribe();
    await Promise.all([...this.consumers.values()].map((reading) => reading.stop()));
  }

  positions(): Promise<SourcePosition[]> {
    return positions(this.db, consumer);
  }

  /** Per source, why it is not read on; empty when all is well. A gap stands here until someone mends it. */
  faults(): Readonly<Record<string, string>> {
    const stuck = [...this.consumers].flatMap(([source, { fault }]) => (fault === undefined ? [] : [[source, fault]]));
    return Object.fromEntries(stuck);
  }

  private hear(announced: unknown): void {
    const announcement = Announcement.safeParse(announced);
    if (announcement.success) this.read(announcement.data.service);
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
    // A single fact continues its own trace; a run of them belongs to many traces and starts one.
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
      this.context.logger.error({ source, fault }, 'the ledger does not read on');
    }
  }
}
