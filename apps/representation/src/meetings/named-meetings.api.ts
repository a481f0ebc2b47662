import type { LocalizedText } from '@passerelle/domain/localized-text';
import { readIn, type Tx } from '@passerelle/platform/data/database';
import { acronymsOf } from '../bodies/bodies.api.js';
import { BodyMeetingRecord } from './body-meeting.entity.js';

/** What a meeting is called where another record names it. */
export interface NamedMeeting {
  readonly id: string;
  readonly ref: string;
  readonly title: LocalizedText;
  readonly startsOn: string;
  readonly bodyAcronym: string;
}

const named = (seen: string): string => `
  SELECT id, ref, title, starts_on::text AS "startsOn", body_id AS "bodyId" FROM body_meeting record
   WHERE id = ANY($1::uuid[]) AND retracted_at IS NULL AND (${seen})`;

/** Those of the meetings that the actor may see and that were not taken back, by id. */
export async function namedMeetings(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, NamedMeeting>> {
  const values: unknown[] = [ids];
  const seen = tx.actor.reach(BodyMeetingRecord.relations).sees?.((value) => `$${values.push(value)}`) ?? 'true';
  const { rows } = await readIn<Omit<NamedMeeting, 'bodyAcronym'> & { bodyId: string }>(tx, named(seen), values);
  const acronyms = await acronymsOf(
    tx,
    rows.map(({ bodyId }) => bodyId),
  );
  return new Map(rows.map(({ bodyId, ...row }) => [row.id, { ...row, bodyAcronym: acronyms.get(bodyId) ?? '' }]));
}
