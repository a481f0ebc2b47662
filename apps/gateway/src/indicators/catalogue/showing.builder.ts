/** For tests: states of activities, visits, membership years and items of visibility, as their facts carry them. */
import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';

const common = {
  classification: 'public',
  level: 'europe',
  objective: 'O3',
  ref: 'NW-2076-0001',
  departments: ['generalDirectorate'],
  themes: ['planning'],
};

export const anActivity = (startsOn: string, state: Fields = {}) => ({
  id: newId(),
  status: 'recorded',
  kind: 'conference',
  part: 'hosted',
  startsOn,
  endsOn: startsOn,
  audience: [],
  countries: [],
  coHosts: [],
  ...common,
  ...state,
});

export const aVisit = (startsOn: string, state: Fields = {}) => ({
  id: newId(),
  status: 'made',
  direction: 'incoming',
  startsOn,
  endsOn: startsOn,
  countries: ['FR'],
  ...common,
  ...state,
});

export const anItem = (shownOn: string, state: Fields = {}) => ({
  id: newId(),
  kind: 'talk',
  shownOn,
  projectIds: [],
  planIds: [],
  languages: ['fr'],
  reach: [],
  ...common,
  ...state,
});

export const aMembershipYear = (year: number, state: Fields = {}) => ({
  id: newId(),
  status: 'open',
  membershipId: newId(),
  year,
  payments: [],
  ...common,
  classification: 'internal',
  ...state,
});

export const euros = (amount: string) => ({ amount, currency: 'EUR' });

export const reached = (unit: string, count: number) => ({ unit, count, source: 'The organiser' });
