// How a plan comes in: look at what is there, then write the rest. Whoever was stopped in the middle starts again, and
// ends with the same records.
import type { Api, Held } from '../example/client.ts';
import type { PlannedPartner, PlannedProject } from './claims.ts';
import { partnerKey } from './consortia.ts';
import { at } from './fields.ts';
import { refuse, type Judged } from './judged.ts';
import { programmeCode, type Plan } from './plan.ts';
import { each, refusalOf, write, type Progress } from './sending.ts';

/** Values of one parameter that the API takes at once. */
const atOnce = 20;

/** What the register holds of the plan already. */
interface Known {
  /** Programme code → id. */
  readonly programmes: Map<string, string>;
  readonly projects: Map<string, Held>;
  /** Project id → its partners. */
  readonly partners: Map<string, Map<string, Held>>;
}

/** Sends what the register does not hold yet. Each row of the plan learns its record, or why it was refused. */
export async function bringIn(api: Api, plan: Plan, progress: Progress, today: string): Promise<void> {
  const known = await look(api, plan);
  await each([...plan.programmes], async ([code, body]) => {
    if (known.programmes.has(code)) return;
    const find = () => first(api, '/programmes', { code });
    known.programmes.set(code, (await write(() => api.post('/programmes', body), find, progress)).id);
  });
  await each(plan.projects, async (project) => {
    const held = await registered(api, project, known, plan.mapping.source, progress);
    if (held !== undefined) {
      await joined(api, project, held, known.partners.get(held.id) ?? new Map(), progress);
      await ended(api, project, held, plan, { today, progress });
    }
    progress.projects++;
  });
}

async function look(api: Api, { programmes, mapping }: Plan): Promise<Known> {
  const known: Known = { programmes: new Map(), projects: new Map(), partners: new Map() };
  await each(batches([...programmes.keys()]), async (code) => {
    for (const held of await api.all('/programmes', { code })) known.programmes.set(held.code ?? '', held.id);
  });
  const ours = new Set(known.programmes.values());
  const projects = ours.size === 0 ? [] : await api.all('/projects', { importSource: mapping.source });
  for (const held of projects) if (ours.has(held.programmeId ?? '')) known.projects.set(projectKey(held), held);
  await each(batches([...known.projects.values()].map(({ id }) => id)), async (projectId) => {
    for (const held of await api.all('/partners', { projectId })) {
      const ofProject = known.partners.get(held.projectId ?? '') ?? new Map();
      known.partners.set(held.projectId ?? '', ofProject.set(partnerKey({ ...held }), held));
    }
  });
  return known;
}

const projectKey = ({ programmeId, acronym }: Pick<Held, 'programmeId' | 'acronym'>): string =>
  JSON.stringify([programmeId, acronym?.toLowerCase()]);

async function registered(
  api: Api,
  { programme, body, rows, partners }: PlannedProject,
  { programmes, projects }: Known,
  source: string,
  progress: Progress,
): Promise<Held | undefined> {
  const programmeId = programmes.get(programmeCode(programme)) ?? '';
  const acronym = String(body.acronym);
  const known = projects.get(projectKey({ programmeId, acronym }));
  const refuseAll = (reason: string) => {
    for (const row of rows) refuse(row, reason);
    for (const partner of partners.values()) for (const row of partner.rows) refuse(row, `projectRefused: ${reason}`);
    return undefined;
  };
  try {
    const find = () => first(api, '/projects', { programmeId, acronym });
    const post = () => api.post('/projects', { ...body, programmeId });
    const held = known ?? (await write(post, find, progress));
    if (held.importSource !== source) return refuseAll(`acronymTaken: ${held.ref} is not of ${source}`);
    tell(rows, held, known === undefined);
    return held;
  } catch (error) {
    return refuseAll(refusalOf(error));
  }
}

async function joined(
  api: Api,
  { partners }: PlannedProject,
  project: Held,
  known: ReadonlyMap<string, Held>,
  progress: Progress,
): Promise<void> {
  for (const [key, { body, rows }] of partners) {
    const held = known.get(key) ?? (await join(api, project, key, { body, rows }, progress));
    if (held !== undefined) tell(rows, held, !known.has(key));
    progress.partners++;
  }
}

async function join(
  api: Api,
  { id: projectId }: Held,
  key: string,
  { body, rows }: PlannedPartner,
  progress: Progress,
): Promise<Held | undefined> {
  const post = () => api.post(`/projects/${projectId}/partners`, body);
  const find = async () => (await api.all('/partners', { projectId })).find((held) => partnerKey({ ...held }) === key);
  try {
    return await write(post, find, progress);
  } catch (error) {
    for (const row of rows) refuse(row, refusalOf(error));
    return undefined;
  }
}

/** Last of all: a project whose end is written has all its partners. */
async function ended(
  api: Api,
  { body, rows }: PlannedProject,
  held: Held,
  { mapping }: Plan,
  { today, progress }: { today: string; progress: Progress },
): Promise<void> {
  const { ends } = mapping.projects;
  const lastDay = ends && at(body, ends.after);
  if (ends === undefined || held.status !== 'contracting' || typeof lastDay !== 'string' || lastDay >= today) return;
  const address = `/projects/${held.id}`;
  const isOver = async () => {
    const [found] = await api.all('/projects', { ref: held.ref });
    return found?.status === 'contracting' ? undefined : found;
  };
  try {
    await write(() => api.post(`${address}/${ends.act}`, {}), isOver, progress);
  } catch (error) {
    const told = `status: stays contracting, ${refusalOf(error)}`;
    for (const row of rows) row.repairs = [...row.repairs, told];
  }
}

const first = async (api: Api, path: string, query: Record<string, string>): Promise<Held | undefined> =>
  (await api.all(path, query))[0];

function tell(rows: readonly Judged[], { ref }: Held, written: boolean): void {
  for (const row of rows) Object.assign(row, { ref, written: written && row.outcome === 'taken' });
}

function* batches(values: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < values.length; from += atOnce) yield values.slice(from, from + atOnce);
}
