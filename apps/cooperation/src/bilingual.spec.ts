import { refuseMonolingual } from './bilingual.js';

const title = { fr: 'Étude', nl: 'Studie' };
const publicly = (record: object) => () => refuseMonolingual({ classification: 'public', ...{ title }, ...record });

it('wants both official languages of every text of what is public, however deep it lies', () => {
  expect(
    publicly({ workPlan: [{ title }], organisation: { name: 'OVAM' }, at: new Date(), nothing: null }),
  ).not.toThrow();
  expect(publicly({ title: { ...title, en: undefined } })).not.toThrow();
  expect(publicly({ title: { fr: 'Étude', nl: undefined } })).toThrow(/languageIncomplete .*"missing":"nl"/);
  expect(publicly({ workPlan: [{ title }, { title: { nl: 'Diagnose' } }] })).toThrow(/"missing":"fr"/);
  expect(publicly({ agenda: [{ en: 'Any other business' }] })).toThrow(/"missing":"fr, nl"/);
});

it('takes what is not public as it is', () => {
  expect(() => refuseMonolingual({ classification: 'internal', ...{ reason: { fr: 'Fini.' } } })).not.toThrow();
});

it('takes no other record of words for a text', () => {
  expect(
    publicly({ learnt: [], dataset: { nl: 1 }, budget: { amount: '1', currency: 'EUR' }, empty: {} }),
  ).not.toThrow();
});
