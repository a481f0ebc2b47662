import { fromMinor } from '@passerelle/domain/money';
import { addDays } from '@passerelle/domain/period';
import type { Tx } from '@passerelle/platform/data/database';
import { activitiesOfNetworks, type ActivityOfNetwork } from '../activities/activities.api.js';
import { feesOf, openYears, type OpenYear } from '../membership-years/membership-years.api.js';
import { runningMemberships, type RunningMembership } from '../memberships/memberships.api.js';
import { networksById } from '../networks/networks.api.js';
import { rolesHeld } from '../offices/offices.api.js';
import { practicesSeenAt, type PracticeOfNetwork } from '../practices/practices.api.js';
import { visibilityAt, type ShownItem } from '../visibility/visibility.api.js';
import { costOf, visitsOfNetworks, type VisitOfNetwork } from '../visits/visits.api.js';
import { mostMemberships, type Benefit, type BenefitsQuery } from './benefits.schema.js';

/** One row for each running membership, those to be decided on first; a fixed number of queries, however many there are. */
export async function benefitsOf(tx: Tx, { from, to, networkId, decideByTo }: BenefitsQuery): Promise<object> {
  const running = await runningMemberships(tx, { networkId, limit: mostMemberships });
  const years = await openYears(
    tx,
    running.map(({ id }) => id),
  );
  const isWanted = ({ id }: RunningMembership) => decideByTo === undefined || isDue(years.get(id), decideByTo);
  const wanted = running.filter(isWanted).toSorted(byDecision(years));
  const gathered = await gather(tx, wanted, { first: from, last: to });
  return { from, to, items: wanted.map((membership) => benefitOf(membership, years.get(membership.id), gathered)) };
}

const isDue = (year: OpenYear | undefined, decideByTo: string): boolean =>
  year !== undefined && year.decidedOn === null && year.decideBy <= decideByTo;

const byDecision = (years: ReadonlyMap<string, OpenYear>) => (one: RunningMembership, other: RunningMembership) => {
  const [a = '~', b = '~'] = [years.get(one.id)?.decideBy, years.get(other.id)?.decideBy];
  return a === b ? one.ref.localeCompare(other.ref) : a.localeCompare(b);
};

interface Days {
  readonly first: string;
  readonly last: string;
}

type Gathered = Awaited<ReturnType<typeof gather>>;

async function gather(tx: Tx, memberships: readonly RunningMembership[], days: Days) {
  const ids = memberships.map(({ id }) => id);
  const networkIds = [...new Set(memberships.map(({ networkId }) => networkId))];
  const activities = await activitiesOfNetworks(tx, networkIds, days);
  const visits = await visitsOfNetworks(tx, networkIds, days);
  const places = { activityIds: activities.map(({ id }) => id), visitIds: visits.map(({ id }) => id) };
  return {
    networks: await networksById(tx, networkIds),
    fees: await feesOf(tx, ids, { from: days.first, to: addDays(days.last, 1) }),
    roles: await rolesHeld(tx, ids, days.last),
    activities,
    visits,
    shown: await visibilityAt(tx, places),
    practices: await practicesSeenAt(tx, places),
  };
}

function benefitOf(membership: RunningMembership, year: OpenYear | undefined, gathered: Gathered): Partial<Benefit> {
  const { id, ref, networkId, holderKind, category } = membership;
  const network = gathered.networks.get(networkId);
  const isOfNetwork = (of: ActivityOfNetwork | VisitOfNetwork) => of.networkId === networkId;
  const activities = gathered.activities.filter(isOfNetwork);
  const visits = gathered.visits.filter(isOfNetwork);
  const places = new Set([...activities, ...visits].map((place) => place.id));
  const isThere = ({ activityId, visitId }: ShownItem | PracticeOfNetwork) =>
    places.has(activityId ?? '') || places.has(visitId ?? '');
  const fees = gathered.fees.get(id);
  return {
    ...{ membershipId: id, ref, networkId, network: network?.name, acronym: network?.acronym ?? undefined },
    ...{ holderKind, category, membershipYearId: year?.id },
    ...{ decideBy: year?.decideBy, decidedOn: year?.decidedOn ?? undefined, verdict: year?.verdict ?? undefined },
    fee: fromMinor(fees?.due ?? 0n),
    paid: fromMinor(fees?.paid ?? 0n),
    feeUnknown: fees?.isUnknown ?? true,
    activities: byPart(activities),
    missions: missionsIn(visits.filter(({ direction }) => direction === 'outgoing')),
    delegations: visits.filter(({ direction }) => direction === 'incoming').length,
    offices: [...(gathered.roles.get(id) ?? [])],
    visibilityItems: gathered.shown.filter(isThere).length,
    practices: practiceCounts(gathered.practices.filter(isThere)),
  };
}

const byPart = (activities: readonly ActivityOfNetwork[]) =>
  [...Map.groupBy(activities, ({ part }) => part)]
    .map(([part, found]) => ({ part, count: found.length }))
    .toSorted((one, other) => one.part.localeCompare(other.part));

function missionsIn(missions: readonly VisitOfNetwork[]) {
  const { cost, withCost: costKnown, kilograms, withCarbon: carbonKnown } = costOf(missions);
  return { count: missions.length, cost, costKnown, kilograms, carbonKnown };
}

const practiceCounts = (practices: readonly PracticeOfNetwork[]) => ({
  seen: practices.length,
  adopted: practices.filter(({ adoptedOn }) => adoptedOn !== null).length,
  implemented: practices.filter(({ implementedOn }) => implementedOn !== null).length,
});
