import { comparisonKey } from '@passerelle/domain/text';
import { isInBrussels, type Place } from '../place.js';

// N7: a practice comes from elsewhere. Not every place has a code, so that its name counts too.

/** Brussels-Capital Region and City of Brussels. */
const inWikidata: readonly string[] = ['Q240', 'Q239'];

/** The codes of its nineteen municipalities, as Statbel numbers them: 21001 to 21019. */
const municipality = /^(BE_?)?210(0[1-9]|1\d)$/;

const city = /^(la ville de |ville de |stad |city of |stadt )?(brussel|bruxelles|brüssel|brussels)$/;
const region: readonly string[] = [
  'bruxelles capitale',
  'région bruxelloise',
  'région de bruxelles capitale',
  'brussels gewest',
  'brussel hoofdstad',
  'brussels hoofdstedelijk gewest',
  'het brussels hoofdstedelijk gewest',
  'brussels region',
  'brussels capital',
  'brussels capital region',
  'brüssel hauptstadt',
  'region brüssel',
  'region brüssel hauptstadt',
];

/** Whether a place is Brussels or lies in it, as far as its code or its name in one of our languages shows. */
export function isOfBrussels({ name, country, territory }: Place): boolean {
  if (territory !== undefined && hasCodeOfBrussels(territory)) return true;
  const key = comparisonKey(name).replaceAll('-', ' ');
  return country === 'BE' && (city.test(key) || region.includes(key));
}

const hasCodeOfBrussels = (territory: NonNullable<Place['territory']>): boolean =>
  isInBrussels(territory) ||
  (territory.scheme === 'WIKIDATA' && inWikidata.includes(territory.code)) ||
  (territory.scheme === 'LAU' && municipality.test(territory.code));
