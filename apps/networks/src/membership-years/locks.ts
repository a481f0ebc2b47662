import { readIn, type Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { lockMembership, membershipContext, membershipForYears } from '../memberships/memberships.api.js';
import { networkCopy } from '../networks/networks.api.js';

// Locks are taken downwards: network, membership, year. What a year copies from the network and the membership does not
// change while one is added, by a person or by the clock, and one transaction at a time adds one.

/** The membership to which a year is added, with what a year copies from its network. */
export async function lockedMembership(tx: Tx, id: string) {
  const { networkId } = await membershipContext(tx, id);
  const network = await networkCopy(tx, networkId);
  await lockMembership(tx, id, 'NO KEY UPDATE');
  const membership = await membershipForYears(tx, id);
  if (network === undefined) throw refusal(resourceNotFound);
  return { ...membership, ...network };
}

/** What is above a year, before the year itself. */
export async function lockAbove(tx: Tx, yearId: string): Promise<void> {
  const sql = 'SELECT network_id AS "networkId", membership_id AS id FROM membership_year WHERE id = $1';
  for (const { networkId, id } of (await readIn<{ networkId: string; id: string }>(tx, sql, [yearId])).rows) {
    await networkCopy(tx, networkId);
    await lockMembership(tx, id, 'NO KEY UPDATE');
  }
}
