// The order of loading: a record before records that refer to it, an act after the records that it needs.
import type { Held, Tell } from './client.ts';
import { loadForum } from './forum.ts';
import { loadInfluence } from './influence.ts';
import { loadJointWork } from './joint-work.ts';
import { loaderOf, type Act, type Actors, type Loader } from './loading.ts';
import { loadNetworks } from './networks.ts';
import { loadPlan, type ListedPlan } from './plans.ts';
import { recordsOf, type Body } from './records.ts';
import { loadRepresentation } from './representation.ts';

interface Project {
  /** The code of its programme. */
  programme: string;
  body: Body & { acronym: string };
  partners: (Body & { organisation: { name: string } })[];
  acts: Act[];
}

export async function load(actors: Actors, tell: Tell): Promise<void> {
  const loader = loaderOf(actors, tell);
  await loadForum(loader);
  for (const plan of recordsOf<ListedPlan>('plans')) await loadPlan(loader, plan);
  await loadJointWork(loader);
  for (const body of recordsOf<Body & { code: string; administration: { name: string } }>('parties')) {
    const { code, administration } = body;
    await loader.keep({ path: '/parties', query: { code }, body, name: `${code}: ${administration.name}` });
  }
  await loadInfluence(loader, await loadRepresentation(loader));
  await loadProjects(loader);
  await loadNetworks(loader);
}

async function loadProjects(loader: Loader): Promise<void> {
  const programmes = new Map<string, Held>();
  for (const body of recordsOf<Body & { code: string }>('programmes')) {
    const { code } = body;
    programmes.set(code, await loader.keep({ path: '/programmes', query: { code }, body, name: code }));
  }
  for (const project of recordsOf<Project>('projects')) {
    const programmeId = programmes.get(project.programme)?.id;
    if (!programmeId) throw new Error(`${project.body.acronym} names a programme that is not listed`);
    await loadProject(loader, project, programmeId);
  }
}

async function loadProject(loader: Loader, { body, partners, acts }: Project, programmeId: string): Promise<void> {
  const { acronym } = body;
  const query = { programmeId, acronym };
  const project = await loader.keep({ path: '/projects', query, body: { ...body, programmeId }, name: acronym });
  for (const partner of partners) {
    const { name } = partner.organisation;
    const isIt = ({ organisation }: Held) => organisation?.name === name;
    const list = { path: '/partners', query: { projectId: project.id }, isIt };
    await loader.keep({
      ...list,
      joins: `/projects/${project.id}/partners`,
      body: partner,
      name: `${acronym}: ${name}`,
    });
  }
  await loader.perform(`/projects/${project.id}`, project, acts);
}
