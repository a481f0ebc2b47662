import type { Classification } from '@passerelle/domain/classification';
import { preparedIn, readIn, type Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';

/** The fields of a membership that its offices need. */
export interface MembershipContext {
  readonly ref: string;
  readonly networkId: string;
  readonly holderKind: string;
  readonly classification: Classification;
  /**
   * Whether the holder is or was a member, including in arrears or under notice; false for applications and refusals.
   */
  readonly member: boolean;
  /** Null if unknown or in the future. */
  readonly since: string | null;
  readonly until: string | null;
}

export async function membershipContext(tx: Tx, id: string): Promise<MembershipContext> {
  const sql = `
    SELECT ref, network_id AS "networkId", holder_kind AS "holderKind", classification, since::text, until::text,
           status IN ('active', 'inArrears', 'noticeGiven', 'ended') AS member
      FROM membership WHERE id = $1 AND retracted_at IS NULL`;
  const [context] = (await readIn<MembershipContext>(tx, sql, [id])).rows;
  if (context === undefined) throw refusal(resourceNotFound);
  return context;
}

/** A share lock: a membership can neither end nor be taken back while one of its offices is added or changed. */
export async function lockMembership(tx: Tx, id: string): Promise<void> {
  await preparedIn(tx, 'SELECT 1 FROM membership WHERE id = $1 FOR SHARE', [id]);
}
