// Where work of ours was seen. All items are invented, as their titles say.
import type { Known } from './known.ts';
import { isTitled, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

interface ListedItem {
  /** The acronyms of the projects that it shows. */
  projects?: string[];
  /** The English titles of the plans that it shows. */
  plans?: string[];
  /** The English title of the activity at which it took place. */
  activity?: string;
  item: Body & { kind: string; shownOn: string; title: { fr: string } };
}

interface Surroundings {
  readonly activities: Known;
  readonly plans: Known;
  readonly projects: Known;
}

export async function loadVisibility(loader: Loader, { activities, plans, projects }: Surroundings): Promise<void> {
  for (const { projects: acronyms = [], plans: titles = [], activity, item } of recordsOf<ListedItem>('visibility')) {
    const body = {
      ...item,
      projectIds: acronyms.map((acronym) => projects.idOf(acronym)),
      planIds: titles.map((title) => plans.idOf(title)),
      ...(activity === undefined ? {} : { activityId: activities.idOf(activity) }),
    };
    const { kind, shownOn, title } = item;
    const query = { kind, shownOnFrom: shownOn, shownOnTo: shownOn };
    await loader.keep({ path: '/visibility', query, isIt: isTitled(item), body, name: title.fr });
  }
}
