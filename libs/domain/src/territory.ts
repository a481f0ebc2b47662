import { z } from 'zod';
import type { Party } from './party.js';
import { referenceEntry, referenceList } from './reference-list.js';
import type { TerritorialRef } from './territorial-ref.js';

// Where a plan holds, and whose border it meets. Decided on the 44 NUTS 3 areas of Belgium (edition 2021, whose Belgian codes
// are those of 2024 too): finer places, and places by the codes of other schemes, are unknown, and then so may the answer be.

export interface Area {
  readonly refs: readonly TerritorialRef[];
  /** Within `refs`, and not part of the area. */
  readonly exclusions: readonly TerritorialRef[];
}

type Codes = ReadonlySet<string>;

const Neighbours = z.object({ neighbours: z.array(z.string()) });
const Territory = z.object({ nuts: z.array(z.string()), exceptNuts: z.array(z.string()).default([]) });

const all = (): string[] => referenceList('nutsNeighbours').entries.map(({ code }) => code);

/** The NUTS 3 areas that a code of any level stands for; none where it is no Belgian one of this edition. */
const within = (code: string): string[] => all().filter((area) => area.startsWith(code));

/** Provinces are NUTS 2 areas, regions NUTS 1: ISO 3166-2:BE beside NUTS 2021. */
const nutsOfSubdivision: Readonly<Partial<Record<string, string>>> = {
  'BE-BRU': 'BE1',
  'BE-VLG': 'BE2',
  'BE-WAL': 'BE3',
  'BE-VAN': 'BE21',
  'BE-VLI': 'BE22',
  'BE-VOV': 'BE23',
  'BE-VBR': 'BE24',
  'BE-VWV': 'BE25',
  'BE-WBR': 'BE31',
  'BE-WHT': 'BE32',
  'BE-WLG': 'BE33',
  'BE-WLX': 'BE34',
  'BE-WNA': 'BE35',
};

interface Extent {
  readonly areas: Codes;
  /** False where a place could not be told: it may be anywhere. */
  readonly isWhole: boolean;
}

/** Undefined where the place cannot be told in whole NUTS 3 areas. A place abroad is none of them. */
function areasOf({ scheme, code }: TerritorialRef): string[] | undefined {
  if (scheme === 'NUTS') return code.startsWith('BE') && within(code).length === 0 ? undefined : within(code);
  if (scheme === 'ISO3166-1') return code === 'BE' ? all() : [];
  if (scheme !== 'ISO3166-2') return undefined;
  const nuts = nutsOfSubdivision[code];
  if (nuts !== undefined) return within(nuts);
  return code.startsWith('BE-') ? undefined : [];
}

function extentOf(refs: readonly TerritorialRef[]): Extent {
  const found = refs.map(areasOf);
  return { areas: new Set(found.flatMap((areas) => areas ?? [])), isWhole: !found.includes(undefined) };
}

const without = (areas: Iterable<string>, others: Codes): string[] => [...areas].filter((area) => !others.has(area));

/** Whether the whole of a Belgian NUTS area, of any level, lies in the area; undefined where its places do not tell. */
export function covers({ refs, exclusions }: Area, nuts: string): boolean | undefined {
  const [inside, outside] = [extentOf(refs), extentOf(exclusions)];
  const asked = within(nuts);
  if (asked.length === 0) return undefined;
  if (asked.some((area) => outside.areas.has(area))) return false;
  if (without(asked, inside.areas).length > 0) return inside.isWhole ? false : undefined;
  return outside.isWhole ? true : undefined;
}

/** The NUTS 3 areas of the territory that a party plans. */
export function territoryOf(party: Party): Codes {
  const { nuts, exceptNuts } = Territory.parse(referenceEntry('parties', party)?.details);
  return new Set(without(nuts.flatMap(within), new Set(exceptNuts.flatMap(within))));
}

/** Whether the area lies in the territory that a party plans or meets its border; undefined where its places do not tell. */
export function touches({ refs, exclusions }: Area, party: Party): boolean | undefined {
  const [inside, outside] = [extentOf(refs), extentOf(exclusions)];
  const near = without(inside.areas, outside.areas).flatMap((area) => [area, ...neighboursOf(area)]);
  const territory = territoryOf(party);
  const isNear = near.some((area) => territory.has(area));
  // A place that cannot be told may bring the area to the border, one that is excluded may take it away from there.
  if (isNear) return outside.isWhole ? true : undefined;
  return inside.isWhole ? false : undefined;
}

/** The NUTS 3 areas of Belgium that share a border with one of them. */
export const neighboursOf = (area: string): string[] =>
  Neighbours.parse(referenceEntry('nutsNeighbours', area)?.details).neighbours;
