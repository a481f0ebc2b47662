// The networks, the Region's memberships and offices in them, and its activities. A membership is loaded after its network, an
// office after its membership, and acts after their record.
import { isTitled, type Act, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

interface ListedMembership {
  /** The acronym of its network. */
  network: string;
  body: Body & { holderKind: string; holder: { name: string } };
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
  body: Body & { kind: string; startsOn: string; title: { fr: string } };
}

export async function loadNetworks(loader: Loader): Promise<void> {
  const networks = new Map<string, string>();
  for (const body of recordsOf<Body & { acronym: string }>('networks')) {
    const { acronym } = body;
    const { id } = await loader.keep({ path: '/networks', query: { acronym }, body, name: acronym });
    networks.set(acronym, id);
  }
  const memberships = new Map<string, string>();
  for (const { network, body } of recordsOf<ListedMembership>('memberships')) {
    const networkId = named(networks, network);
    const query = { networkId, holderKind: body.holderKind, holder: body.holder.name };
    const joins = `/networks/${networkId}/memberships`;
    const { id } = await loader.keep({
      path: '/memberships',
      query,
      joins,
      body,
      name: `${body.holder.name} in ${network}`,
    });
    memberships.set(network, id);
  }
  for (const { network, body, acts } of recordsOf<ListedOffice>('offices')) {
    const membershipId = named(memberships, network);
    const query = { membershipId, role: body.role };
    const joins = `/memberships/${membershipId}/offices`;
    const office = await loader.keep({ path: '/offices', query, joins, body, name: `${body.role} of ${network}` });
    await loader.perform(`/offices/${office.id}`, office, acts);
  }
  for (const { network, body } of recordsOf<ListedActivity>('activities')) {
    const inNetwork = network === undefined ? {} : { networkId: named(networks, network) };
    const { kind, startsOn, title } = body;
    const query = { kind, startsOnFrom: startsOn, startsOnTo: startsOn };
    await loader.keep({
      path: '/activities',
      query,
      isIt: isTitled(body),
      body: { ...body, ...inNetwork },
      name: title.fr,
    });
  }
}

function named(known: ReadonlyMap<string, string>, network: string): string {
  const id = known.get(network);
  if (id === undefined) throw new Error(`${network} is named before it is listed`);
  return id;
}
