import { findOrRefuse, update, type Kind, type Tx, type Versioned } from '@passerelle/platform/database';
import { record, type FactOf } from '@passerelle/platform/facts';
import type { Frame } from './frame.js';

// What stands under a record carries how that record is shared: facts of it go where the record above may go, and nowhere
// else. Whoever changes the record above changes what stands under it in the same transaction, after the record itself:
// whoever adds to it meanwhile holds it, so that none is left out.

interface Follower extends Versioned {
  follow(frame: Frame): void;
}

export interface Under<Entity extends Follower> {
  readonly entity: Kind<Entity>;
  /** The column that names the record above. */
  readonly column: string;
  readonly changed: FactOf;
}

export async function reshare<Entity extends Follower>(
  tx: Tx,
  above: Frame & { readonly id: string },
  { entity, column, changed }: Under<Entity>,
): Promise<void> {
  const { tableName } = tx.connection.getMetadata(entity);
  const sql = `SELECT id FROM ${tableName} WHERE ${column} = $1 ORDER BY id`;
  for (const { id } of await tx.query<{ id: string }[]>(sql, [above.id])) {
    const follower = await findOrRefuse(tx, entity, id);
    follower.follow(above);
    await update(tx, entity, follower);
    await record(tx, changed(follower));
  }
}
