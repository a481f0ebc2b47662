import { findOrRefuse, update } from '../../data/database/index.js';
import { actContextOf, type ActContext, type AnyCall, type KeptRecord } from '../lives/index.js';
import type { RecordHost, Revising } from './performing.js';

// A credential is configuration: `DELETE` revokes it, at once and for good (D6). Its record stays, to document what it was for, and
// makes no fact.

export interface Revoking<Entity, Host> {
  /** The rule; false if it was revoked before, which changes nothing. */
  readonly rule: (record: Entity, context: ActContext) => boolean;
  /** What ends with it. */
  readonly follows?: (record: Entity, context: ActContext, host: Host) => Promise<void>;
}

export const revoked = <Entity extends KeptRecord, Host extends RecordHost>(
  host: Host,
  call: AnyCall,
  { of, id, lock, shows }: Pick<Revising<Entity, never>, 'of' | 'id' | 'lock' | 'shows'>,
  { rule, follows }: Revoking<Entity, Host>,
): Promise<object> =>
  host.db.transaction(call, async (tx) => {
    const context = actContextOf(tx, call, host.context);
    await lock?.(tx, id);
    const found = await findOrRefuse(tx, of, id, context.expectedVersion);
    if (rule(found, context)) {
      await update(tx, of, found);
      await follows?.(found, context, host);
    }
    return shows?.(found, tx) ?? found;
  });
