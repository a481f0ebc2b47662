import { referenceList, type ReferenceListId } from '@passerelle/domain/reference-list';
import { inUse } from './practices.js';
import { due } from './a2-2.js';
import { Catalogue } from './catalogue.js';
import { steering } from './a4-4.js';
import { external } from './o3-1.js';

// A definition names the codes that count. A list that grows is noticed here: its new code must be counted, or left out on purpose.

it.each<[string, readonly string[], ReferenceListId, string[]]>([
  ['A2.2', due, 'visitStates', ['cancelled']],
  ['A1.5', inUse, 'practiceStates', ['captured', 'assessed', 'shortlisted', 'rejected', 'abandoned']],
  ['A4.4', steering, 'officeRoles', ['member']],
  ['O3.1', external, 'activityKinds', ['briefing']],
])('%s counts every code but those that it leaves out', (_, counted, list, leftOut) => {
  const codes = referenceList(list).entries.map(({ code }) => code);
  expect([...counted, ...leftOut].sort()).toEqual(codes.sort());
});

it('a share of a list has one rule and shared keys: its denominator is that list, and its entries are the keys', () => {
  const shares = new Catalogue().definitions.filter(({ rules }) =>
    rules.some(({ formula }) => formula.kind === 'shareOfList'),
  );
  expect(shares.map(({ code }) => code)).toEqual(['A1.4']);
  for (const { rules, measure, sharedKeys } of shares)
    expect([rules.length, measure, sharedKeys]).toEqual([1, 'ratio', true]);
});
