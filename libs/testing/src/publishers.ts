/** Services that only publish the facts of a test, under the names of real services, because the broker has no other users. */
import { Module } from '@nestjs/common';
import { ActTables1763942420000, systemActor } from '@passerelle/platform/data/request-transaction';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { newId } from '@passerelle/platform/data/database';
import { fact, factTables, record } from '@passerelle/platform/events/facts';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { z } from 'zod';
import { factWith } from './any-fact.js';
import type { Broker } from './broker.js';
import { startApp, type StartedApp } from './start-app.js';

@Module({})
class Nothing {}

export const publisher = (name: string): ServiceDefinition => ({
  name,
  referencePrefix: 'XX',
  module: Nothing,
  settings: ServiceSettings,
  migrations: [...factTables, ActTables1763942420000],
  policy: {},
  facts: [],
});

export type Fields = Record<string, unknown>;

export class Publishers {
  private constructor(private readonly apps: ReadonlyMap<string, StartedApp>) {}

  static async start(broker: Broker, ...names: string[]): Promise<Publishers> {
    const apps = new Map<string, StartedApp>();
    for (const name of names) apps.set(name, await startApp(publisher(name), { broker }));
    return new Publishers(apps);
  }

  /** Records a fact of each whole state, in one transaction; `recordedAt` applies if it is later than now. */
  async tell(service: string, resource: string, states: readonly Fields[], recordedAt = new Date(0)): Promise<void> {
    const { database } = this.of(service);
    await database.query('UPDATE event_product SET last_recorded = greatest(last_recorded, $1)', [recordedAt]);
    const changed = fact(resource, 'changed', z.looseObject({}), { summary: 'It changed' });
    await database.transaction(systemActor('test'), async (tx) => {
      for (const state of states) await record(tx, factWith(changed, { id: newId(), version: 1, ...state }));
    });
  }

  /** How many facts a service has recorded. */
  async logged(service: string): Promise<number> {
    const [row] = await this.of(service).database.query<{ facts: number }>(
      `SELECT count(*)::int AS facts FROM event_log WHERE product = 'internal'`,
    );
    return row?.facts ?? 0;
  }

  async close(): Promise<void> {
    for (const app of this.apps.values()) await app.close();
    for (const app of this.apps.values()) await app.data.drop();
  }

  private of(service: string): StartedApp {
    const app = this.apps.get(service);
    if (app === undefined) throw new Error(`${service} does not run`);
    return app;
  }
}
