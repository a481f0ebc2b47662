import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { machine } from '@passerelle/platform/acts';
import type { ServiceDescription } from '@passerelle/platform/announcements';
import { Database } from '@passerelle/platform/database';
import { ServiceContext } from '@passerelle/platform/service';
import { Descriptions } from '../door/descriptions.facts.js';
import { LedgerProjections } from '../ledger/ledger.facts.js';
import { followFacts, keepMarkings } from './calendar.store.js';
import { markingsOf } from './marking.js';

// Keeps the calendar: facts move it with the ledger; what a service marks anew, once the service has said so.

const everyMs = 1_000;
const calendar = machine('calendar');

@Injectable()
export class CalendarKeeper implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  /** Descriptions that have not been read yet. */
  private readonly unread = new Map<string, ServiceDescription>();
  private readonly read = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly ledger: LedgerProjections,
    private readonly descriptions: Descriptions,
  ) {}

  onModuleInit(): void {
    this.ledger.add(followFacts);
    this.descriptions.onChange((served) => {
      const fresh = served.filter(({ service, hash }) => this.read.get(service) !== hash);
      for (const description of fresh) this.unread.set(description.service, description);
    });
  }

  onApplicationBootstrap(): void {
    this.working = this.work();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.working;
  }

  private async work(): Promise<void> {
    try {
      for (const description of [...this.unread.values()]) await this.keep(description);
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'the calendar tries again in a second');
    }
    if (!this.stopping) this.timer = setTimeout(() => (this.working = this.work()), everyMs);
  }

  private async keep(description: ServiceDescription): Promise<void> {
    const { service, hash } = description;
    const isNew = await this.db.transaction(calendar, (tx) => keepMarkings(tx, service, markingsOf(description)));
    if (isNew) this.context.logger.info({ service }, 'the calendar follows new markings');
    this.read.set(service, hash);
    if (this.unread.get(service) === description) this.unread.delete(service);
  }
}
