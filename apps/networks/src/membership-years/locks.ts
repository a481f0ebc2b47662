import { readIn, type Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { lockMembership, membershipContext, membershipForYears } from '../memberships/memberships.api.js';
import { lockedLevel } from '../networks/networks.api.js';

// Locks are taken downwards: network, membership, year. The level of the network and what a year copies from the membership do not
// change while one is added, by a person or by the clock, and one transaction at a time adds one.

/** The membership to which a year is added, with the level of its network. */
export async function lockedMembership(tx: Tx, id: string) {
  const { networkId } = await membershipContext(tx, id);
  const level = await lockedLevel(tx, networkId);
  await lockMembership(tx, id, 'NO KEY UPDATE');
  const membership = await membershipForYears(tx, id);
  if (level === undefined) throw refusal(resourceNotFound);
  return { ...membership, level };
}

/** What is above a year, before the year itself. */
export async function lockAbove(tx: Tx, yearId: string): Promise<void> {
  const sql = 'SELECT network_id AS "networkId", membership_id AS id FROM membership_year WHERE id = $1';
  for (const { networkId, id } of (await readIn<{ networkId: string; id: string }>(tx, sql, [yearId])).rows) {
    await lockedLevel(tx, networkId);
    await lockMembership(tx, id, 'NO KEY UPDATE');
  }
}
