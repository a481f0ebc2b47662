import { findOrRefuse, type Tx } from '@passerelle/platform/database';
import { refusalKind, refuse } from '@passerelle/platform/problems';
import { ForumMeetingRecord } from './forum-meetings/forum-meeting.entity.js';

export const meetingNotHeld = refusalKind({
  code: 'meetingNotHeld',
  status: 409,
  title: 'Meeting Not Held',
  detail: {
    fr: 'La réunion {ref} n’a pas eu lieu («{state}»): rien n’y a été décidé.',
    nl: 'De vergadering {ref} heeft niet plaatsgevonden («{state}»): er is niets beslist.',
    en: 'The meeting {ref} did not take place ("{state}"): nothing was decided there.',
    de: 'Die Sitzung {ref} hat nicht stattgefunden («{state}»): dort wurde nichts beschlossen.',
  },
});

/**
 * The meeting and the day on which it was held; refused to whoever may not report on it. It is held fast, so that how its
 * agreement is shared does not change past what is added to it.
 */
export async function heldMeeting(tx: Tx, id: string): Promise<ForumMeetingRecord & { readonly heldOn: string }> {
  await tx.query('SELECT 1 FROM forum_meeting WHERE id = $1 FOR SHARE', [id]);
  const meeting = await findOrRefuse(tx, ForumMeetingRecord, id);
  const { ref, status, heldOn } = meeting;
  if (heldOn === null) throw refuse(meetingNotHeld, { ref, state: status });
  return Object.assign(meeting, { heldOn });
}
