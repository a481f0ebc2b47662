// Missions and delegations. All are invented, as their titles say: no journey of the agency is written where it could be read.
import { Known } from './known.ts';
import { isTitled, type Act, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

interface ListedVisit {
  /** The acronym of its network. */
  network?: string;
  /** The English title of the activity that it led to. */
  activity?: string;
  visit: Body & { startsOn: string; title: { fr: string; en: string } };
  acts: Act[];
}

interface Surroundings {
  readonly networks: Known;
  readonly activities: Known;
}

/** Returns the visits by English title. */
export async function loadVisits(loader: Loader, { networks, activities }: Surroundings): Promise<Known> {
  const visits = new Known();
  for (const { network, activity, visit, acts } of recordsOf<ListedVisit>('visits')) {
    const { startsOn, title } = visit;
    const body = {
      ...visit,
      ...(network === undefined ? {} : { networkId: networks.idOf(network) }),
      ...(activity === undefined ? {} : { activityId: activities.idOf(activity) }),
    };
    const query = { startsOnFrom: startsOn, startsOnTo: startsOn };
    const held = await loader.keep({ path: '/visits', query, isIt: isTitled(visit), body, name: title.fr });
    await loader.perform(`/visits/${held.id}`, held, acts);
    visits.add(title.en, held.id);
  }
  return visits;
}
