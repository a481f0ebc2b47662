import { insideHomeRole, loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { membershipForYears } from '../memberships/memberships.api.js';
import { MembershipYearRecord } from './membership-year.entity.js';
import { membershipYearChanged, membershipYearOver } from './membership-year.facts.js';
import { membershipYearLife } from './membership-year.life.js';

// What a change of a membership does to its years, in the same transaction, also to those that the actor may not see.

/** Its departments, and the days that follow from its notice period or from a notice. */
export async function membershipChanged(tx: Tx, { id }: { readonly id: string }): Promise<void> {
  const membership = await membershipForYears(tx, id);
  await eachYear(tx, id, async (year) => {
    const before = followedBy(year);
    year.follow(membership);
    if (followedBy(year) === before) return;
    await update(tx, MembershipYearRecord, year);
    await record(tx, membershipYearChanged(year));
  });
}

/** Years end with their membership: nothing is to be decided any more, so no review is missing. */
export async function membershipEnded(tx: Tx, { id }: { readonly id: string }): Promise<void> {
  await eachYear(tx, id, async (year) => {
    if (year.status === 'over') return;
    membershipYearLife.move(year, 'end');
    await update(tx, MembershipYearRecord, year);
    await record(tx, membershipYearOver(year));
  });
}

/** Locked in the order of ids. */
async function eachYear(
  tx: Tx,
  membershipId: string,
  work: (year: MembershipYearRecord) => Promise<void>,
): Promise<void> {
  await insideHomeRole(tx, async () => {
    const sql = `SELECT id FROM membership_year WHERE membership_id = $1 AND retracted_at IS NULL
      ORDER BY id FOR NO KEY UPDATE`;
    for (const { id } of await tx.query<{ id: string }[]>(sql, [membershipId]))
      await work(await loadFollower(tx, MembershipYearRecord, id));
  });
}

/** What changes with the membership, to be compared. */
const followedBy = ({ departments, noticeBy, decideBy, decidedOn }: MembershipYearRecord): string =>
  JSON.stringify([departments, noticeBy, decideBy, decidedOn]);
