import type { DataSource, ObjectLiteral } from 'typeorm';
import { v7 as uuid } from 'uuid';
import {
  missingPermission,
  recordRetracted,
  refusal,
  resourceNotFound,
  stalePrecondition,
} from '../../kernel/problems/index.js';
import type { Bind, Condition, Relations } from '../../access/rights/index.js';
import type { Tx } from './actor.js';
import { preparedIn, readIn } from './database.js';

/** Every record has an id, and a version that increases with each change. */
export interface Versioned extends ObjectLiteral {
  id: string;
  version: number;
}

/** An entity class that declares how its records relate to a caller: access is decided by these relations. */
export interface Kind<Entity extends Versioned> {
  new (): Entity;
  readonly relations: Relations;
}

export const newId = (): string => uuid();

/**
 * The record, if the actor of the transaction may see it (else 404) and may perform the operation on it (else 403).
 * `expectedVersion` comes from If-Match: another version is 412. One that was retracted is 409 to those who keep it, else 404.
 */
export async function findOrRefuse<Entity extends Versioned>(
  tx: Tx,
  entity: Kind<Entity>,
  id: string,
  expectedVersion?: number,
): Promise<Entity> {
  const found = await findRetractedToo(tx, entity, id, expectedVersion);
  if (isRetracted(found)) throw refusal(recordRetracted);
  return found;
}

const isRetracted = ({ retractedAt }: Versioned): boolean => retractedAt instanceof Date;

/** As `findOrRefuse`; the region that keeps a retracted record may still read it. */
export async function findRetractedToo<Entity extends Versioned>(
  tx: Tx,
  entity: Kind<Entity>,
  id: string,
  expectedVersion?: number,
): Promise<Entity> {
  await refuseUnreached(tx, entity, id);
  const found = await tx.createQueryBuilder(entity, 'record').where('record.id = :id', { id }).getOne();
  if (found === null || (isRetracted(found) && tx.actor.side !== undefined)) throw refusal(resourceNotFound);
  if (expectedVersion !== undefined && expectedVersion !== found.version) throw stale(found.version);
  return found;
}

/** A record that changes because another one did: no rights are checked, as the actor does nothing to it. */
export async function loadFollower<Entity extends Versioned>(
  tx: Tx,
  entity: Kind<Entity>,
  id: string,
): Promise<Entity> {
  const found = await tx.createQueryBuilder(entity, 'record').where('record.id = :id', { id }).getOne();
  if (found === null) throw refusal(resourceNotFound);
  return found;
}

/**
 * Rows that other records show: `sql` reads the table as `record`, under the condition that the actor may see it and that it was not
 * taken back.
 */
export async function readVisible<Row extends object>(
  tx: Tx,
  { relations }: Pick<Kind<Versioned>, 'relations'>,
  sql: (isVisible: string, bind: Bind) => string,
): Promise<Row[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const seen = tx.actor.reach(relations).sees?.(bind) ?? 'true';
  return (await readIn<Row>(tx, sql(`(${seen}) AND record.retracted_at IS NULL`, bind), values)).rows;
}

/** A record that the actor may not see is 404; one that it sees but may not change is 403. */
async function refuseUnreached<Entity extends Versioned>(tx: Tx, entity: Kind<Entity>, id: string): Promise<void> {
  const { sees, may } = tx.actor.reach(entity.relations);
  if (sees === undefined && may === undefined) return;
  const values: unknown[] = [id];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const holds = (condition: Condition | undefined): string => (condition === undefined ? 'true' : condition(bind));
  const { table } = shapeOf(tx, entity);
  const sql = `SELECT (${holds(sees)}) AS sees, (${holds(may)}) AS may FROM ${table} record WHERE id = $1`;
  const { rows } = await readIn<{ sees: boolean; may: boolean }>(tx, sql, values);
  if (rows[0]?.sees !== true) throw refusal(resourceNotFound);
  if (!rows[0].may) throw refusal(missingPermission);
}

/**
 * Locks the record until the transaction ends. `UPDATE` also keeps others from referring to it; without it they may, since ids
 * never change.
 */
