import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '@passerelle/platform/data/database';
import { Worker } from '@passerelle/platform/data/workers';
import { FactConsumer, productName, productOf, type ReceivedFact } from '@passerelle/platform/events/facts';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { Descriptions } from '../door/routing/descriptions.api.js';
import { LongPolls } from './long-polls.js';
import { append, keepProduct, productsConsumer } from './product-facts.store.js';
import { allHeads } from './product-heads.api.js';

const everyMs = 1_000;
const alarmMs = 5_000;

/**
 * Reads every data product that a service publishes, each from its own stream, so that its subscribers can be served while the service
 * is away. A product is known from the description of its service, and from then on for good.
 */
@Injectable()
export class ProductsReader implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumers = new Map<string, FactConsumer>();
  private readonly announced = new Set<string>();
  private readonly worker: Worker;
  private readonly alarms: Worker;
  private hasLooked = false;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly descriptions: Descriptions,
    private readonly polls: LongPolls,
  ) {
    this.worker = new Worker({ name: 'data products', everyMs, run: () => this.readAll() }, context.logger);
    const alarms = { name: 'alarms of data products', everyMs: alarmMs, run: async () => this.raiseAlarms() };
    this.alarms = new Worker(alarms, context.logger);
  }

  onModuleInit(): void {
    this.descriptions.onChange((served) => {
      for (const { service, products } of served)
        for (const product of products) this.announced.add(productName(service, product));
      if (this.announced.size > 0) this.worker.wake();
    });
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.worker.wake();
    this.alarms.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.worker, this.alarms, ...this.consumers.values()].map((running) => running.stop()));
  }

  private async readAll(): Promise<void> {
    if (!this.hasLooked) for (const { product } of await allHeads(this.db)) this.announced.add(product);
    this.hasLooked = true;
    for (const name of [...this.announced]) if (!this.consumers.has(name)) await this.read(name);
  }

  private async read(name: string): Promise<void> {
    await keepProduct(this.db, name);
    const consumer = new FactConsumer(
      this.db,
      this.context.connection,
      {
        ...productOf(name),
        consumer: productsConsumer,
        apply: (tx: Tx, facts: readonly ReceivedFact[]) => append(tx, name, facts),
        committed: () => this.polls.wake(name),
      },
      this.context.logger,
    );
    this.consumers.set(name, consumer);
    consumer.start();
  }

  private raiseAlarms(): void {
    for (const [product, { fault }] of this.consumers)
      if (fault !== undefined) this.context.logger.error({ product, fault }, 'a data product is not read any further');
  }
}
