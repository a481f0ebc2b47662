import { findOrRefuse, update } from '../../data/database/index.js';
import { actContextOf, type ActContext, type AnyCall, type KeptRecord } from '../lives/index.js';
import type { RecordHost, Revising } from './performing.js';

// A credential is configuration: `DELETE` revokes it, at once and for good (D6). Its record stays, to document what it was for, and
// makes no fact.

export interface Revoking<Entity> {
  /** The rule; false if it was revoked before, which changes nothing. */
  readonly rule: (record: Entity, context: ActContext) => boolean;
}

export const revoked = <Entity extends KeptRecord>(
  { db, context: service }: RecordHost,
  call: AnyCall,
  { of, id, shows }: Pick<Revising<Entity, never>, 'of' | 'id' | 'shows'>,
  { rule }: Revoking<Entity>,
): Promise<object> =>
  db.transaction(call, async (tx) => {
    const context = actContextOf(tx, call, service);
    const found = await findOrRefuse(tx, of, id, context.expectedVersion);
    if (rule(found, context)) await update(tx, of, found);
    return shows?.(found, tx) ?? found;
  });
