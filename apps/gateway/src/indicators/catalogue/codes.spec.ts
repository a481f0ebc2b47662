import { referenceList, type ReferenceListId } from '@passerelle/domain/reference-list';
import { inUse } from './practices.js';
import { due } from './a2-2.js';
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
