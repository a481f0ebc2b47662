// The regions named in a record of each kind, and their relations to it. Written out here, independently of the code
// that decides: the tests of rights compare the two.
import type { Party } from '@passerelle/domain/party';

/** The region that runs the installation. */
export const home = 'BE-BRU' satisfies Party;

/** The owner and the visibility of a record. `absent` is a record that does not exist. */
export const kinds = [
  'public',
  'publicWithFlanders',
  'withFlanders',
  'receivedByFlanders',
  'withWallonia',
  'amongRegions',
  'internal',
  'restricted',
  'absent',
] as const;
export type Kind = (typeof kinds)[number];

const isPublic = (kind: Kind): boolean => kind === 'public' || kind === 'publicWithFlanders';

interface Named {
  readonly parties: readonly Party[];
  readonly author: Party;
  readonly affected: Party;
  readonly chair: Party;
  readonly owner: Party;
  readonly provider: Party;
  readonly receiver: Party;
  /** The region of a planning authority or a contact point. */
  readonly of: Party;
}

const ours: Named = {
  parties: [home],
  author: home,
  affected: home,
  chair: home,
  owner: home,
  provider: home,
  receiver: home,
  of: home,
};
/** Flanders has every side that it can have at once. */
const ofFlanders: Named = {
  ...ours,
  parties: [home, 'BE-VLG'],
  author: 'BE-VLG',
  chair: 'BE-VLG',
  owner: 'BE-VLG',
  provider: 'BE-VLG',
  of: 'BE-VLG',
};

/**
 * The regions in the columns of a record. Flanders chairs meetings even where it is not a party to the agreement: that
 * must not matter.
 */
export const named: Readonly<Record<Exclude<Kind, 'absent'>, Named>> = {
  public: {
    ...ours,
    parties: [home, 'X-BE-DG'],
    affected: 'X-BE-DG',
    provider: 'X-BE-DG',
    chair: 'BE-VLG',
    of: 'X-BE-DG',
  },
  publicWithFlanders: ofFlanders,
  withFlanders: ofFlanders,
  receivedByFlanders: {
    ...ours,
    parties: [home, 'BE-VLG'],
    affected: 'BE-VLG',
    receiver: 'BE-VLG',
    of: 'BE-VLG',
  },
  withWallonia: {
    ...ours,
    parties: [home, 'BE-WAL'],
    affected: 'BE-WAL',
    provider: 'BE-WAL',
    chair: 'BE-VLG',
    of: 'BE-WAL',
  },
  amongRegions: { ...ours, of: 'X-BE-DG' },
  internal: ours,
  restricted: { ...ofFlanders, parties: [home, 'BE-VLG', 'BE-WAL'], affected: 'BE-WAL', receiver: 'BE-WAL' },
};

export const classificationOf = (kind: Kind): string =>
  isPublic(kind) ? 'public' : kind === 'restricted' ? kind : 'internal';

type Relations = Readonly<Partial<Record<Kind, readonly string[]>>>;

const everySide = ['party', 'chair', 'owner', 'author', 'provider'];

/** The relations of a region to the records of each kind; to restricted ones no region has any. */
const relationsOf: Readonly<Record<Exclude<Party, typeof home>, Relations>> = {
  'BE-VLG': {
    publicWithFlanders: everySide,
    withFlanders: everySide,
    receivedByFlanders: ['party', 'affected', 'receiver'],
  },
  'BE-WAL': { withWallonia: ['party', 'affected', 'provider'] },
  'X-BE-DG': { public: ['party', 'affected', 'provider'] },
};

export const regions: readonly string[] = [home, ...Object.keys(relationsOf)];

const relationsOfRegion = (region: string): Relations =>
  new Map<string, Relations>(Object.entries(relationsOf)).get(region) ?? {};

/** Programmes have no classification, and planning authorities are public. */
const knownToAll = ['programme', 'party'];
/** People, what departments do after a meeting, and what a membership costs: no caller elsewhere has a part in them. */
const ofHomeOnly = ['person', 'follow_up', 'membership_year'];
/** Each of these belongs to one region, which acts for itself. */
const ofOneRegion = ['party', 'contact_point'];

/**
 * The relations of a caller of `region` to the record of a kind in a table; the roles decide which of them matter. A
 * caller without a region has those of everyone.
 */
export function relationsTo(table: string, kind: Kind, region: string | undefined): readonly string[] {
  if (kind === 'absent') return [];
  if (ofHomeOnly.includes(table)) return region === home ? ['own'] : [];
  const everybodys = isPublic(kind) || knownToAll.includes(table) ? ['public'] : [];
  if (region === undefined) return table === 'contact_point' ? [] : everybodys;
  if (region === home) return table === 'contact_point' ? ['own'] : [...everybodys, 'own'];
  if (!ofOneRegion.includes(table)) return [...everybodys, ...(relationsOfRegion(region)[kind] ?? [])];
  const speaks = named[kind].of === region ? ['owner'] : [];
  // Contact points are visible to every region.
  return table === 'contact_point' ? ['party', ...speaks] : [...everybodys, ...speaks];
}
