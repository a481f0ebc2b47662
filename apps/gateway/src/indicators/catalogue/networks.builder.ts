/** For tests: states of practices, visits, activities, offices and membership years, as their facts carry them. */
import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';

const shared = { classification: 'public', level: 'europe', departments: ['generalDirectorate'], themes: ['cities'] };

export const aPractice = (state: Fields) => ({
  id: newId(),
  ref: 'NW-2076-0001',
  status: 'captured',
  capturedOn: '2076-01-10',
  objective: 'O4',
  basedOn: [],
  ...shared,
  ...state,
});

export const aVisit = (state: Fields) => ({
  id: newId(),
  ref: 'NW-2076-0002',
  status: 'made',
  direction: 'outgoing',
  startsOn: '2076-02-02',
  endsOn: '2076-02-02',
  countries: ['FR'],
  objective: 'O3',
  reportExempt: false,
  ...shared,
  ...state,
});

export const anActivity = (state: Fields) => ({
  id: newId(),
  ref: 'NW-2076-0003',
  status: 'recorded',
  kind: 'conference',
  part: 'attended',
  startsOn: '2076-02-02',
  endsOn: '2076-02-02',
  countries: [],
  objective: 'O3',
  ...shared,
  ...state,
});

export const anOffice = (state: Fields) => ({
  id: newId(),
  ref: 'NW-2076-0004',
  status: 'inOffice',
  holderKind: 'agency',
  role: 'president',
  tookOfficeOn: '2076-01-15',
  classification: 'public',
  themes: [],
  ...state,
});

export const aMembershipYear = (state: Fields) => ({
  id: newId(),
  ref: 'NW-2076-0005',
  status: 'open',
  membershipId: newId(),
  holderKind: 'agency',
  year: 2076,
  level: 'europe',
  departments: ['generalDirectorate'],
  payments: [],
  classification: 'internal',
  ...state,
});
