// The plans of the four authorities, the steps of each part in the order in which they happened, and the notices sent.
import type { Api, Held } from './client.ts';

type Body = Record<string, unknown>;

interface Wanted {
  path: string;
  query: Record<string, string>;
  isIt?: (held: Held) => boolean;
  joins?: string;
  body: Body;
  name: string;
}

interface Loader {
  recordsOf<Kind>(file: string): Kind[];
  keep(wanted: Wanted): Promise<Held>;
  api: Api;
  tell(what: 'done', ref: string, name: string): void;
}

type Step = Body & { stepCode: string; occurredOn: string };

interface ListedPlan {
  body: Body & { planType: string; title: { fr: string } };
  /** By the code of the part. */
  steps: Record<string, Step[]>;
  notices: { component: string; body: Body & { at: string } }[];
}

export async function loadPlans({ recordsOf, keep, api, tell }: Loader): Promise<void> {
  for (const { body, steps, notices } of recordsOf<ListedPlan>('plans')) {
    const isIt = ({ title }: Held) => title?.fr === body.title.fr;
    const query = { planType: body.planType };
    const plan = await keep({ path: '/plans', query, isIt, body, name: body.title.fr });
    const parts = new Map((await api.all('/planComponents', { planId: plan.id })).map((part) => [part.code, part]));
    // Notices and steps have no name: a second run recognises them by their days.
    for (const { component, body: notice } of notices) {
      const isNotice = ({ sentOn }: Held) => sentOn === notice.at.slice(0, 10);
      const wanted = { ...notice, componentId: named(parts, component).id };
      const list = { path: '/planNotices', query: { planId: plan.id }, isIt: isNotice };
      await keep({ ...list, joins: `/plans/${plan.id}/notices`, body: wanted, name: `notice of ${notice.at}` });
    }
    for (const [code, log] of Object.entries(steps)) for (const step of log) await take(named(parts, code), step);
  }

  async function take(part: Held, step: Step): Promise<void> {
    const { stepCode, occurredOn } = step;
    const known = await api.all('/procedureSteps', { componentId: part.id, stepCode });
    if (known.some((each) => each.occurredOn === occurredOn)) return;
    const { ref } = await api.post(`/planComponents/${part.id}/steps`, step);
    tell('done', ref, `${stepCode} of ${occurredOn}`);
  }
}

function named(parts: ReadonlyMap<string | undefined, Held>, code: string): Held {
  const part = parts.get(code);
  if (part === undefined) throw new Error(`${code} is no part of its plan`);
  return part;
}
