import { refuseMonolingual } from './invariants.js';

const title = { fr: 'Étude', nl: 'Studie' };
const publicly = (record: object) => () => refuseMonolingual({ classification: 'public', ...{ title }, ...record });

it('requires both official languages in every text of a public record, at any depth', () => {
  expect(
    publicly({ workPlan: [{ title }], organisation: { name: 'OVAM' }, at: new Date(), nothing: null }),
  ).not.toThrow();
  expect(publicly({ title: { ...title, en: undefined } })).not.toThrow();
  expect(publicly({ title: { fr: 'Étude', nl: undefined } })).toThrow(/languageIncomplete .*"missing":"nl"/);
  expect(publicly({ workPlan: [{ title }, { title: { nl: 'Diagnose' } }] })).toThrow(/"missing":"fr"/);
  expect(publicly({ agenda: [{ en: 'Any other business' }] })).toThrow(/"missing":"fr, nl"/);
});

it('accepts records that are not public in one language', () => {
  expect(() => refuseMonolingual({ classification: 'internal', ...{ reason: { fr: 'Fini.' } } })).not.toThrow();
});

it('accepts a public record that keeps the languages of another register', () => {
  expect(publicly({ title: { en: 'Bridges' }, keepsItsLanguages: true })).not.toThrow();
  expect(publicly({ title: { en: 'Bridges' }, keepsItsLanguages: false })).toThrow(/languageIncomplete/);
});

it('does not mistake other objects for a text', () => {
  expect(
    publicly({ learnt: [], dataset: { nl: 1 }, budget: { amount: '1', currency: 'EUR' }, empty: {} }),
  ).not.toThrow();
});
