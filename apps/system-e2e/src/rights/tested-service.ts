// A service's database with a record of each kind in every table, its entities and its lists, without a running
// process: the deciding code is called directly. Entities and lists are found in the sources of the service, so that
// new ones are included.
import type { collection } from '@passerelle/platform/data/lists';
import { Database, ownerOptions, type Kind as Entity, type Versioned } from '@passerelle/platform/data/database';
import type { ServiceSettings } from '@passerelle/platform/kernel/config';
import { bindOperations } from '@passerelle/platform/runtime/operations';
import type { Policy } from '@passerelle/platform/access/rights';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { migratedDatabase } from '@passerelle/testing/start-app';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { patience } from './patience.ts';
import { fill, type Rows } from './rows.ts';

export type Bound = ReturnType<typeof bindOperations>[number];
export type List = ReturnType<typeof collection<z.ZodObject>>;

export interface TestedService {
  readonly service: string;
  readonly policy: Policy;
  readonly all: readonly Bound[];
  readonly database: Database;
  /** By table. */
  readonly entities: ReadonlyMap<string, Entity<Versioned>>;
  readonly listOf: (operation: Bound) => List | undefined;
  readonly rows: Rows;
  /** As the owner of the schema. */
  readonly ownerUrl: string;
  close(): Promise<void>;
}

const isEntity = (value: unknown): value is Entity<Versioned> => typeof value === 'function' && 'relations' in value;
const isList = (value: unknown): value is List =>
  typeof value === 'object' &&
  value !== null &&
  'query' in value &&
  'read' in value &&
  typeof value.read === 'function';

async function exportsOf(pattern: string): Promise<unknown[]> {
  const files = globSync(pattern).sort();
  const modules = await Promise.all(files.map((file): Promise<Record<string, unknown>> => import(resolve(file))));
  return modules.flatMap((module) => Object.values(module));
}

export async function openService<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
): Promise<TestedService> {
  const { name: service, policy, module } = definition;
  const entities = (await exportsOf(`apps/${service}/src/**/*.entity.ts`)).filter(isEntity);
  const lists = (await exportsOf(`{apps/${service},libs/platform}/src/**/*.schema.ts`)).filter(isList);
  const data = await migratedDatabase(definition);
  const options = { ...ownerOptions(data.appUrl, []), entities };
  const extra = { connectionTimeoutMillis: patience.connection, max: 4 };
  const source = await new DataSource({ ...options, extra }).initialize();
  const database = new Database(source, service);
  const byTable = new Map(entities.map((entity) => [source.getMetadata(entity).tableName, entity]));
  return {
    service,
    policy,
    all: bindOperations(service, module, policy),
    database,
    entities: byTable,
    listOf: ({ query }) => lists.find((list) => list.query === query),
    rows: await fill(database, [...byTable.keys(), 'audit_entry']),
    ownerUrl: data.ownerUrl,
    close: async () => {
      await database.close();
      await source.destroy();
      await data.drop();
    },
  };
}
