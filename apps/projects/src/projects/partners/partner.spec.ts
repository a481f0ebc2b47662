import { actingOn } from '@passerelle/testing/acting';
import { codeOf } from '@passerelle/testing/refused';
import { partnerExample } from '../../examples.js';
import { PartnerRecord, type ProjectContext } from './partner.entity.js';
import { partnerLife } from './partner.life.js';
import { NewPartner } from './partner.schema.js';

const today = '2026-11-24';
const project = { ref: 'PJ-2026-0001', classification: 'public' } as const;
const own: ProjectContext = { ...project, origin: 'own', over: false, led: false };
const history: ProjectContext = { ...own, origin: 'imported' };

const name = { id: 'id', ref: 'PJ-2026-0002' };
const given = (changes: object = {}, context = own): PartnerRecord =>
  PartnerRecord.join(name, 'project', NewPartner.parse({ ...partnerExample, ...changes }), context);

it('refuses a second lead partner of an own project, and flags that of an imported one', () => {
  expect(codeOf(() => given({}, { ...own, led: true }))).toBe('severalLeadPartners');
  expect(given({}, { ...history, led: true }).qualityFlags).toEqual(['severalLeadPartners']);
  const second = given({ role: 'partner' }, own);
  expect(codeOf(() => second.change({ role: 'lead' }, { ...own, led: true }))).toBe('severalLeadPartners');
});

it('refuses a budget for an associated partner, and flags it in an imported project', () => {
  expect(codeOf(() => given({ role: 'associated' }))).toBe('associatedPartnerWithBudget');
  expect(given({ role: 'associated' }, history).qualityFlags).toEqual(['associatedPartnerWithBudget']);
  expect(given({ role: 'associated', budget: { state: 'publishedZero' } }).qualityFlags).toEqual([]);
});

it('distinguishes an unpublished budget from a budget of zero', () => {
  expect(given({ budget: undefined }).budget).toEqual({ state: 'unpublished' });
  const faults = (budget: object) => NewPartner.safeParse({ ...partnerExample, budget }).success;
  const amount = (value: string) => ({ amount: value, currency: 'EUR' });
  expect(faults({ state: 'published' })).toBe(false);
  expect(faults({ state: 'published', amount: amount('0.00') })).toBe(false);
  expect(faults({ state: 'published', amount: amount('-1.00') })).toBe(false);
  expect(faults({ state: 'publishedZero', amount: amount('1.00') })).toBe(false);
  expect(faults({ state: 'unpublished', amount: amount('1.00') })).toBe(false);
});

it('stays on record when it leaves, and leaves once', async () => {
  const partner = given();
  expect(partner.status).toBe('active');
  partner.leave({ on: '2026-06-30' }, today, own);
  expect(partner).toMatchObject({ active: false, status: 'left', leftOn: '2026-06-30' });
  const again = partnerLife.perform(partner, 'leave', { on: '2026-07-01' }, actingOn(today));
  await expect(again).rejects.toThrow(/illegalTransition/);
});

it('leaves neither in the future nor before it joined', () => {
  expect(codeOf(() => given().leave({ on: '2026-11-25' }, today, own))).toBe('factInFuture');
  expect(codeOf(() => given().leave({ on: '2024-12-31' }, today, own))).toBe('invalidPeriod');
});

it('cannot change once its own project is over; imported history may still be completed', () => {
  expect(codeOf(() => given({}, { ...own, over: true }))).toBe('recordClosed');
  expect(codeOf(() => given().leave({ on: '2026-06-30' }, today, { ...own, over: true }))).toBe('recordClosed');
  expect(codeOf(() => given({}, { ...history, over: true }))).toBeUndefined();
});
