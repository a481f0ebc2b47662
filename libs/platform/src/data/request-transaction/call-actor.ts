import type { Actor, Reach, Tx } from '../database/index.js';
import type { Caller } from '../../access/identity/index.js';
import { granted, isHome, reach, type Grant, type Relations } from '../../access/rights/index.js';
import type { RpcReply } from '../../kernel/rpc/index.js';
import { introduced, knownPseudonym, writeAudit } from './audit.js';
import { keepReply, refuseTwin, type IdempotentCall } from './idempotency.js';

export interface Acting {
  readonly caller: Caller;
  readonly home: string;
  readonly operation: string;
  /** Who may perform the operation, and who may see a record of its kind. */
  readonly grant: Grant;
  readonly seeing: Grant;
  /** The reason in the caller's words, if the body has one. */
  readonly reason: unknown;
  /** Undefined without an Idempotency-Key. */
  readonly idempotency: IdempotentCall | undefined;
  readonly render: (result: unknown) => RpcReply;
}

/** A caller who performs one operation. One transaction contains the change, the audit entry and the answer kept for a retry. */
export class CallActor implements Actor {
  /** The answer, set by the transaction that makes the change. */
  reply: RpcReply | undefined;

  private pseudonym: Promise<string | undefined> | undefined;

  constructor(private readonly acting: Acting) {}

  get bindActor(): string {
    return this.acting.operation;
  }

  get side(): string | undefined {
    const { caller, home } = this.acting;
    return isHome(caller, home) ? undefined : (caller.party ?? '');
  }

  reach(relations: Relations): Reach {
    const { caller, home, grant, seeing } = this.acting;
    const under = (one: Grant) => reach(granted(one, caller, home), relations, caller);
    return { sees: under(seeing), may: under(grant) };
  }

  holds(scope: string): boolean {
    return this.acting.caller.scopes.includes(scope);
  }

  async begin(tx: Tx): Promise<void> {
    this.reply = undefined;
    const { idempotency, caller } = this.acting;
    if (idempotency !== undefined) await refuseTwin(tx, idempotency);
    // Read while the work is done: it is needed at the end, and not at all if the work is refused.
    this.pseudonym = knownPseudonym(tx, caller.subject);
    this.pseudonym.catch(() => undefined);
  }

  async end(tx: Tx, result: unknown): Promise<void> {
    const { caller, operation, idempotency, render } = this.acting;
    const { subject, client, party } = caller;
    const reason = withRemarks(this.acting.reason, tx.remarks);
    const pseudonym = (await this.pseudonym) ?? (await introduced(tx, subject));
    writeAudit(tx, { pseudonym, client, party, operation, reason });
    const reply = render(result);
    if (idempotency !== undefined) keepReply(tx, idempotency, reply);
    this.reply = reply;
  }
}

const withRemarks = (reason: unknown, remarks: readonly string[]): unknown =>
  remarks.length === 0 ? reason : { reason, remarks };
