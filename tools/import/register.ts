// Writes a plan to the register: reads the existing records, then writes the missing ones. A run that was stopped can be started
// again, and ends with the same records.
import type { Api, Held } from '../example/client.ts';
import type { PlannedPartner, PlannedProject } from './claims.ts';
import { partnerKey } from './consortia.ts';
import { at } from './fields.ts';
import { projectKey, refuse, type Judged } from './judged.ts';
import { programmeCode, type Plan } from './plan.ts';
import { each, refusalOf, write, type Progress } from './sending.ts';

/** The API's maximum number of values of one parameter. */
const atOnce = 20;

type Identity = Pick<Held, 'programmeId' | 'acronym' | 'externalIds'>;

/** The records of the plan that the register already contains. */
interface Known {
  /** Programme code → id. */
  readonly programmes: Map<string, string>;
  readonly projects: Map<string, Held>;
  /** Project id → its partners. */
  readonly partners: Map<string, Map<string, Held>>;
}

/** Sends the missing records. Each row of the plan gets its record, or the reason of its refusal. */
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
  for (const held of projects) if (ours.has(held.programmeId ?? '')) known.projects.set(keyOfHeld(held), held);
  await each(batches([...known.projects.values()].map(({ id }) => id)), async (projectId) => {
    for (const held of await api.all('/partners', { projectId })) {
      const ofProject = known.partners.get(held.projectId ?? '') ?? new Map();
      known.partners.set(held.projectId ?? '', ofProject.set(partnerKey({ ...held }), held));
    }
  });
  return known;
}

const keyOfHeld = ({ programmeId, acronym = '', externalIds }: Identity): string =>
  JSON.stringify([programmeId, projectKey(externalIds?.programmeId, acronym)]);

/**
 * Finds the project in the register. With ids, other projects may have the same acronym; a project without an id is taken for the
 * same one: it was imported from a form without ids, or registered by hand.
 */
async function findProject(api: Api, wanted: Identity): Promise<Held | undefined> {
  const { programmeId = '', acronym = '' } = wanted;
  const found = await api.all('/projects', { programmeId, acronym });
  return (
    found.find((held) => keyOfHeld(held) === keyOfHeld(wanted)) ??
    found.find(({ externalIds }) => externalIds?.programmeId === undefined)
  );
}

async function registered(
  api: Api,
  { programme, body, rows, partners }: PlannedProject,
  { programmes, projects }: Known,
  source: string,
  progress: Progress,
): Promise<Held | undefined> {
  const programmeId = programmes.get(programmeCode(programme)) ?? '';
  const id = at(body, 'externalIds.programmeId');
  const wanted = {
    programmeId,
    acronym: String(body.acronym),
    externalIds: id === undefined ? {} : { programmeId: String(id) },
  };
  const find = () => findProject(api, wanted);
  const known = projects.get(keyOfHeld(wanted)) ?? (id === undefined ? undefined : await find());
  const refuseAll = (reason: string) => {
    for (const row of rows) refuse(row, reason);
    for (const partner of partners.values()) for (const row of partner.rows) refuse(row, `projectRefused: ${reason}`);
    return undefined;
  };
  try {
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

/** The last step, so that a closed project has all its partners. */
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
  const address = `/projects/${held.id}/transitions`;
  const isOver = async () => {
    const [found] = await api.all('/projects', { ref: held.ref });
    return found?.status === 'contracting' ? undefined : found;
  };
  try {
    await write(() => api.post(address, { transition: ends.act }), isOver, progress);
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
