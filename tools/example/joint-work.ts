// Joint work of Brussels with other regions: studies, and programmes with their yearly editions and work sites. A work site is
// loaded after its programme.
import type { Held } from './client.ts';

type Body = Record<string, unknown>;
type Titled = Body & { title: { fr: string } };

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
  /** Adds an edition that the programme does not have yet. */
  renew(programme: Held, edition: Edition): Promise<void>;
}

export interface Edition extends Body {
  year: number;
}

interface Programme {
  body: Titled;
  /** The oldest first. */
  editions: Edition[];
  workSites: Titled[];
}

const isTitled =
  ({ title }: Titled) =>
  (held: Held): boolean =>
    held.title?.fr === title.fr;

export async function loadJointWork({ recordsOf, keep, renew }: Loader): Promise<void> {
  for (const { body } of recordsOf<{ body: Titled }>('jointStudies'))
    await keep({ path: '/jointStudies', query: {}, isIt: isTitled(body), body, name: body.title.fr });
  for (const { body, editions, workSites } of recordsOf<Programme>('jointProgrammes')) {
    const { title } = body;
    const programme = await keep({ path: '/jointProgrammes', query: {}, isIt: isTitled(body), body, name: title.fr });
    for (const edition of editions) await renew(programme, edition);
    const joins = `/jointProgrammes/${programme.id}/workSites`;
    const query = { jointProgrammeId: programme.id };
    for (const site of workSites)
      await keep({ path: '/workSites', query, joins, isIt: isTitled(site), body: site, name: site.title.fr });
  }
}
