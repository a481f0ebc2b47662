// The order of loading: a record before records that refer to it, an act after the records that it needs. Each step first looks
// for the record by its human identification, so that the loader is idempotent.
import { readFileSync } from 'node:fs';
import type { Api, Held, Tell } from './client.ts';
import { loadJointWork, type Edition } from './joint-work.ts';
import { loadNetworks } from './networks.ts';
import { loadPlans } from './plans.ts';
import { loadRepresentation } from './representation.ts';

type Body = Record<string, unknown>;

interface Act {
  /** The status before the act. */
  when: string;
  /** The last part of its address. */
  act: string;
  body: Body;
}

interface Agreement {
  body: Body & { title: { fr: string } };
  acts: Act[];
}

interface Project {
  /** The code of its programme. */
  programme: string;
  body: Body & { acronym: string };
  partners: (Body & { organisation: { name: string } })[];
  acts: Act[];
}

/** The records of one kind. `_source` is the source of a record whose schema has no field for it; it is not sent. */
function recordsOf<Kind>(file: string): Kind[] {
  const text = readFileSync(new URL(`records/${file}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (key, value) => (key === '_source' ? undefined : value));
}

export async function load(api: Api, tell: Tell): Promise<void> {
  const keep = keeper(api, tell);
  for (const { body, acts } of recordsOf<Agreement>('agreements')) {
    const isIt = ({ title }: Held) => title?.fr === body.title.fr;
    const agreement = await keep({ path: '/agreements', query: {}, isIt, body, name: body.title.fr });
    await perform(api, `/agreements/${agreement.id}`, agreement, acts, tell);
  }
  await loadPlans({ recordsOf, keep, api, tell });
  await loadJointWork({ recordsOf, keep, renew: renewer(api, tell) });
  for (const body of recordsOf<Body & { code: string; administration: { name: string } }>('parties')) {
    const { code, administration } = body;
    await keep({ path: '/parties', query: { code }, body, name: `${code}: ${administration.name}` });
  }
  await loadRepresentation({ recordsOf, keep });
  const programmes = new Map<string, Held>();
  for (const body of recordsOf<Body & { code: string }>('programmes')) {
    const { code } = body;
    programmes.set(code, await keep({ path: '/programmes', query: { code }, body, name: code }));
  }
  for (const project of recordsOf<Project>('projects')) {
    const programmeId = programmes.get(project.programme)?.id;
    if (!programmeId) throw new Error(`${project.body.acronym} names a programme that is not listed`);
    await loadProject(project, programmeId);
  }
  await loadNetworks({ recordsOf, keep, perform: (address, held, acts) => perform(api, address, held, acts, tell) });

  async function loadProject({ body, partners, acts }: Project, programmeId: string): Promise<void> {
    const { acronym } = body;
    const query = { programmeId, acronym };
    const project = await keep({ path: '/projects', query, body: { ...body, programmeId }, name: acronym });
    for (const partner of partners) {
      const { name } = partner.organisation;
      const isIt = ({ organisation }: Held) => organisation?.name === name;
      const list = { path: '/partners', query: { projectId: project.id }, isIt };
      await keep({ ...list, joins: `/projects/${project.id}/partners`, body: partner, name: `${acronym}: ${name}` });
    }
    await perform(api, `/projects/${project.id}`, project, acts, tell);
  }
}

interface Wanted {
  path: string;
  /** Filters that leave few records, and the condition that identifies the record among them. */
  query: Record<string, string>;
  isIt?: (held: Held) => boolean;
  /** The collection for registration, if it is another than for listing. */
  joins?: string;
  body: Body;
  name: string;
}

/** Finds a record or registers it. */
const keeper =
  (api: Api, tell: Tell) =>
  async ({ path, query, isIt = () => true, joins = path, body, name }: Wanted): Promise<Held> => {
    const known = (await api.all(path, query)).find(isIt);
    const held = known ?? (await api.post(joins, body));
    tell(known ? 'was there' : 'created', held.ref, name);
    return held;
  };

/** Editions are added in the order of their years: those after the latest existing one are missing. */
const renewer =
  (api: Api, tell: Tell) =>
  async (programme: Held, edition: Edition): Promise<void> => {
    if ((programme.latestEdition ?? 0) >= edition.year) return;
    const act = { transition: 'renew', ...edition };
    const renewed = await api.post(`/jointProgrammes/${programme.id}/transitions`, act);
    tell('done', renewed.ref, `edition of ${edition.year}`);
  };

async function perform(api: Api, address: string, held: Held, acts: readonly Act[], tell: Tell): Promise<void> {
  let { status } = held;
  for (const { when, act, body } of acts) {
    if (status !== when) continue;
    const moved = await api.post(`${address}/${act}`, body);
    status = moved.status;
    tell('done', moved.ref, `${act}: now ${status}`);
  }
}
