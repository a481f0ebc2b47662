import { z } from 'zod';
import { Party } from './party.js';
import { codeIsValid, referenceEntry, referenceList } from './reference-list.js';
import type { TerritorialRef } from './territorial-ref.js';

// The territory of a plan, and the regions whose border it touches. Computed on the 44 NUTS 3 areas of Belgium (edition 2021,
// whose Belgian codes are also those of 2024). Finer places, and places in other schemes, are unknown; so may the answer be.

export interface Area {
  readonly refs: readonly TerritorialRef[];
  /** Within `refs`, and not part of the area. */
  readonly exclusions: readonly TerritorialRef[];
}

type Codes = ReadonlySet<string>;

const Neighbours = z.object({ neighbours: z.array(z.string()) });
const Territory = z.object({ nuts: z.array(z.string()), exceptNuts: z.array(z.string()).default([]) });
type Territory = z.infer<typeof Territory>;

const all = (): string[] => referenceList('nutsNeighbours').entries.map(({ code }) => code);

/** The NUTS 3 areas within a code of any level; none for a code that is not a Belgian one of this edition. */
const within = (code: string): string[] => all().filter((area) => area.startsWith(code));

/** Provinces are NUTS 2 areas, regions NUTS 1: ISO 3166-2:BE mapped to NUTS 2021. */
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
  /** False when a place is unknown: it may be anywhere. */
  readonly isWhole: boolean;
}

/** Undefined when the place cannot be expressed in whole NUTS 3 areas. A place abroad is no area at all. */
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

/** Whether the whole of a Belgian NUTS area, of any level, lies in the area; undefined when its places do not decide that. */
export function covers({ refs, exclusions }: Area, nuts: string): boolean | undefined {
  const [inside, outside] = [extentOf(refs), extentOf(exclusions)];
  const asked = within(nuts);
  if (asked.length === 0) return undefined;
  if (asked.some((area) => outside.areas.has(area))) return false;
  if (without(asked, inside.areas).length > 0) return inside.isWhole ? false : undefined;
  return outside.isWhole ? true : undefined;
}

const claims = (party: Party): Territory => Territory.parse(referenceEntry('parties', party)?.details);

/** The NUTS 3 areas that a party planned on a day: an area that passes to another party counts until that party takes over. */
export function territoryOf(party: Party, on: string): Codes {
  const parties = referenceList('parties');
  if (!codeIsValid(parties, party, on)) return new Set();
  const { nuts, exceptNuts } = claims(party);
  const others = Party.options.filter((other) => other !== party && codeIsValid(parties, other, on));
  const taken = new Set(others.flatMap((other) => claims(other).nuts).flatMap(within));
  return new Set(without(nuts.flatMap(within), new Set(exceptNuts.flatMap(within).filter((area) => taken.has(area)))));
}

/** Whether the area lay in the territory that a party planned on a day or touched its border; undefined when its places do not decide that. */
export function touches({ refs, exclusions }: Area, party: Party, on: string): boolean | undefined {
  const [inside, outside] = [extentOf(refs), extentOf(exclusions)];
  const near = without(inside.areas, outside.areas).flatMap((area) => [area, ...neighboursOf(area)]);
  const territory = territoryOf(party, on);
  const isNear = near.some((area) => territory.has(area));
  // An unknown place that is included may reach the border; an unknown place that is excluded may remove the contact.
  if (isNear) return outside.isWhole ? true : undefined;
  return inside.isWhole ? false : undefined;
}

/** The NUTS 3 areas of Belgium that share a border with one of them. */
export const neighboursOf = (area: string): string[] =>
  Neighbours.parse(referenceEntry('nutsNeighbours', area)?.details).neighbours;
