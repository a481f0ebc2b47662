import type { Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';

/** The fields of a membership that its offices need. */
export interface MembershipContext {
  readonly ref: string;
  readonly networkId: string;
  readonly holderKind: string;
  /**
   * Whether the holder is or was a member, including in arrears or under notice; false for applications and refusals.
   */
  readonly member: boolean;
  /** Null if unknown or in the future. */
  readonly since: string | null;
  readonly until: string | null;
}

/** Takes a share lock on the membership: it cannot end while one of its offices is added or changed. */
export async function lockedMembership(tx: Tx, id: string): Promise<MembershipContext> {
  const [context] = await tx.query<MembershipContext[]>(
    `SELECT ref, network_id AS "networkId", holder_kind AS "holderKind", since::text, until::text,
            status IN ('active', 'inArrears', 'noticeGiven', 'ended') AS member
       FROM membership WHERE id = $1 FOR SHARE`,
    [id],
  );
  if (context === undefined) throw refusal(resourceNotFound);
  return context;
}
