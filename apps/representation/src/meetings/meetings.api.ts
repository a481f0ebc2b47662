import type { Tx } from '@passerelle/platform/data/database';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { rulesOfBody, type BodyRules } from '../bodies/bodies.api.js';
import type { BodyMeetingRecord } from './body-meeting.entity.js';

type MeetingRow = Pick<BodyMeetingRecord, 'id' | 'bodyId' | 'startsOn' | 'status' | 'agenda' | 'level' | 'objective'>;

/** A meeting as a position needs it; the rules are those of its body. */
export interface MeetingForPosition extends MeetingRow, Pick<BodyRules, 'voting' | 'positionDays'> {}

/** The meeting that the field `bodyMeetingId` names. A share lock keeps it from being moved or taken back in the meantime. */
export async function meetingForPosition(tx: Tx, id: string): Promise<MeetingForPosition> {
  const [found] = await tx.query<MeetingRow[]>(
    `SELECT id, body_id AS "bodyId", starts_on::text AS "startsOn", status, agenda, level, objective
       FROM body_meeting WHERE id = $1 AND retracted_at IS NULL FOR SHARE`,
    [id],
  );
  if (found === undefined) throw unknownReference('bodyMeetingId');
  const { voting, positionDays } = await rulesOfBody(tx, found.bodyId);
  return { ...found, voting, positionDays };
}

/** A share lock keeps a meeting from being moved while one of its positions is changed. */
export async function lockMeeting(tx: Tx, id: string): Promise<void> {
  await tx.query('SELECT 1 FROM body_meeting WHERE id = $1 FOR SHARE', [id]);
}
