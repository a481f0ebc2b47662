import type { Transition } from '@passerelle/platform/kernel/problems';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { written } from './table.ts';

// The page of state machines, generated from the same tables that the rules and the tests of forbidden transitions read.

/** A page in Markdown: for each resource a diagram and the table. */
export function statesOf(definitions: readonly ServiceDefinition[]): string {
  const machines = definitions.flatMap(({ name, states = {} }) =>
    Object.entries(states).map(([resource, rows]) => ({ service: name, resource, rows })),
  );
  const sections = machines.flatMap(({ service, resource, rows }) => [
    `## ${resource} (${service})`,
    '',
    ...picture(rows),
    '',
    written(
      ['from', 'act', 'to', 'by'],
      rows.map(({ from, act, to, by = '' }) => [from, act, to, by]),
    ),
    '',
  ]);
  return [
    '# The states of records',
    '',
    'Written by `npm run catalogue` from the tables that the rules use. An act that a table does not allow is refused with `illegalTransition`.',
    'Where a record has two sides, `by` says whose act it is; `clock` is what happens when a day passes.',
    '',
    ...sections,
  ].join('\n');
}

const picture = (rows: readonly Transition[]): string[] => [
  '```mermaid',
  'stateDiagram-v2',
  ...rows.map(({ from, act, to }) => `  ${from} --> ${to}: ${act}`),
  '```',
];
