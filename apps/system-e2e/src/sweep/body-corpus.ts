// Invalid bodies for an operation, and invalid preconditions.
import { call, type Attempt } from './assault.ts';
import type { Body, SweptOperation } from './contract.ts';
import { impossibleDays, neverRight } from './wrong-values.ts';

const sending = (operation: SweptOperation, what: string, text: string, more: Partial<Attempt> = {}): Attempt => ({
  ...call(operation),
  what,
  body: text,
  statuses: [400],
  ...more,
});

const deep = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`;
const brokenBodies = ['{', '[]', 'null', '"text"', '7', '', '{"a":1}}', deep];

export const onBodySyntax = (operation: SweptOperation): Attempt[] =>
  operation.body === undefined
    ? []
    : brokenBodies.map((text) => sending(operation, `the body is ${text.slice(0, 20)}`, text));

const foreign = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
];
const tooLarge = JSON.stringify({ nothing: 'x'.repeat(1_048_600) });

export function onBodyForm(operation: SweptOperation): Attempt[] {
  if (operation.body === undefined) return [];
  const { headers } = call(operation);
  return [
    sending(operation, 'the body is over 1 MiB', tooLarge, { statuses: [413] }),
    ...foreign.map((type) =>
      sending(operation, `the body is ${type}`, 'x', {
        headers: { ...headers, 'content-type': type },
        statuses: [415],
      }),
    ),
  ];
}

/** The example with another value in a field. */
export const bodyWith = ({ example }: Body, name: string, value: unknown): string =>
  JSON.stringify({ ...example, [name]: value });

export function onUnknownFields(operation: SweptOperation): Attempt[] {
  const { body } = operation;
  if (body === undefined) return [];
  const { example } = body;
  const inside = Object.entries(example).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [
          sending(operation, `${name} contains an unknown field`, bodyWith(body, name, { ...value, nothing: 1 }), {
            names: name,
          }),
        ]
      : [],
  );
  return [
    ...['nothing', 'id', 'version', 'constructor'].map((name) =>
      sending(operation, `there is a field ${name}`, bodyWith(body, name, 1), { names: name }),
    ),
    sending(
      operation,
      'the body would change every object',
      `{"__proto__":{"polluted":true},${JSON.stringify(example).slice(1)}`,
    ),
    ...inside,
  ];
}

export function onFields(operation: SweptOperation): Attempt[] {
  const { body } = operation;
  if (body === undefined) return [];
  const { schema, fields, example } = body;
  const missing = (schema.required ?? []).map((name) => {
    const { [name]: _, ...rest } = example;
    return sending(operation, `${name} is missing`, JSON.stringify(rest), { names: name });
  });
  const wrong = Object.entries(fields).flatMap(([name, field]) =>
    [...neverRight, ...(field.format === 'date' ? impossibleDays.map((day) => [day, day] as const) : [])].map(
      ([what, value]) => sending(operation, `${name} is ${what}`, bodyWith(body, name, value), { names: name }),
    ),
  );
  return [...missing, ...wrong];
}

const malformed = ['*', 'W/"x"', '1', '"x"', '"0"', '"1", "2"', '""', '"99999999999"'];

export function onPrecondition(operation: SweptOperation): Attempt[] {
  if (operation.method !== 'PATCH') return [];
  const { headers = {}, ...rest } = call(operation);
  const { 'if-match': _, ...unconditional } = headers;
  return [
    { ...rest, headers: unconditional, what: 'If-Match is absent', statuses: [428] },
    ...malformed.map((tag) => ({
      ...rest,
      headers: { ...headers, 'if-match': tag },
      what: `If-Match is ${tag}`,
      statuses: [400],
      names: 'If-Match',
    })),
  ];
}
