import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { practicesById, practicesOfPlan } from '../practices/practices.api.js';
import { costOf } from '../visits/visits.api.js';
import { mostInfluences } from './chain.schema.js';
import { addressed, linksToActivities, linksToVisits, linkToKnown, missingOf, type Reading } from './links.js';

type Practice = Awaited<ReturnType<typeof practicesById>>[number];
type Visits = Awaited<ReturnType<typeof linksToVisits>>;
type Activities = Awaited<ReturnType<typeof linksToActivities>>;

/** The practices that went into a plan: 404 where the plan is not known, or is not for this reader. */
export async function influencesOn(reading: Reading, planId: string): Promise<object> {
  const { shown: plan } = await linkToKnown(reading, 'plans', planId);
  if (plan === undefined) throw refusal(resourceNotFound);
  const { tx, publicUrl } = reading;
  const { seen, withheld } = await practicesOfPlan(tx, planId);
  const shown = await practicesById(
    tx,
    seen.slice(0, mostInfluences).map(({ id }) => id),
  );
  const visits = await linksToVisits(reading, distinctIds(seen.map(({ visitId }) => visitId)));
  const activities = await linksToActivities(reading, distinctIds(shown.map(({ activityId }) => activityId)));
  return {
    self: `${publicUrl}/v1/plans/${planId}/influences`,
    plan,
    practices: shown.map((practice) => influence(reading, practice, visits, activities)),
    total: seen.length,
    withheld,
    visits: sumsOf(visits),
  };
}

const distinctIds = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];

function influence(reading: Reading, practice: Practice, visits: Visits, activities: Activities): object {
  const { id, target, visitId, activityId } = practice;
  const visit = visits.get(visitId ?? '');
  const activity = activities.get(activityId ?? '');
  const links = [visit, activity].filter((link) => link !== undefined);
  return {
    ...addressed(reading, 'practices', id, practice),
    ...(target?.kind === 'plan' ? { step: target.step, passage: target.passage } : {}),
    visit: visit?.shown,
    activity: activity?.shown,
    ...missingOf(links),
  };
}

function sumsOf(visits: Visits): object {
  const shown = [...visits.values()].flatMap((link) => link.shown ?? []);
  return { number: shown.length, ...costOf(shown) };
}
