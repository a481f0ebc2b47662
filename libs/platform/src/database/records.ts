import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { refuse, resourceNotFound, stalePrecondition } from '../problems/index.js';
import { preparedIn, type Tx } from './database.js';

/** What every record has: an id of its own and a version that moves with each change. */
export interface Versioned extends ObjectLiteral {
  id: string;
  version: number;
}

export const newId = (): string => uuid();

/** The record, or 404. `expectedVersion` comes from If-Match: another one is 412. */
export async function findOrRefuse<Entity extends Versioned>(
  tx: Tx,
  entity: EntityTarget<Entity>,
  id: string,
  expectedVersion?: number,
): Promise<Entity> {
  const found = await tx.createQueryBuilder(entity, 'record').where('record.id = :id', { id }).getOne();
  if (found === null) throw refuse(resourceNotFound);
  if (expectedVersion !== undefined && expectedVersion !== found.version) throw stale(found.version);
  return found;
}

export async function insert<Entity extends Versioned>(
  tx: Tx,
  entity: EntityTarget<Entity>,
  record: Entity,
): Promise<void> {
  const { table, columns } = shapeOf(tx, entity);
  const names = columns.map(({ databaseName }) => databaseName);
  const places = names.map((_, index) => `$${index + 1}`);
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`;
  await preparedIn(tx, sql, valuesOf(tx, columns, record));
}

/**
 * Writes the record only over the version it was read at, and moves that version on.
 * TypeORM's `save()` with a version column is no lock: a second save writes stale columns back.
 */
export async function update<Entity extends Versioned>(
  tx: Tx,
  entity: EntityTarget<Entity>,
  record: Entity,
): Promise<void> {
  const read = record.version;
  record.version = read + 1;
  const { table, columns } = shapeOf(tx, entity);
  const changes = columns.map(({ databaseName }, index) => `${databaseName} = $${index + 3}`);
  const sql = `UPDATE ${table} SET ${changes.join(', ')} WHERE id = $1 AND version = $2`;
  const { rowCount } = await preparedIn(tx, sql, [record.id, read, ...valuesOf(tx, columns, record)]);
  if (rowCount !== 1) throw stale((await findOrRefuse(tx, entity, record.id)).version);
}

const stale = (currentVersion: number): Error => refuse(stalePrecondition, { currentVersion });

function shapeOf<Entity extends Versioned>(tx: Tx, entity: EntityTarget<Entity>) {
  const { tableName, columns } = tx.connection.getMetadata(entity);
  return { table: `"${tableName}"`, columns };
}

type Columns = ReturnType<DataSource['getMetadata']>['columns'];

/** As TypeORM would write them: JSON as text, absent fields as null. */
const valuesOf = (tx: Tx, columns: Columns, record: Versioned): unknown[] =>
  columns.map((column) => {
    const value: unknown = record[column.propertyName] ?? null;
    return tx.connection.driver.preparePersistentValue(value, column);
  });

/** The next human reference of this service: `CO-2026-0012`. Gaps are allowed, reuse is not. */
export async function nextReference(tx: Tx, prefix: string, year: number): Promise<string> {
  const { rows } = await preparedIn<{ number: string }>(tx, `SELECT nextval('reference') AS number`, []);
  return `${prefix}-${year}-${(rows[0]?.number ?? '').padStart(4, '0')}`;
}
