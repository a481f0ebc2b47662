// The networks, the Region's memberships and offices in them, and its activities. A membership is loaded after its network, an
// office after its membership, and acts after their record.
import { isTitled, type Act, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';
import { Known } from './known.ts';

interface ListedMembership {
  /** The acronym of its network. */
  network: string;
  body: Body & { holderKind: string; holder: { name: string } };
  /** What it cost, and whether it was worth it. */
  years?: { body: Body & { year: number }; acts: { body: Body & { transition: 'pay' | 'review' } }[] }[];
}

interface ListedOffice {
  /** The acronym of its network. */
  network: string;
  body: Body & { role: string };
  acts: Act[];
}

interface ListedActivity {
  /** The acronym of its network, where it belongs to one. */
  network?: string;
  body: Body & { kind: string; startsOn: string; title: { fr: string; en: string } };
  acts?: Act[];
}

/** The ids of what later records refer to: networks by acronym, activities by English title. */
export interface Networked {
  readonly networks: Known;
  readonly activities: Known;
}

export async function loadNetworks(loader: Loader): Promise<Networked> {
  const networks = new Known();
  for (const body of recordsOf<Body & { acronym: string }>('networks')) {
    const { acronym } = body;
    networks.add(acronym, (await loader.keep({ path: '/networks', query: { acronym }, body, name: acronym })).id);
  }
  const memberships = await loadMemberships(loader, networks);
  await loadOffices(loader, memberships);
  return { networks, activities: await loadActivities(loader, networks) };
}

/** Memberships by the acronym of their network: the example has one in each. */
async function loadMemberships(loader: Loader, networks: Known): Promise<Known> {
  const memberships = new Known();
  for (const { network, body, years = [] } of recordsOf<ListedMembership>('memberships')) {
    const networkId = networks.idOf(network);
    const query = { networkId, holderKind: body.holderKind, holder: body.holder.name };
    const joins = `/networks/${networkId}/memberships`;
    const name = `${body.holder.name} in ${network}`;
    const { id } = await loader.keep({ path: '/memberships', query, joins, body, name });
    memberships.add(network, id);
    for (const { body: terms, acts } of years) {
      const isThat = ({ year }: { year?: number }) => year === terms.year;
      const list = { path: '/membershipYears', query: { membershipId: id }, joins: `/memberships/${id}/years` };
      const year = await loader.keep({ ...list, isIt: isThat, body: terms, name: `${network} ${terms.year}` });
      // Acts leave the state as it is: those of a second run are known by what they set.
      const isDone = { pay: year.paidOn !== undefined, review: year.reviewedOn !== undefined };
      const left = acts.filter(({ body: { transition } }) => !isDone[transition]);
      for (const { body: given } of left)
        await loader.act(`/membershipYears/${year.id}/transitions`, given, given.transition);
    }
  }
  return memberships;
}

async function loadOffices(loader: Loader, memberships: Known): Promise<void> {
  for (const { network, body, acts } of recordsOf<ListedOffice>('offices')) {
    const membershipId = memberships.idOf(network);
    const query = { membershipId, role: body.role };
    const joins = `/memberships/${membershipId}/offices`;
    const office = await loader.keep({ path: '/offices', query, joins, body, name: `${body.role} of ${network}` });
    await loader.perform(`/offices/${office.id}`, office, acts);
  }
}

async function loadActivities(loader: Loader, networks: Known): Promise<Known> {
  const activities = new Known();
  for (const { network, body, acts = [] } of recordsOf<ListedActivity>('activities')) {
    const inNetwork = network === undefined ? {} : { networkId: networks.idOf(network) };
    const { kind, startsOn, title } = body;
    const query = { kind, startsOnFrom: startsOn, startsOnTo: startsOn };
    const wanted = { path: '/activities', query, isIt: isTitled(body), body: { ...body, ...inNetwork } };
    const held = await loader.keep({ ...wanted, name: title.fr });
    await loader.perform(`/activities/${held.id}`, held, acts);
    activities.add(title.en, held.id);
  }
  return activities;
}
