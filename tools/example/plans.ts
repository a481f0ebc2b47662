// The plans of the four authorities, the steps of each part in the order in which they happened, the notices sent, and the
// consultations on them.
import type { Held } from './client.ts';
import { isTitled, type Act, type Actor, type Loader } from './loading.ts';
import type { Body } from './records.ts';

type Step = Body & { stepCode: string; occurredOn: string };

interface Opinion {
  by: Actor;
  body: Body;
  acts: Act[];
}

interface Consultation {
  body: Body & { affectedParty: string };
  acts: Act[];
  opinion?: Opinion | undefined;
}

export interface ListedPlan {
  /** The client that registers the plan, its steps and notices, and opens the consultation; the editor when absent. */
  by?: Actor;
  body: Body & { planType: string; title: { fr: string; en?: string } };
  /** By the code of the part. */
  steps: Record<string, Step[]>;
  notices: { component: string; body: Body & { stage: string }; consultation?: Consultation }[];
}

export interface LoadedPlan {
  readonly plan: Held;
  readonly consultations: Held[];
}

/** Notices and steps have no name: a second run recognises them by their stage or step, of which a part has one each. */
export async function loadPlan(loader: Loader, { by, body, steps, notices }: ListedPlan): Promise<LoadedPlan> {
  const { planType, title } = body;
  const list = { path: '/plans', query: { planType }, isIt: isTitled(body) };
  const plan = await loader.keep({ ...list, by, body, name: title.fr });
  const parts = new Map((await loader.all('/planComponents', { planId: plan.id })).map((part) => [part.code, part]));
  const sent = new Map<Consultation, Held>();
  for (const { component, body: notice, consultation } of notices) {
    const componentId = named(parts, component).id;
    const query = { planId: plan.id, componentId, stage: notice.stage };
    const wanted = { path: '/planNotices', query, joins: `/plans/${plan.id}/notices`, by };
    const held = await loader.keep({ ...wanted, body: { ...notice, componentId }, name: `${notice.stage} notice` });
    if (consultation !== undefined) sent.set(consultation, held);
  }
  for (const [code, log] of Object.entries(steps))
    for (const step of log) await take(loader, named(parts, code), step, by);
  const consultations = [];
  for (const [listed, notice] of sent) consultations.push(await consult(loader, notice, listed, by));
  return { plan, consultations };
}

async function take(loader: Loader, part: Held, step: Step, by: Actor | undefined): Promise<void> {
  const { stepCode, occurredOn } = step;
  const known = await loader.all('/procedureSteps', { componentId: part.id, stepCode });
  if (known.length > 0) return;
  await loader.act(`/planComponents/${part.id}/steps`, step, `${stepCode} of ${occurredOn}`, by);
}

/** Each side performs its own acts. */
async function consult(
  loader: Loader,
  { id: noticeId, planId, componentId }: Held,
  { body, acts, opinion }: Consultation,
  by: Actor | undefined,
): Promise<Held> {
  const { affectedParty } = body;
  const query = { planId: planId ?? '', affectedParty };
  const wanted = { path: '/consultations', query, by, body: { ...body, planId, componentId, noticeId } };
  const consultation = await loader.keep({ ...wanted, name: `consultation of ${affectedParty}` });
  const { id } = consultation;
  await loader.perform(`/consultations/${id}`, consultation, acts);
  if (opinion !== undefined) {
    const list = { path: '/opinions', query: { consultationId: id }, joins: `/consultations/${id}/opinions` };
    const held = await loader.keep({
      ...list,
      by: opinion.by,
      body: opinion.body,
      name: `opinion of ${affectedParty}`,
    });
    await loader.perform(`/opinions/${held.id}`, held, opinion.acts);
  }
  return consultation;
}

function named(parts: ReadonlyMap<string | undefined, Held>, code: string): Held {
  const part = parts.get(code);
  if (part === undefined) throw new Error(`${code} is no part of its plan`);
  return part;
}
