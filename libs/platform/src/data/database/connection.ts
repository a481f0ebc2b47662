import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import pg, { type ClientBase } from 'pg';
import { DefaultNamingStrategy, type DataSourceOptions, type MixedList } from 'typeorm';
import type { ServiceSettings } from '../../kernel/config/index.js';

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
  // Statements that wait for nothing are sent behind each other, in one write (`sendIn`).
  pipeline: true,
  // The default of 4 is for spinning disks. With it PostgreSQL scans and sorts a table that has just grown although an
  // index has the order already: numbering a backlog of facts then takes quadratic time.
  options: '-c random_page_cost=1.1',
};

// Between pool and TypeORM a new client has no error listener: an error that arrives with the server's greeting would
// end the process. The first query on the client reports the error anyway.
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
  // The start waits for the database and logs that once; TypeORM would log an error at every attempt.
  toRetry: () => false,
  extra: { ...limits, ...steady, max: settings.DATABASE_POOL },
});

const mostLists = 4;

/** The same connections once more, as a role that can do nothing but read. */
export function listPool(options: pg.PoolOptions, role: string): pg.Pool {
  const { password } = options; // not enumerable, so a spread does not copy it
  const pool = new pg.Pool({ ...options, password, max: mostLists, options: `${limits.options} -c role=${role}` });
  // An idle connection that breaks is replaced; without a listener it would end the process.
  return pool.on('error', () => undefined);
}

/** The migration job's connection: as the owner of the schema, with lock timeouts so that it never blocks the service for long. */
export const ownerOptions = (url: string, migrations: Migrations): DataSourceOptions => ({
  type: 'postgres',
  url,
  namingStrategy: new SnakeCase(),
  migrations,
  migrationsTransactionMode: 'each',
  extra: { connectionTimeoutMillis: 5_000, lock_timeout: 5_000 },
});
