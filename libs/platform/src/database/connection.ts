import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import pg, { type ClientBase } from 'pg';
import { DefaultNamingStrategy, type DataSourceOptions, type MixedList } from 'typeorm';
import type { ServiceSettings } from '../config/index.js';

/** Tables and columns in snake_case, entities in camelCase; `columnName('signedOn')` is `signed_on`. */
export const columnName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export class SnakeCase extends DefaultNamingStrategy {
  override tableName(target: string, given: string | undefined): string {
    return given ?? columnName(target.charAt(0).toLowerCase() + target.slice(1));
  }

  override columnName(property: string, given: string | undefined): string {
    return given ?? columnName(property);
  }
}

/** A class of migrations as TypeORM takes it. */
export type Migrations = Extract<DataSourceOptions['migrations'], MixedList<unknown>>;

const limits = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 5_000,
  query_timeout: 6_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
  keepAlive: true,
  // Disks that seek are gone. By the default of 4 a table that has just grown is scanned and sorted where its index
  // has the order already: numbering a backlog of facts then costs with the square of its length.
  options: '-c random_page_cost=1.1',
};

// On its way from the pool to TypeORM a new client has no listener of theirs: an error that comes together with its
// greeting would end the process. Whoever uses the client meets the error in its first query.
const steady = { onConnect: (client: ClientBase) => void client.on('error', () => undefined) };

/** Every wait on PostgreSQL has a limit: without these a full pool or a swallowed packet waits for ever. */
export const connectionOptions = (
  settings: ServiceSettings,
  service: string,
  migrations: Migrations,
): TypeOrmModuleOptions => ({
  type: 'postgres',
  url: settings.DATABASE_URL,
  applicationName: service,
  namingStrategy: new SnakeCase(),
  autoLoadEntities: true,
  migrations,
  synchronize: false,
  logging: false,
  // A service that starts before its database waits for it.
  retryAttempts: 1_000_000,
  retryDelay: 1_000,
  extra: { ...limits, ...steady, max: settings.DATABASE_POOL },
});

const mostLists = 4;

/** The same connections once more, as a role that can do nothing but read. */
export function listPool(options: pg.PoolOptions, role: string): pg.Pool {
  const { password } = options; // not enumerable: a spread leaves it behind
  const pool = new pg.Pool({ ...options, password, max: mostLists, options: `${limits.options} -c role=${role}` });
  // An idle connection that breaks is replaced; without a listener it would end the process.
  return pool.on('error', () => undefined);
}

/** The migration job's connection: as the owner of the schema, with locks that give up rather than block the service. */
export const ownerOptions = (url: string, migrations: Migrations): DataSourceOptions => ({
  type: 'postgres',
  url,
  namingStrategy: new SnakeCase(),
  migrations,
  migrationsTransactionMode: 'each',
  extra: { connectionTimeoutMillis: 5_000, lock_timeout: 5_000 },
});
