// Invalid input for an operation, generated from its description: a new operation is swept without another line. None
// of it may be accepted, answered with a 5xx, or leave a trace.
import type { Choice } from '@passerelle/testing/choice';
import { call, categories, filled, fits, nobody, type Assault, type Attempt, type Category } from './assault.ts';
import { onBodyForm, onBodySyntax, onFields, onPrecondition, onUnknownFields } from './body-corpus.ts';
import type { Schema, SweptOperation } from './contract.ts';
import { impossibleDays } from './wrong-values.ts';

/** Every kind of fault on every part of the input. */
export function assaultsOn(operation: SweptOperation): Assault[] {
  const made: Record<Category, Attempt[]> = {
    'path value': onPath(operation),
    method: onMethod(operation),
    address: onAddress(operation),
    'no token': operation.isPublic
      ? []
      : [{ ...call(operation), anonymous: true, what: 'the token is missing', statuses: [401] }],
    'forged token': [forgedToken(operation)],
    'unknown query': onUnknownQuery(operation),
    'wrong query': onQuery(operation),
    'body syntax': onBodySyntax(operation),
    'body form': onBodyForm(operation),
    'unknown field': onUnknownFields(operation),
    'wrong field': onFields(operation),
    precondition: onPrecondition(operation),
  };
  return categories.flatMap((category) => made[category].map((attempt) => ({ ...attempt, category })));
}

/** One of each category, by choice: over many commits, all of them. */
export function sampleOf(operation: SweptOperation, choice: Choice): Assault[] {
  const byCategory = Map.groupBy(assaultsOn(operation), ({ category }) => category);
  return [...byCategory].map(([category, assaults]) => choice.of(assaults, operation.id, category));
}

const brokenPathValues = [
  'not-a-uuid',
  '%00',
  `${nobody}%00`,
  encodeURIComponent(`'; DROP TABLE agreement; --`),
  encodeURIComponent('💣'),
  'x'.repeat(490),
];

const onPath = (operation: SweptOperation): Attempt[] =>
  Object.entries(operation.params).flatMap(([name, schema]) =>
    brokenPathValues.map((value) => ({
      ...call(operation),
      what: `${name} is ${value.slice(0, 40)}`,
      path: filled({ ...operation, path: operation.path.replace(`{${name}}`, value) }),
      statuses: [400, 404],
      forHandler: fits(schema, decodeURIComponent(value)),
    })),
  );

function onMethod(operation: SweptOperation): Attempt[] {
  const path = filled(operation);
  const { deletable } = operation;
  return [
    { what: 'the method is PUT', method: 'PUT', path, statuses: [405] },
    // Records are never deleted; configuration can be, and has none with this id.
    {
      what: 'the method is DELETE',
      method: 'DELETE',
      path,
      statuses: deletable ? [404] : [405],
      forHandler: deletable,
    },
  ];
}

function onAddress(operation: SweptOperation): Attempt[] {
  const path = filled(operation);
  const [, last = ''] = /\{(\w+)\}$/.exec(operation.path) ?? [];
  const twisted = [`${path}/`, `/${path}`, path.toUpperCase(), path.replace('/v1', '/v2')];
  const at = (other: string): Attempt => ({
    ...call(operation),
    what: `the address is ${other}`,
    path: other,
    statuses: [400, 404],
  });
  const end = operation.params[last];
  return [...twisted.map(at), { ...at(`${path};a=b`), forHandler: end !== undefined && fits(end, 'nothing;a=b') }];
}

const forgedToken = (operation: SweptOperation): Attempt => ({
  ...call(operation),
  headers: { ...call(operation).headers, authorization: 'Bearer e30.e30.e30' },
  anonymous: true,
  what: 'the token is forged',
  statuses: [401],
});

const asking = (operation: SweptOperation, what: string, query: string, more: Partial<Attempt>): Attempt => ({
  ...call(operation),
  what,
  path: `${filled(operation)}?${query}`,
  statuses: [400],
  ...more,
});

const onUnknownQuery = (operation: SweptOperation): Attempt[] =>
  ['nothing', '__proto__', 'constructor', 'select'].map((name) =>
    asking(operation, `the query has ${name}`, `${name}=1`, { names: name }),
  );

const sql = ["'; DROP TABLE agreement; --", '1 OR 1=1', 'ref; SELECT pg_sleep(9)', '(SELECT 1)'];

function onQuery(operation: SweptOperation): Attempt[] {
  const missing = operation.asked.map((name) => asking(operation, `${name} is missing`, '', { names: name }));
  const wrong = Object.entries(operation.query).flatMap(([name, schema]) => onParameter(operation, name, schema));
  return [...missing, ...wrong];
}

function onParameter(operation: SweptOperation, name: string, schema: Schema): Attempt[] {
  const given = (what: string, text: string, more: Partial<Attempt>) =>
    asking(operation, `${name} ${what}`, `${name}=${encodeURIComponent(text)}`, more);
  return [
    given('contains a NUL byte', '\u0000', { names: name }),
    given('is empty', '', { names: name }),
    asking(operation, `${name} comes 300 times`, Array(300).fill(`${name}=x`).join('&'), { names: name }),
    ...[...sql, 'x'.repeat(3_000)].map((text) =>
      given(`is ${text.slice(0, 40)}`, text, { statuses: takesAnyText(schema) ? [200, 400, 404] : [400] }),
    ),
    ...(schema.format === 'date' ? impossibleDays.map((day) => given(`is ${day}`, day, { names: name })) : []),
  ];
}

/** A free-text filter treats what looks like SQL as text. */
const takesAnyText = ({ type, format, pattern, enum: values, items }: Schema): boolean =>
  (type === 'string' && format === undefined && pattern === undefined && values === undefined) || items !== undefined;