export async function lockRow<Entity extends Versioned>(
  tx: Tx,
  entity: Kind<Entity>,
  id: string,
  mode: 'NO KEY UPDATE' | 'UPDATE' = 'NO KEY UPDATE',
): Promise<void> {
  await preparedIn(tx, `SELECT 1 FROM ${shapeOf(tx, entity).table} WHERE id = $1 FOR ${mode}`, [id]);
}

/** An actor must not create a record on which it could not perform the operation. */
export async function insert<Entity extends Versioned>(tx: Tx, entity: Kind<Entity>, record: Entity): Promise<void> {
  const { table, columns, given, changedAt } = shapeOf(tx, entity);
  const names = given.map(({ databaseName }) => databaseName);
  const places = names.map((_, index) => `$${index + 1}`);
  const sql =
    `INSERT INTO ${table} AS record (${names.join(', ')}) VALUES (${places.join(', ')})` +
    ` RETURNING ${[`${hashOf('record', columns)} AS after`, ...changedAt.read].join(', ')}`;
  const { rows } = await preparedIn<Written>(tx, sql, valuesOf(tx, given, record));
  await refuseUnreached(tx, entity, record.id);
  touch(tx, entity, record, rows[0]);
}

/**
 * Optimistic locking: writes the record only over the version that was read, and increases the version.
 * TypeORM's `save()` with a version column is no lock: a second save writes stale columns back. FOR NO KEY UPDATE, because
 * ids never change: transactions that insert a foreign key to this record then do not block, and are not blocked.
 */
export async function update<Entity extends Versioned>(tx: Tx, entity: Kind<Entity>, record: Entity): Promise<void> {
  const read = record.version;
  record.version = read + 1;
  const { table, columns, given, changedAt } = shapeOf(tx, entity);
  const changes = [...given.map(({ databaseName }, index) => `${databaseName} = $${index + 3}`), ...changedAt.set];
  const sql =
    `UPDATE ${table} AS record SET ${changes.join(', ')}` +
    ` FROM (SELECT * FROM ${table} WHERE id = $1 AND version = $2 FOR NO KEY UPDATE) AS old WHERE record.id = old.id` +
    ` RETURNING ${[`${hashOf('old', columns)} AS before`, `${hashOf('record', columns)} AS after`, ...changedAt.read].join(', ')}`;
  const values = [record.id, read, ...valuesOf(tx, given, record)];
  const { rows } = await preparedIn<Written>(tx, sql, values);
  const [changed] = rows;
  if (changed === undefined) throw stale((await findOrRefuse(tx, entity, record.id)).version);
  touch(tx, entity, record, changed);
}

/** Computed by PostgreSQL over the row's text: the same state has the same hash for every reader. */
const hashOf = (row: string, columns: Columns): string =>
  `encode(sha256(convert_to(ROW(${columns.map(({ databaseName }) => `${row}.${databaseName}`).join(', ')})::text, 'UTF8')), 'hex')`;

/** What PostgreSQL answers to a write: the hashes of the row, and when it changed by the one clock that all instances share. */
interface Written {
  readonly before?: string;
  readonly after: string;
  readonly changedAt?: Date;
}

function touch<Entity extends Versioned>(tx: Tx, entity: Kind<Entity>, record: Entity, written?: Written): void {
  const { tableName: kind } = tx.connection.getMetadata(entity);
  const { before = null, after = '', changedAt } = written ?? {};
  if (changedAt !== undefined) Object.assign(record, { changedAt });
  tx.touched.push({ kind, id: record.id, version: record.version, before, after });
}

const stale = (currentVersion: number): Error => refusal(stalePrecondition, { currentVersion });

function shapeOf<Entity extends Versioned>(tx: Tx, entity: Kind<Entity>) {
  const { tableName, columns } = tx.connection.getMetadata(entity);
  const given = columns.filter(({ propertyName }) => propertyName !== 'changedAt');
  const dated = given.length < columns.length;
  const changedAt = dated
    ? { set: ['changed_at = clock_timestamp()'], read: ['record.changed_at AS "changedAt"'] }
    : { set: [], read: [] };
  return { table: `"${tableName}"`, columns, given, changedAt };
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
