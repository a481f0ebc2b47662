import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../../texts/refusal-kind.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';

export const meetingNotHeld = refusalKind({
  code: 'meetingNotHeld',
  status: 409,
  title: 'Meeting Not Held',
});

/**
 * The meeting and the day on which it was held; refused to callers who may not record its decisions. A share lock keeps
 * the visibility from changing, and the meeting from being taken back, while a decision is added.
 */
export async function loadHeldMeeting(tx: Tx, id: string): Promise<ForumMeetingRecord & { readonly heldOn: string }> {
  await tx.query('SELECT 1 FROM forum_meeting WHERE id = $1 FOR SHARE', [id]);
  const meeting = await findOrRefuse(tx, ForumMeetingRecord, id);
  const { ref, status, heldOn } = meeting;
  if (heldOn === null) throw refusal(meetingNotHeld, { ref, state: status });
  return Object.assign(meeting, { heldOn });
}
