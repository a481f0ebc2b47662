// What shows the presence of Brussels: memberships with what they cost, visits and the practices seen on them, and where work was
// shown. The clock acts on them meanwhile: a fee is overdue, a report too.
import { begin, correct, place, reason, retitle, title, transition } from './lives.ts';

const agency = { name: 'perspective.brussels', country: 'BE' };
const euros = (amount: string) => ({ amount, currency: 'EUR' });

const yearLife = [
  transition('pay', { on: '2025-04-02', amount: euros('2500.00') }),
  transition('review', { on: '2025-05-12', verdict: 'renew', reason }),
  transition('pay', { on: '2025-06-02', amount: euros('4000.00') }),
];

const year = begin(
  '/membershipYears',
  yearLife,
  () => ({ year: 2025, endsOn: '2025-12-31', fee: euros('6500.00'), feeDueOn: '2025-03-31' }),
  ({ path, id }) => `${path}/${id}/years`,
);

const membershipLife = [
  year,
  correct,
  transition('giveNotice', { on: '2025-06-16', until: '2025-12-31' }),
  transition('end', { on: '2025-12-31' }),
];

/** Of a network: each holder is another one, as none is a member twice. */
export const beginMembership = begin(
  '/memberships',
  membershipLife,
  (_, number) => ({
    status: 'active',
    since: '2018-01-01',
    holderKind: 'agency',
    holder: { name: `Trial ${number}`, country: 'BE' },
    participatingEntity: agency,
    category: 'full',
    noticePeriod: 'P6M',
    classification: 'public',
  }),
  ({ path, id }) => `${path}/${id}/memberships`,
);

export const beginNetwork = begin('/networks', [], () => ({
  name: title,
  acronym: 'TRIAL',
  level: 'europe',
  classification: 'public',
  source: 'Invented for this trial',
}));

const practiceLife = [
  correct,
  transition('assess', { on: '2026-02-16', potential: 4, assessment: reason }),
  transition('shortlist', { on: '2026-02-23' }),
  transition('adopt', {
    on: '2026-03-02',
    adoptedBy: ['generalDirectorate'],
    target: { kind: 'process', name: title },
  }),
  transition('implement', { on: '2026-04-01' }),
  transition('evaluate', { on: '2026-09-01', result: reason }),
];

const practice = begin('/practices', practiceLife, ({ id }) => ({
  ...place,
  title,
  problem: reason,
  solution: reason,
  origin: { place: { name: 'Lyon', country: 'FR' } },
  visitId: id,
  capturedOn: '2026-02-03',
  level: 'europe',
}));

const visitLife = [
  retitle,
  transition('authorise', { on: '2026-01-12', reference: 'TRIAL' }),
  practice,
  transition('make', { participants: 2, costs: [{ kind: 'transport', amount: euros('412.35') }] }),
  transition('report', { on: '2026-02-12', outcome: reason, recipients: ['generalDirectorate'] }),
];

export const beginVisit = begin('/visits', visitLife, () => ({
  ...place,
  direction: 'outgoing',
  title,
  purpose: reason,
  startsOn: '2026-02-02',
  endsOn: '2026-02-04',
  partners: [{ kind: 'city', organisation: { name: 'Ville de Lyon', country: 'FR' } }],
  countries: ['FR'],
  level: 'europe',
}));

/** Each at an address of its own: an item is recorded once. */
export const beginVisibility = begin('/visibility', [retitle, correct], (_, number) => ({
  ...place,
  kind: 'article',
  title,
  shownOn: '2026-02-10',
  work: title,
  languages: ['fr'],
  url: `https://example.org/trial/${number}`,
  level: 'europe',
}));
