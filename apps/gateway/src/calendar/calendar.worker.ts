import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { Database } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { Descriptions } from '../door/routing/descriptions.api.js';
import { LedgerProjections } from '../ledger/ledger.api.js';
import { followFacts, keepMarkings } from './calendar.store.js';
import { markingsOf } from './marking.js';

// Updates the calendar: with facts through the ledger, and with new markings when a service announces them.

const everyMs = 1_000;
const calendar = systemActor('calendar');

@Injectable()
export class CalendarWorker implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  /** Descriptions that are not read yet. */
  private readonly unread = new Map<string, ServiceDescription>();
  private readonly read = new Map<string, string>();
  private readonly worker: Worker;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly ledger: LedgerProjections,
    private readonly descriptions: Descriptions,
  ) {
    this.worker = new Worker({ name: 'calendar', everyMs, run: (stop) => this.keepUnread(stop) }, context.logger);
  }

  onModuleInit(): void {
    this.ledger.add(followFacts);
    this.descriptions.onChange((served) => {
      const fresh = served.filter(({ service, hash }) => this.read.get(service) !== hash);
      for (const description of fresh) this.unread.set(description.service, description);
    });
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.worker.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  private async keepUnread(stop: AbortSignal): Promise<void> {
    for (const description of [...this.unread.values()]) if (!stop.aborted) await this.keep(description);
  }

  private async keep(description: ServiceDescription): Promise<void> {
    const { service, hash } = description;
    const isNew = await this.db.transaction(calendar, (tx) => keepMarkings(tx, service, markingsOf(description)));
    if (isNew) this.context.logger.info({ peerService: service }, 'the calendar applies new markings');
    this.read.set(service, hash);
    if (this.unread.get(service) === description) this.unread.delete(service);
  }
}
