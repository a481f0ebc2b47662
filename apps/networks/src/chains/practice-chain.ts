import { practiceForChain, targetResources } from '../practices/practices.api.js';
import {
  addressed,
  linksToActivities,
  linksToVisits,
  linkToGround,
  linkToKnown,
  missingOf,
  type Link,
  type Reading,
} from './links.js';

type Practice = Awaited<ReturnType<typeof practiceForChain>>;

/** A practice that the reader may see, with what it came from and what it went into. */
export async function chainOf(reading: Reading, id: string): Promise<object> {
  const practice = await practiceForChain(reading.tx, id);
  const { visitId, activityId, projectId } = practice;
  const visit = (await linksToVisits(reading, present(visitId))).get(visitId ?? '');
  const activity = (await linksToActivities(reading, present(activityId))).get(activityId ?? '');
  const project = projectId === null ? undefined : await linkToKnown(reading, 'projects', projectId);
  const grounds: Link[] = [];
  for (const { resource, id: ground } of practice.basedOn) grounds.push(await linkToGround(reading, resource, ground));
  const target = await targetOf(reading, practice);
  const links = [visit, activity, project, ...grounds, target?.link].filter((link) => link !== undefined);
  return {
    self: `${reading.publicUrl}/v1/practices/${id}/chain`,
    practice: addressed(reading, 'practices', id, practice),
    from: {
      visit: visit?.shown,
      activity: activity?.shown,
      project: project?.shown,
      basedOn: grounds.flatMap(({ shown }) => shown ?? []),
    },
    into: target?.into,
    ...missingOf(links),
  };
}

const present = (id: string | null | undefined): string[] => (id ? [id] : []);

interface Into {
  readonly into: object;
  readonly link?: Link;
}

async function targetOf(reading: Reading, { target }: Practice): Promise<Into | undefined> {
  if (!target) return undefined;
  if (target.kind === 'process') return { into: target };
  const link = await linkToKnown(reading, targetResources[target.kind], target.id);
  return { into: { ...target, record: link.shown }, link };
}
