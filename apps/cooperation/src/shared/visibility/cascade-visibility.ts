import { findOrRefuse, update, type Kind, type Tx, type Versioned } from '@passerelle/platform/data/database';
import { record, type FactOf } from '@passerelle/platform/events/facts';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import type { SharingScope } from './sharing-scope.js';

// Child records copy the visibility of their parent, so that their facts reach the same readers. A change of the parent
// updates its children in the same transaction, after the parent itself. Adding a child locks the parent, so that no
// child is missed.

export interface Follower extends Versioned {
  follow(scope: SharingScope): void;
}

export interface Children<Entity extends Follower> {
  readonly entity: Kind<Entity>;
  /** The column with the id of the parent. */
  readonly column: string;
  readonly changed: FactOf;
}

export async function cascadeVisibility<Entity extends Follower>(
  tx: Tx,
  above: SharingScope & { readonly id: string },
  { entity, column, changed }: Children<Entity>,
): Promise<void> {
  const { tableName } = tx.connection.getMetadata(entity);
  const { id: aboveId, parties, classification, level, objective } = above;
  const sql = `
    SELECT id FROM ${tableName} WHERE ${column} = $1 AND retracted_at IS NULL
       AND (parties, classification, level, objective) IS DISTINCT FROM ($2::text[], $3, $4, $5) ORDER BY id`;
  const values = [aboveId, parties, classification, level, objective];
  for (const { id } of await tx.query<{ id: string }[]>(sql, values)) {
    const follower = await findOrRefuse(tx, entity, id);
    follower.follow(above);
    refuseMonolingual(follower);
    await update(tx, entity, follower);
    await record(tx, changed(follower));
  }
}
