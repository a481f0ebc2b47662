import { HumanReference } from '@passerelle/domain/human-reference';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays } from '@passerelle/domain/period';
import { maySee, type Viewer } from '@passerelle/platform/access/rights';
import type { Tx } from '@passerelle/platform/data/database';
import type { RecordReplica } from '@passerelle/platform/features/replicas';
import { activitiesForChain } from '../activities/activities.api.js';
import { namedPractice } from '../practices/practices.api.js';
import { visitsForChain } from '../visits/visits.api.js';
import { RecordTitle } from './chain.schema.js';

// The records that a chain leads to. Each is shown, or withheld from the reader, or not known any more; none is left out in silence.

/** Who reads a chain, and from what. */
export interface Reading extends Viewer {
  readonly tx: Tx;
  readonly known: RecordReplica;
  readonly publicUrl: string;
}

export interface Link<Shown extends object = object> {
  readonly resource: string;
  readonly id: string;
  /** Absent where the record is withheld or not known. */
  readonly shown?: Shown | undefined;
  readonly isKnown: boolean;
}

interface Addressed {
  readonly resource: string;
  readonly id: string;
  readonly href: string;
}

export const addressed = <Shown extends object>(
  { publicUrl }: Reading,
  resource: string,
  id: string,
  shown: Shown,
): Shown & Addressed => ({ ...shown, resource, id, href: `${publicUrl}/v1/${resource}/${id}` });

/** A record of another service; the classification and the regions in its facts decide who may see it. */
export async function linkToKnown(reading: Reading, resource: string, id: string): Promise<Link<Addressed>> {
  const found = await reading.known.find(reading.tx, resource, id);
  if (found === undefined) return { resource, id, isKnown: false };
  const { ref, title, days, classification, parties } = found;
  const isSeen = maySee(reading, { classification: classification ?? 'internal', parties: parties ?? [] });
  if (!isSeen) return { resource, id, isKnown: true };
  const names = { ref: HumanReference.safeParse(ref).data, title: RecordTitle.safeParse(title).data };
  return { resource, id, isKnown: true, shown: addressed(reading, resource, id, { ...names, period: periodOf(days) }) };
}

const range = /^\[([\d-]+),([\d-]*)\)$/;

/** As PostgreSQL writes a range of days: `[2024-01-01,)`. */
function periodOf(days: string | null): object | undefined {
  const [, from, to] = range.exec(days ?? '') ?? [];
  return from === undefined ? undefined : { from, ...(to ? { to } : {}) };
}

type Finder<Shown> = (tx: Tx, ids: readonly string[]) => Promise<ReadonlyMap<string, Shown>>;

/** Records of this service. Who may see all of them, the region's own staff, finds each that was not taken back. */
async function linksTo<Shown extends object>(
  reading: Reading,
  resource: string,
  ids: readonly string[],
  find: Finder<Shown>,
): Promise<ReadonlyMap<string, Link<Shown & Addressed>>> {
  const found = await find(reading.tx, ids);
  const seesAll = maySee(reading, { classification: 'restricted' });
  const isKnown = (id: string) => found.has(id) || !seesAll;
  return new Map(
    ids.map((id) => {
      const record = found.get(id);
      const shown = record && addressed(reading, resource, id, record);
      return [id, { resource, id, shown, isKnown: isKnown(id) }];
    }),
  );
}

export const linksToVisits = (reading: Reading, ids: readonly string[]) =>
  linksTo(reading, 'visits', ids, visitsForChain);

export const linksToActivities = (reading: Reading, ids: readonly string[]) =>
  linksTo(reading, 'activities', ids, activitiesForChain);

const linksToPractices = (reading: Reading, ids: readonly string[]) =>
  linksTo(reading, 'practices', ids, async (tx, [id = '']) => {
    const practice = await namedPractice(tx, id);
    return new Map(practice === undefined ? [] : [[id, practice]]);
  });

/** Any record that a practice rests on, by its name. */
export async function linkToGround(reading: Reading, resource: string, id: string): Promise<Link> {
  if (resource === 'practices') return onlyOne(await linksToPractices(reading, [id]), id);
  if (resource === 'visits') return withPeriod(onlyOne(await linksToVisits(reading, [id]), id));
  if (resource === 'activities') return withPeriod(onlyOne(await linksToActivities(reading, [id]), id));
  return linkToKnown(reading, resource, id);
}

function onlyOne<Shown extends object>(links: ReadonlyMap<string, Link<Shown>>, id: string): Link<Shown> {
  const link = links.get(id);
  if (link === undefined) throw new Error(`no link to ${id}`);
  return link;
}

interface Dated {
  readonly title: LocalizedText;
  readonly startsOn: string;
  readonly endsOn: string;
}

const withPeriod = (link: Link<Dated & Addressed>): Link => {
  const { shown } = link;
  if (shown === undefined) return link;
  return { ...link, shown: { ...shown, period: { from: shown.startsOn, to: addDays(shown.endsOn, 1) } } };
};

/** How much of a chain is not shown: what the reader may not see, by kind, and what was taken back. */
export function missingOf(links: readonly Link[]): object {
  const hidden = links.filter(({ shown, isKnown }) => shown === undefined && isKnown);
  const withheld = [...Map.groupBy(hidden, ({ resource }) => resource)];
  return {
    withheld: withheld.map(([resource, { length: count }]) => ({ resource, count })),
    unknown: links.filter(({ isKnown }) => !isKnown).map(({ resource, id }) => ({ resource, id })),
  };
}
