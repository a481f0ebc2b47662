// Practices of other cities, and what became of them here. All are invented, as their titles say.
import type { Known } from './known.ts';
import { isTitled, type Act, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

/** A plan by its English title, with the passage; or a working process by its name. */
type ListedTarget = { plan: string; passage: object } | { process: object };

interface ListedPractice {
  /** The English title of the visit on which it was seen. */
  visit?: string;
  /** The acronym of the project from which it came. */
  project?: string;
  /** The meetings that it rests on: `NTCCP 2024-03-14`. */
  basedOn?: string[];
  practice: Body & { capturedOn: string; title: { fr: string } };
  acts: (Act & { target?: ListedTarget })[];
}

interface Surroundings {
  readonly meetings: Known;
  readonly plans: Known;
  readonly projects: Known;
  readonly visits: Known;
}

export async function loadPractices(loader: Loader, around: Surroundings): Promise<void> {
  for (const listed of recordsOf<ListedPractice>('practices')) await loadPractice(loader, listed, around);
}

async function loadPractice(
  loader: Loader,
  { visit, project, basedOn = [], practice, acts }: ListedPractice,
  { meetings, plans, projects, visits }: Surroundings,
): Promise<void> {
  const body = {
    ...practice,
    ...(visit === undefined ? {} : { visitId: visits.idOf(visit) }),
    ...(project === undefined ? {} : { projectId: projects.idOf(project) }),
    basedOn: basedOn.map((name) => ({ resource: 'bodyMeetings', id: meetings.idOf(name) })),
  };
  const { capturedOn, title } = practice;
  const query = { capturedOnFrom: capturedOn, capturedOnTo: capturedOn };
  const held = await loader.keep({ path: '/practices', query, isIt: isTitled(practice), body, name: title.fr });
  const targeted = acts.map(({ target, ...act }) =>
    target === undefined ? act : { ...act, body: { ...act.body, target: targetOf(target, plans) } },
  );
  await loader.perform(`/practices/${held.id}`, held, targeted);
}

const targetOf = (target: ListedTarget, plans: Known): Body =>
  'plan' in target
    ? { kind: 'plan', id: plans.idOf(target.plan), passage: target.passage }
    : { kind: 'process', name: target.process };
