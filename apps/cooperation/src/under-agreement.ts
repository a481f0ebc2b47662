import type { Tx } from '@passerelle/platform/database';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { ActionItemRecord } from './decisions/action-item.entity.js';
import { actionChanged } from './decisions/action-item.facts.js';
import { DecisionRecord } from './decisions/decision.entity.js';
import { decisionChanged } from './decisions/decision.facts.js';
import { ForumMeetingRecord } from './forum-meetings/forum-meeting.entity.js';
import { meetingChanged } from './forum-meetings/forum-meeting.facts.js';
import type { Frame } from './frame.js';
import { reshare } from './reshare.js';

// Meetings, their decisions and what is to be done for these are shared as the agreement is. Whoever adds to a meeting or to
// a decision holds that one: no region but Brussels can hold an agreement that is public.

/** As the agreement is shared now. */
export async function frameUnder(tx: Tx, agreementId: string): Promise<Frame> {
  const sql = 'SELECT parties, classification, level, objective FROM agreement WHERE id = $1';
  const [frame] = await tx.query<Frame[]>(sql, [agreementId]);
  if (frame === undefined) throw refuse(resourceNotFound);
  return frame;
}

/**
 * Before the agreement itself, from below: who adds a decision holds its meeting first and then, by the foreign key, the
 * agreement. In the other order each would wait for the other.
 */
export async function holdUnder(tx: Tx, agreementId: string): Promise<void> {
  for (const table of ['decision', 'forum_meeting'])
    await tx.query(`SELECT 1 FROM ${table} WHERE agreement_id = $1 ORDER BY id FOR UPDATE`, [agreementId]);
}

export async function reshareUnder(tx: Tx, agreement: Frame & { readonly id: string }): Promise<void> {
  const column = 'agreement_id';
  await reshare(tx, agreement, { entity: ForumMeetingRecord, column, changed: meetingChanged });
  await reshare(tx, agreement, { entity: DecisionRecord, column, changed: decisionChanged });
  await reshare(tx, agreement, { entity: ActionItemRecord, column, changed: actionChanged });
}
