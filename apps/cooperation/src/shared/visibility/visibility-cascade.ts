import { Injectable } from '@nestjs/common';
import {
  insideHomeRole,
  loadFollower,
  update,
  type Kind,
  type Tx,
  type Versioned,
} from '@passerelle/platform/data/database';
import { record, type FactOf } from '@passerelle/platform/events/facts';
import { refuseMonolingual, type RecordHost } from '@passerelle/platform/features/records';
import { sharingScopeOf, type SharingScope } from './sharing-scope.js';

// Child records copy the visibility of their parent, so that their facts reach the same readers. A change of the parent
// updates its children in the same transaction, after the parent itself. Adding a child locks the parent, so that no
// child is missed. Slices register their records here, so that the slice of the parent need not import them.

interface Children {
  readonly entity: Kind<Versioned>;
  /** The column with the id of the parent. */
  readonly column: string;
  /** How far below the parent: 1, or 2 for decisions of meetings. */
  readonly depth: number;
  readonly changed: FactOf;
}

@Injectable()
export class VisibilityCascade {
  private readonly children: Children[] = [];

  register(children: Children): void {
    this.children.push(children);
    this.children.sort((one, other) => one.depth - other.depth);
  }

  /** Bottom up. */
  async lock(tx: Tx, column: string, id: string): Promise<void> {
    for (const { entity } of this.below(column).toReversed())
      await tx.query(`SELECT 1 FROM ${tableOf(tx, entity)} WHERE ${column} = $1 ORDER BY id FOR UPDATE`, [id]);
  }

  /** Updates the children to the current visibility of the parent, whether or not the actor sees them. */
  async follow(tx: Tx, column: string, parent: SharingScope & { readonly id: string }): Promise<void> {
    await insideHomeRole(tx, async () => {
      for (const children of this.below(column)) await followEach(tx, children, parent);
    });
  }

  private below(column: string): Children[] {
    return this.children.filter((children) => children.column === column);
  }
}

/** What the operations of a parent declare: whoever changes its visibility changes that of the records under it. */
export const cascadeBelow = (column: string) => ({
  copies: sharingScopeOf,
  follow: ({ visibility }: CascadeHost, tx: Tx, parent: SharingScope & { readonly id: string }): Promise<void> =>
    visibility.follow(tx, column, parent),
});

interface CascadeHost extends RecordHost {
  readonly visibility: VisibilityCascade;
}

const tableOf = (tx: Tx, entity: Kind<Versioned>): string => tx.connection.getMetadata(entity).tableName;

async function followEach(
  tx: Tx,
  { entity, column, changed }: Children,
  parent: SharingScope & { readonly id: string },
): Promise<void> {
  const { parties, classification, level, objective } = parent;
  const sql = `
    SELECT id FROM ${tableOf(tx, entity)} WHERE ${column} = $1 AND retracted_at IS NULL
       AND (parties, classification, level, objective) IS DISTINCT FROM ($2::text[], $3, $4, $5) ORDER BY id`;
  const values = [parent.id, parties, classification, level, objective];
  for (const { id } of await tx.query<{ id: string }[]>(sql, values)) {
    const child = await loadFollower(tx, entity, id);
    Object.assign(child, sharingScopeOf(parent));
    refuseMonolingual(child);
    await update(tx, entity, child);
    await record(tx, changed(child));
  }
}
