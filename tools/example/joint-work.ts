// Joint work of Brussels with other regions: studies, programmes with their yearly editions and work sites, and shared data. A
// work site is loaded after its programme.
import { isTitled, type Actor, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

type Titled = Body & { title: { fr: string } };

interface Programme {
  body: Titled;
  /** The oldest first. */
  editions: (Body & { year: number })[];
  workSites: Titled[];
}

interface DataSharing {
  body: Titled;
  /** The only delivery, and its receipt. */
  acts: { by: Actor; body: Body & { transition: string } }[];
}

export async function loadJointWork(loader: Loader): Promise<void> {
  for (const { body } of recordsOf<{ body: Titled }>('jointStudies'))
    await loader.keep({ path: '/jointStudies', query: {}, isIt: isTitled(body), body, name: body.title.fr });
  for (const programme of recordsOf<Programme>('jointProgrammes')) await loadProgramme(loader, programme);
  for (const { body, acts } of recordsOf<DataSharing>('dataSharings')) {
    const list = { path: '/dataSharings', query: {}, isIt: isTitled(body) };
    const sharing = await loader.keep({ ...list, body, name: body.title.fr });
    const address = `/dataSharings/${sharing.id}/transitions`;
    if (sharing.deliveries === 0)
      for (const { by, body: act } of acts) await loader.act(address, act, act.transition, by);
  }
}

async function loadProgramme(loader: Loader, { body, editions, workSites }: Programme): Promise<void> {
  const { title } = body;
  const list = { path: '/jointProgrammes', query: {}, isIt: isTitled(body) };
  const programme = await loader.keep({ ...list, body, name: title.fr });
  const address = `/jointProgrammes/${programme.id}`;
  // Editions are added in the order of their years: those after the latest existing one are missing.
  for (const edition of editions.filter(({ year }) => year > (programme.latestEdition ?? 0)))
    await loader.act(`${address}/transitions`, { transition: 'renew', ...edition }, `edition of ${edition.year}`);
  const sites = { path: '/workSites', query: { jointProgrammeId: programme.id }, joins: `${address}/workSites` };
  for (const site of workSites) await loader.keep({ ...sites, isIt: isTitled(site), body: site, name: site.title.fr });
}
