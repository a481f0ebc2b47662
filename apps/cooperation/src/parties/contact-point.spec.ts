import { acting } from '@passerelle/testing/acting';
import { ContactPointRecord } from './contact-point.entity.js';
import { ContactChange, NewContactPoint } from './contact-point.schema.js';
import { contactExample, partyExample } from './party.example.js';
import { PartyRecord } from './party.entity.js';
import { NewParty } from './party.schema.js';

const party = PartyRecord.register({ id: 'party', ref: 'CO-2026-0001' }, NewParty.parse(partyExample));

function designate(period: { from: string; to?: string }, others: { from: string; to?: string }[] = []) {
  const terms = NewContactPoint.parse({ ...contactExample, period });
  const services = others.map((each, index) => ({ ref: `CO-2026-000${index + 2}`, period: each }));
  return ContactPointRecord.designate({ id: 'contact', ref: 'CO-2026-0009' }, terms, party, services);
}

it('has one person at a time: the next may begin on the day on which the previous one ends', () => {
  const before = [{ from: '2025-01-01', to: '2026-01-01' }];
  expect(designate({ from: '2026-01-01' }, before)).toMatchObject({ party: 'X-BE-DG', classification: 'internal' });
  expect(() => designate({ from: '2025-12-31' }, before)).toThrow(/contactPointOverlaps .*"ref":"CO-2026-0002"/);
  expect(() => designate({ from: '2030-01-01' }, [{ from: '2026-01-01' }])).toThrow(/contactPointOverlaps/);
});

/** The party itself, at noon of a day. */
const on = (day: string) => acting('X-BE-DG', new Date(`${day}T12:00:00Z`));
const endAt = (contact: ContactPointRecord, to: string, today = '2026-06-15') =>
  contact.change({ period: { to } }, on(today));

it('ends on a day that may be in the future and be moved to an earlier day, never to a later one', () => {
  const contact = designate({ from: '2026-01-01' });
  expect(endAt(contact, '2026-12-31')).toBe(true);
  expect(endAt(contact, '2026-09-01')).toBe(true);
  expect(contact.period).toEqual({ from: '2026-01-01', to: '2026-09-01' });
  const attempt = (to: string) => () => endAt(designate({ from: '2026-01-01', to: '2026-09-01' }), to);
  expect(attempt('2026-09-02')).toThrow(/body.period.to: must not be later than the known end/);
  expect(attempt('2026-01-01')).toThrow(/body.period.to: must end after it begins/);
});

it('is corrected until it is over, without a new end', () => {
  const contact = designate({ from: '2026-01-01', to: '2026-09-01' });
  const correction = ContactChange.parse({ languages: ['fr'], function: null, period: { to: '2026-09-01' } });
  expect(contact.change(correction, on('2026-08-31'))).toBe(false);
  expect(contact).toMatchObject({ languages: ['fr'], function: null });
  expect(() => contact.change(correction, on('2026-09-01'))).toThrow(/recordClosed/);
});

it.each([
  { period: { from: '2026-02-01' } },
  { period: { to: null } },
  { period: null },
  { source: null },
  { personId: '7d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f' },
  { party: 'BE-VLG' },
])('is not corrected by %j', (patch) => expect(ContactChange.safeParse(patch).success).toBe(false));
