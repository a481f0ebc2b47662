import { insideHomeRole, loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { meetingForPosition } from '../meetings/meetings.api.js';
import { PositionRecord } from './position.entity.js';
import { positionChanged } from './position.facts.js';

/** The positions of a meeting that moved to another day or was cancelled follow it, also those that the actor may not see. */
export async function meetingChanged(tx: Tx, { id }: { readonly id: string }): Promise<void> {
  const meeting = await meetingForPosition(tx, id);
  await insideHomeRole(tx, async () => {
    const sql = `SELECT id FROM position WHERE body_meeting_id = $1 AND retracted_at IS NULL
      ORDER BY id FOR NO KEY UPDATE`;
    for (const follower of await tx.query<{ id: string }[]>(sql, [id])) {
      const position = await loadFollower(tx, PositionRecord, follower.id);
      const before = daysOf(position);
      position.follow(meeting);
      if (daysOf(position) === before) continue;
      await update(tx, PositionRecord, position);
      await record(tx, positionChanged(position));
    }
  });
}

/** What changes with the meeting, to be compared. */
const daysOf = ({ bodyId, meetingOn, dueOn }: PositionRecord): string => [bodyId, meetingOn, dueOn].join();
