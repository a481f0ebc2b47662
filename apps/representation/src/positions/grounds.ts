import { HumanReference } from '@passerelle/domain/human-reference';
import type { Tx } from '@passerelle/platform/data/database';
import type { RecordReplica } from '@passerelle/platform/features/replicas';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { namedMeetings } from '../meetings/named-meetings.api.js';
import { GroundTitle } from './interest-chain.schema.js';
import type { Ground } from './position.schema.js';
import { visiblePositions } from './visible-positions.js';

// The records that a position rests on: meetings and positions are in this service, the others are known by their facts.

interface Named {
  readonly ref?: string | undefined;
  readonly title?: unknown;
}

/** 400 for each record that is not known. One that was named before may have been taken back since: the rest can be corrected all the same. */
export async function refuseUnknownGrounds(
  tx: Tx,
  known: RecordReplica,
  basedOn: readonly Ground[],
  before: readonly Ground[] = [],
): Promise<void> {
  const isNew = ({ resource, id }: Ground) => !before.some((each) => each.resource === resource && each.id === id);
  for (const [index, ground] of basedOn.entries())
    if (isNew(ground) && (await find(tx, known, ground)) === undefined) throw unknownReference(`basedOn.${index}`);
}

/** Each with its reference and title, where the reader may see it. */
export async function namedGrounds(tx: Tx, known: RecordReplica, basedOn: readonly Ground[]): Promise<object[]> {
  const named: object[] = [];
  for (const ground of basedOn) named.push({ ...ground, ...(await find(tx, known, ground)) });
  return named;
}

async function find(tx: Tx, known: RecordReplica, { resource, id }: Ground): Promise<Named | undefined> {
  if (resource === 'positions') return namedPosition(tx, id);
  if (resource === 'bodyMeetings') {
    const meeting = (await namedMeetings(tx, [id])).get(id);
    return meeting && { ref: meeting.ref, title: meeting.title };
  }
  const found = await known.find(tx, resource, id);
  if (found === undefined || (tx.actor.side !== undefined && found.classification !== 'public')) return undefined;
  return { ref: HumanReference.safeParse(found.ref).data, title: GroundTitle.safeParse(found.title).data };
}

/** Read without a lock: two positions that come to rest on each other would wait for each other. */
async function namedPosition(tx: Tx, id: string): Promise<Named | undefined> {
  const [found] = await visiblePositions<{ ref: string; title: unknown }>(
    tx,
    'ref, title',
    (bind) => `id = ${bind(id)}`,
  );
  return found;
}
