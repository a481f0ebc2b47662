import type { Tx } from '@passerelle/platform/data/database';

// What meetings offer to the other slices, besides the meeting of a decision (held-meeting.api.ts).

/** The days on which meetings of a tier were held under an agreement. */
export async function meetingDays(tx: Tx, agreementId: string, tier: string): Promise<string[]> {
  const held = await tx.query<{ day: string }[]>(
    `SELECT held_on::text AS day FROM forum_meeting
      WHERE agreement_id = $1 AND tier = $2 AND held_on IS NOT NULL AND retracted_at IS NULL`,
    [agreementId, tier],
  );
  return held.map(({ day }) => day);
}
