import type { Tx } from '@passerelle/platform/data/database';
import type { PositionRecord } from './position.entity.js';
import { Position } from './position.schema.js';
import { visiblePositions } from './visible-positions.js';

// What positions offer to the other slices.

/** A position as the brief of a meeting shows it. */
export const PositionInBrief = Position.pick({
  href: true,
  ref: true,
  title: true,
  status: true,
  summary: true,
  document: true,
  coordination: true,
  belgianResult: true,
  meetingOn: true,
  interests: true,
}).meta({ id: 'PositionInBrief' });

export type PositionOfMeeting = Pick<
  PositionRecord,
  | 'id'
  | 'ref'
  | 'title'
  | 'status'
  | 'summary'
  | 'document'
  | 'coordination'
  | 'belgianResult'
  | 'agendaItem'
  | 'procedure'
  | 'interests'
  | 'interventions'
  | 'meetingOn'
  | 'bodyMeetingId'
>;

const columns = `id, ref, title, status, summary, document, coordination, belgian_result AS "belgianResult", agenda_item AS "agendaItem", procedure, interests, interventions,
  meeting_on::text AS "meetingOn", body_meeting_id AS "bodyMeetingId"`;

/** Those for a meeting, and those defended at it. */
export const positionsOfMeeting = (tx: Tx, bodyMeetingId: string): Promise<PositionOfMeeting[]> =>
  visiblePositions(
    tx,
    columns,
    (bind) => `body_meeting_id = ${bind(bodyMeetingId)}
      OR interventions @> ${bind(JSON.stringify([{ bodyMeetingId }]))}::jsonb`,
  );

/** Those on one of these procedures whose meeting, or without one their validation, was before a day. */
export const positionsWithProcedures = (
  tx: Tx,
  procedures: readonly string[],
  beforeDay: string,
): Promise<PositionOfMeeting[]> =>
  visiblePositions(
    tx,
    columns,
    (bind) => `procedure = ANY(${bind(procedures)}::text[])
      AND coalesce(meeting_on, validated_on) < ${bind(beforeDay)}::date`,
  );
