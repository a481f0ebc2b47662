import { Injectable } from '@nestjs/common';
import { insideHomeRole, loadFollower, update, type Kind, type Tx, type Versioned } from '../../data/database/index.js';
import { record, type FactOf, type FactSubject } from '../../events/facts/index.js';
import { refuseMonolingual } from './invariants.js';
import type { RecordHost } from './performing.js';

// Child records copy the visibility of their parent, so that their facts reach the same readers. A change of the parent
// updates its children in the same transaction, after the parent itself. Adding a child locks the parent, so that no
// child is missed. Slices register their records here, so that the slice of the parent need not import them.

interface Children {
  readonly entity: Kind<Versioned & FactSubject>;
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

  /** Copies the fields to the children, whether or not the actor sees them. */
  async follow(tx: Tx, column: string, id: string, copied: object): Promise<void> {
    await insideHomeRole(tx, async () => {
      for (const children of this.below(column)) await followEach(tx, children, id, copied);
    });
  }

  private below(column: string): Children[] {
    return this.children.filter((children) => children.column === column);
  }
}

/** What the operations of a parent declare: whoever changes its visibility changes that of the records under it. */
export const cascadeBelow = <Parent>(column: string, copies: (parent: Parent) => object) => ({
  copies,
  follow: ({ visibility }: CascadeHost, tx: Tx, parent: Parent & { readonly id: string }): Promise<void> =>
    visibility.follow(tx, column, parent.id, copies(parent)),
});

interface CascadeHost extends RecordHost {
  readonly visibility: VisibilityCascade;
}

/** What a child copies where no other region is a party to its parent. */
export const classificationOf = ({ classification }: Pick<FactSubject, 'classification'>) => ({ classification });

const tableOf = (tx: Tx, entity: Kind<Versioned>): string => tx.connection.getMetadata(entity).tableName;

/** Those that differ are locked before they are read: an act on one of them, which need not lock the parent, is not overwritten. */
async function followEach(tx: Tx, { entity, column, changed }: Children, id: string, copied: object): Promise<void> {
  const names = Object.keys(copied);
  const places = names.map((_, index) => `$${index + 2}`);
  const sql = `
    SELECT id FROM ${tableOf(tx, entity)} WHERE ${column} = $1 AND retracted_at IS NULL
       AND ROW(${names.join(', ')}) IS DISTINCT FROM ROW(${places.join(', ')}) ORDER BY id FOR NO KEY UPDATE`;
  const values: unknown[] = [id, ...Object.values(copied)];
  for (const follower of await tx.query<{ id: string }[]>(sql, values)) {
    const child = await loadFollower(tx, entity, follower.id);
    Object.assign(child, copied);
    refuseMonolingual(child);
    await update(tx, entity, child);
    await record(tx, changed(child));
  }
}
