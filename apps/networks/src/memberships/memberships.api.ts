import type { Classification } from '@passerelle/domain/classification';
import { preparedIn, readIn, type Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { MembershipStatus } from './membership.schema.js';

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

const contextFields = `
  ref, network_id AS "networkId", holder_kind AS "holderKind", classification, since::text, until::text,
  status IN ('active', 'inArrears', 'noticeGiven', 'ended') AS member`;
const from = 'FROM membership WHERE id = $1 AND retracted_at IS NULL';

export async function membershipContext(tx: Tx, id: string): Promise<MembershipContext> {
  const [context] = (await readIn<MembershipContext>(tx, `SELECT ${contextFields} ${from}`, [id])).rows;
  if (context === undefined) throw refusal(resourceNotFound);
  return context;
}

/** The fields of a membership that its years need. */
export interface MembershipForYears extends MembershipContext {
  readonly id: string;
  readonly status: MembershipStatus;
  /** A member, also in arrears or under notice. */
  readonly isRunning: boolean;
  readonly departments: string[];
  readonly noticePeriod: string | null;
  /** Null where none was given. */
  readonly noticeGivenOn: string | null;
}

export async function membershipForYears(tx: Tx, id: string): Promise<MembershipForYears> {
  const sql = `
    SELECT ${contextFields}, id, status, departments, notice_period AS "noticePeriod",
           CASE status WHEN 'noticeGiven' THEN status_since END::text AS "noticeGivenOn",
           status IN ('active', 'inArrears', 'noticeGiven') AS "isRunning" ${from}`;
  const [found] = (await readIn<MembershipForYears>(tx, sql, [id])).rows;
  if (found === undefined) throw refusal(resourceNotFound);
  return found;
}

/**
 * A share lock: a membership can neither end nor be taken back while one of its offices is added or changed. With `NO KEY UPDATE`,
 * one transaction at a time adds records to it.
 */
export async function lockMembership(tx: Tx, id: string, mode: 'SHARE' | 'NO KEY UPDATE' = 'SHARE'): Promise<void> {
  await preparedIn(tx, `SELECT 1 FROM membership WHERE id = $1 FOR ${mode}`, [id]);
}

/** A membership that runs, as its benefits are shown. */
export interface RunningMembership {
  readonly id: string;
  readonly ref: string;
  readonly networkId: string;
  readonly holderKind: string;
  readonly category: string;
}

/** Also those in arrears or under notice; of one network, or of all. */
export async function runningMemberships(
  tx: Tx,
  { networkId, limit }: { readonly networkId: string | undefined; readonly limit: number },
): Promise<RunningMembership[]> {
  const sql = `
    SELECT id, ref, network_id AS "networkId", holder_kind AS "holderKind", category FROM membership
     WHERE status IN ('active', 'inArrears', 'noticeGiven') AND ($1::uuid IS NULL OR network_id = $1)
       AND retracted_at IS NULL
     ORDER BY id LIMIT $2`;
  return (await readIn<RunningMembership>(tx, sql, [networkId ?? null, limit])).rows;
}
