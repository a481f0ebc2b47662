import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { BodyMeeting } from './body-meeting.schema.js';
import type { FollowUpRecord } from './follow-up.entity.js';
import { FollowUp } from './follow-up.schema.js';

// What the brief of a meeting needs of it, and of the meetings before it.

export const MeetingInBrief = BodyMeeting.omit({ agenda: true, papers: true, delegates: true }).meta({
  id: 'MeetingInBrief',
});
export const AgendaItemInBrief = BodyMeeting.shape.agenda.element;
export const PaperInBrief = BodyMeeting.shape.papers.element.shape.document;
export const FollowUpInBrief = FollowUp.pick({
  href: true,
  ref: true,
  title: true,
  department: true,
  dueOn: true,
  overdueOn: true,
}).meta({ id: 'FollowUpInBrief' });
export const ReportInBrief = BodyMeeting.pick({
  href: true,
  ref: true,
  title: true,
  startsOn: true,
  reportDueOn: true,
}).meta({
  id: 'ReportInBrief',
});

export const meetingToPrepare = (tx: Tx, id: string): Promise<BodyMeetingRecord> =>
  findOrRefuse(tx, BodyMeetingRecord, id);

type OpenFollowUp = Pick<FollowUpRecord, 'id' | 'ref' | 'title' | 'department' | 'dueOn' | 'overdueOn'>;
type MissingReport = Pick<BodyMeetingRecord, 'id' | 'ref' | 'title' | 'startsOn' | 'reportDueOn'>;

/** What is still open from the meetings of the body before this one. */
export async function openBefore(
  tx: Tx,
  { id, bodyId, startsOn }: Pick<BodyMeetingRecord, 'id' | 'bodyId' | 'startsOn'>,
): Promise<{ followUps: readonly OpenFollowUp[]; reports: readonly MissingReport[] }> {
  const followUps = await tx.query<OpenFollowUp[]>(
    `SELECT item.id, item.ref, item.title, item.department, item.due_on::text AS "dueOn",
            item.overdue_on::text AS "overdueOn"
       FROM follow_up item JOIN body_meeting meeting ON meeting.id = item.body_meeting_id
      WHERE item.body_id = $1 AND meeting.starts_on <= $2 AND item.status = 'open' AND item.retracted_at IS NULL
      ORDER BY item.due_on, item.id LIMIT 200`,
    [bodyId, startsOn],
  );
  const reports = await tx.query<MissingReport[]>(
    `SELECT id, ref, title, starts_on::text AS "startsOn", report_due_on::text AS "reportDueOn" FROM body_meeting
      WHERE body_id = $1 AND starts_on <= $2 AND id <> $3 AND status = 'attended' AND report_due_on IS NOT NULL
        AND retracted_at IS NULL ORDER BY report_due_on, id LIMIT 200`,
    [bodyId, startsOn, id],
  );
  return { followUps, reports };
}
