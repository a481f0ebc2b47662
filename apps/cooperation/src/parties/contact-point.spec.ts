import { ContactPointRecord } from './contact-point.entity.js';
import { NewContactPoint } from './contact-point.schema.js';
import { contactExample, partyExample } from './party.example.js';
import { PartyRecord } from './party.entity.js';
import { NewParty } from './party.schema.js';

const today = '2026-06-15';
const party = PartyRecord.register('party', 'CO-2026-0001', NewParty.parse(partyExample));

function designate(period: { from: string; to?: string }, others: { from: string; to?: string }[] = []) {
  const terms = NewContactPoint.parse({ ...contactExample, period });
  const services = others.map((each, index) => ({ ref: `CO-2026-000${index + 2}`, period: each }));
  return ContactPointRecord.designate('contact', 'CO-2026-0009', terms, party, services);
}

it('has one person at a time: the next may begin on the day on which the previous one ends', () => {
  const before = [{ from: '2025-01-01', to: '2026-01-01' }];
  expect(designate({ from: '2026-01-01' }, before)).toMatchObject({ party: 'X-BE-DG', classification: 'internal' });
  expect(() => designate({ from: '2025-12-31' }, before)).toThrow(/contactPointOverlaps .*"ref":"CO-2026-0002"/);
  expect(() => designate({ from: '2030-01-01' }, [{ from: '2026-01-01' }])).toThrow(/contactPointOverlaps/);
});

it('ends on a day that may be in the future and be moved to an earlier day, never to a later one', () => {
  const contact = designate({ from: '2026-01-01' });
  contact.end({ on: '2026-12-31' }, today);
  contact.end({ on: '2026-09-01' }, today);
  expect(contact.period).toEqual({ from: '2026-01-01', to: '2026-09-01' });
  expect(() => contact.end({ on: '2026-09-02' }, today)).toThrow(/must not be later than the known end/);
  expect(() => contact.end({ on: '2026-01-01' }, today)).toThrow(/must be later than the first day/);
  expect(() => contact.end({ on: '2026-08-01' }, '2026-09-01')).toThrow(/recordClosed/);
});
