import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { refuse, resourceNotFound, stalePrecondition } from '../problems/index.js';
import type { Tx } from './database.js';

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
  await tx
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values(columnsOf(tx, entity, record))
    .updateEntity(false)
    .execute();
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
  const result = await tx
    .createQueryBuilder()
    .update(entity)
    .set(columnsOf(tx, entity, record))
    .where('id = :id AND version = :read', { id: record.id, read })
    .execute();
  if (result.affected !== 1) throw stale((await findOrRefuse(tx, entity, record.id)).version);
}

const stale = (currentVersion: number): Error => refuse(stalePrecondition, { currentVersion });

function columnsOf<Entity extends Versioned>(tx: Tx, entity: EntityTarget<Entity>, record: Entity): Entity {
  const columns = tx.connection.getMetadata(entity).columns;
  return Object.assign(
    Object.create(null),
    Object.fromEntries(columns.map((column) => [column.propertyName, record[column.propertyName] ?? null])),
  );
}

/** The next human reference of this service: `CO-2026-0012`. Gaps are allowed, reuse is not. */
export async function nextReference(tx: Tx, prefix: string, year: number): Promise<string> {
  const [row] = await tx.query<{ number: string }[]>(`SELECT nextval('reference') AS number`);
  return `${prefix}-${year}-${(row?.number ?? '').padStart(4, '0')}`;
}
