import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { LedgerProjections } from '../ledger/ledger.api.js';
import { Catalogue } from './catalogue/catalogue.js';
import { Clock } from './clock.js';
import { applyBatch } from './projection.js';
import { keepUp } from './upkeep.js';

// Updates the figures: facts are applied with the ledger; a new definition and a midnight, which no fact announces, are
// processed by one instance for all.

const everyMs = 1_000;

@Injectable()
export class IndicatorWorker implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly worker: Worker;

  constructor(
    db: Database,
    context: ServiceContext,
    private readonly ledger: LedgerProjections,
    private readonly catalogue: Catalogue,
    clock: Clock,
  ) {
    const lock = { source: db.source, name: 'indicators' } as const;
    const run = (stop: AbortSignal): Promise<void> => keepUp(db, catalogue.definitions, clock.midnight(), stop);
    this.worker = new Worker({ name: 'indicators', everyMs, lock, run }, context.logger);
  }

  onModuleInit(): void {
    this.ledger.add((tx, batch) => applyBatch(tx, this.catalogue.definitions, batch));
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.worker.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }
}
