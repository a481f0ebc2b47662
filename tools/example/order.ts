// The order of loading: a record before records that refer to it, an act after the records that it needs.
import type { Held, Tell } from './client.ts';
import { loadForum } from './forum.ts';
import { loadInfluence } from './influence.ts';
import { loadJointWork } from './joint-work.ts';
import { Known } from './known.ts';
import { loaderOf, type Act, type Actors, type Loader } from './loading.ts';
import { loadNetworks } from './networks.ts';
import { loadPlan, type ListedPlan } from './plans.ts';
import { loadPractices } from './practices.ts';
import { recordsOf, type Body } from './records.ts';
import { loadRepresentation } from './representation.ts';
import { loadVisibility } from './visibility.ts';
import { loadVisits } from './visits.ts';

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
  const plans = new Known();
  for (const listed of recordsOf<ListedPlan>('plans')) {
    const { plan } = await loadPlan(loader, listed);
    const { fr, en = fr } = listed.body.title;
    plans.add(en, plan.id);
  }
  await loadJointWork(loader);
  for (const body of recordsOf<Body & { code: string; administration: { name: string } }>('parties')) {
    const { code, administration } = body;
    await loader.keep({ path: '/parties', query: { code }, body, name: `${code}: ${administration.name}` });
  }
  const meetings = await loadInfluence(loader, await loadRepresentation(loader));
  const projects = await loadProjects(loader);
  const { networks, activities } = await loadNetworks(loader);
  const visits = await loadVisits(loader, { networks, activities });
  await loadVisibility(loader, { activities, plans, projects });
  await loadPractices(loader, { meetings, plans, projects, visits });
}

/** Projects by acronym. */
async function loadProjects(loader: Loader): Promise<Known> {
  const programmes = new Map<string, Held>();
  for (const body of recordsOf<Body & { code: string }>('programmes')) {
    const { code } = body;
    programmes.set(code, await loader.keep({ path: '/programmes', query: { code }, body, name: code }));
  }
  const projects = new Known();
  for (const project of recordsOf<Project>('projects')) {
    const programmeId = programmes.get(project.programme)?.id;
    if (!programmeId) throw new Error(`${project.body.acronym} names a programme that is not listed`);
    projects.add(project.body.acronym, await loadProject(loader, project, programmeId));
  }
  return projects;
}

async function loadProject(loader: Loader, { body, partners, acts }: Project, programmeId: string): Promise<string> {
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
  return project.id;
}
