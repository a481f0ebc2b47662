import type { Tx } from '@passerelle/platform/data/database';
import type { RecordReplica } from '@passerelle/platform/features/replicas';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { ServiceContext } from '@passerelle/platform/runtime/service';
import { namedMeetings } from '../meetings/named-meetings.api.js';
import { namedGrounds } from './grounds.js';
import type { PositionRecord } from './position.entity.js';

interface Site {
  readonly known: RecordReplica;
  readonly context: ServiceContext;
}

/** One interest of a position that the actor may see, with what surrounds it. */
export async function chainOf(tx: Tx, position: PositionRecord, n: number, { known, context }: Site): Promise<object> {
  const interest = position.interests.find((each) => each.n === n);
  if (interest === undefined) throw refusal(resourceNotFound);
  const href = `${context.settings.PUBLIC_URL}/v1/positions/${position.id}`;
  const meetings = await namedMeetings(
    tx,
    position.interventions.flatMap(({ bodyMeetingId }) => bodyMeetingId ?? []),
  );
  const interventions = position.interventions.map((each) => ({
    ...each,
    meeting: meetings.get(each.bodyMeetingId ?? ''),
  }));
  return {
    ...position,
    position: { ...position, href },
    interest,
    interventions,
    basedOn: await namedGrounds(tx, known, position.basedOn),
  };
}
