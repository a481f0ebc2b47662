import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '@passerelle/platform/database';
import { Leader } from '@passerelle/platform/leadership';
import { ServiceContext } from '@passerelle/platform/service';
import { LedgerProjections } from '../ledger/ledger.facts.js';
import { Catalogue } from './catalogue/catalogue.js';
import { Clock } from './clock.js';
import { applyBatch } from './projection.js';
import { keepUp } from './upkeep.js';

// Keeps the figures: facts are applied with the ledger; what no fact tells, a new definition and a midnight, is seen to
// by one instance for all.

const everyMs = 1_000;
const lockId = 7_217_201;

@Injectable()
export class IndicatorKeeper implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly leader: Leader;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly ledger: LedgerProjections,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {
    this.leader = new Leader(db.source, lockId);
  }

  onModuleInit(): void {
    this.ledger.add((tx, batch) => applyBatch(tx, this.catalogue.definitions, batch));
  }

  onApplicationBootstrap(): void {
    this.working = this.work();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.working;
    await this.leader.resign();
  }

  private async work(): Promise<void> {
    try {
      if (await this.leader.leads()) await keepUp(this.db, this.catalogue.definitions, this.clock.midnight());
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'the indicators try again in a second');
    }
    if (!this.stopping) this.timer = setTimeout(() => (this.working = this.work()), everyMs);
  }
}
