import { startOfDay } from '@passerelle/domain/period';
import { insert, newId, nextReference, readIn, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { membershipForYears } from '../memberships/memberships.api.js';
import { referencePrefix } from '../reference-prefix.js';
import { MembershipYearRecord } from './membership-year.entity.js';
import { membershipYearOpened } from './membership-year.facts.js';

/** Opens the year after one that is over, where the membership goes on. Its membership is locked: no other transaction opens one. */
export async function openNext(over: MembershipYearRecord, tx: Tx): Promise<void> {
  const membership = await membershipForYears(tx, over.membershipId);
  const year = over.year + 1;
  if (!over.isFollowed(membership) || (await hasYear(tx, over.membershipId, year))) return;
  const next = over.next({ id: newId(), ref: await nextReference(tx, referencePrefix, year) }, membership);
  await insert(tx, MembershipYearRecord, next);
  await record(tx, membershipYearOpened(next, startOfDay(`${year}-01-01`).toISOString()));
}

export async function hasYear(tx: Tx, membershipId: string, year: number): Promise<boolean> {
  const sql = 'SELECT 1 FROM membership_year WHERE membership_id = $1 AND year = $2 AND retracted_at IS NULL';
  return (await readIn(tx, sql, [membershipId, year])).rows.length > 0;
}
