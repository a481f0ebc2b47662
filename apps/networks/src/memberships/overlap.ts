import { comparisonKey } from '@passerelle/domain/text';
import { readIn, type Tx } from '@passerelle/platform/data/database';
import { refusal } from '@passerelle/platform/kernel/problems';
import { lockNetwork } from '../networks/networks.api.js';
import { refusalKind } from '../texts/refusal-kind.js';
import type { MembershipRecord } from './membership.entity.js';

export const membershipOverlaps = refusalKind({
  code: 'membershipOverlaps',
  status: 409,
  title: 'Membership Overlaps',
});

type Joining = Pick<MembershipRecord, 'id' | 'networkId' | 'holder'>;

// Written like the unique indexes, so that they serve it.
const running = `
  SELECT 1 FROM membership
   WHERE network_id = $1 AND id <> $2 AND status IN ('active', 'inArrears', 'noticeGiven') AND retracted_at IS NULL
     AND (comparison_key(holder->>'name') = $3 OR holder->'ids'->>'wikidata' = $4)`;

/** Whether the holder, known by its name or by its number in Wikidata, has another running membership of the network (N1). */
export async function isMemberAlready(tx: Tx, { id, networkId, holder }: Joining): Promise<boolean> {
  const { rows } = await readIn(tx, running, [networkId, id, comparisonKey(holder.name), holder.ids?.wikidata ?? null]);
  return rows.length > 0;
}

/** Decided under the lock of the network: of two memberships that begin at the same moment, the second sees the first. */
export async function refuseOverlap(tx: Tx, membership: Joining): Promise<void> {
  await lockNetwork(tx, membership.networkId, 'NO KEY UPDATE');
  if (await isMemberAlready(tx, membership)) throw refusal(membershipOverlaps, { holder: membership.holder.name });
}
