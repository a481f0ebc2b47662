// Bad input for an operation, made from what the operation says of itself: an operation that is announced tomorrow is
// swept without another line. Nothing here may be accepted, answered with a 5xx, or leave a trace.
import type { Body, Schema, SweptOperation } from './contract.ts';

export interface Assault {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sent without the token. */
  readonly anonymous?: boolean;
  readonly statuses: readonly number[];
  /** The parameter or field that one of the issues must name. */
  readonly names?: string;
}

/** An id that nobody has. */
const nobody = '0193a5c4-7e1f-7000-8000-0000000000ff';
const nul = '\u0000';

const brokenPathValues = [
  'not-a-uuid',
  '%00',
  `${nobody}%00`,
  encodeURIComponent(`'; DROP TABLE agreement; --`),
  encodeURIComponent('💣'),
  'x'.repeat(490),
];

const sql = ["'; DROP TABLE agreement; --", '1 OR 1=1', 'ref; SELECT pg_sleep(9)', '(SELECT 1)'];
const impossibleDays = ['2025-02-30', '2025-13-01', '0000-00-00', '20250101', '2025-02-03T10:00:00Z'];
/** No field of ours takes any of these. */
const neverRight: readonly (readonly [string, unknown])[] = [
  ['an unknown object', { not: 'this' }],
  ['a list of lists', [[['x']]]],
  ['a NUL byte', nul],
  ['half a letter', '\ud800'],
  ['a number beyond all', 1.5e308],
];

export function assaultsOn(operation: SweptOperation): Assault[] {
  return [
    ...onPath(operation),
    ...onMethod(operation),
    ...onToken(operation),
    ...onQuery(operation),
    ...onBody(operation),
  ];
}

const filled = ({ path }: SweptOperation): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name.endsWith('Id') ? nobody : 'nothing'));

/** The call as it should be, to a record that does not exist. */
function call(operation: SweptOperation): Pick<Assault, 'method' | 'path' | 'headers' | 'body'> {
  const { method, body } = operation;
  const precondition: Record<string, string> = method === 'PATCH' ? { 'if-match': '"1"' } : {};
  const headers = body === undefined ? precondition : { ...precondition, 'content-type': body.mediaType };
  return {
    method,
    path: filled(operation),
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body.example) }),
  };
}

function onPath(operation: SweptOperation): Assault[] {
  return operation.pathParameters.flatMap((name) =>
    brokenPathValues.map((value) => ({
      ...call(operation),
      what: `${name} is ${value.slice(0, 40)}`,
      path: filled({ ...operation, path: operation.path.replace(`{${name}}`, value) }),
      statuses: [400, 404],
    })),
  );
}

function onMethod(operation: SweptOperation): Assault[] {
  const path = filled(operation);
  const twisted = [`${path}/`, `/${path}`, path.toUpperCase(), `${path};a=b`, path.replace('/v1', '/v2')];
  return [
    { what: 'the method is PUT', method: 'PUT', path, statuses: [405] },
    // No record is ever deleted; what is configuration is, and of that there is none by this id.
    { what: 'the method is DELETE', method: 'DELETE', path, statuses: operation.deletable ? [404] : [405] },
    ...twisted.map((other) => ({
      ...call(operation),
      what: `the address is ${other}`,
      path: other,
      statuses: [400, 404],
    })),
  ];
}

function onToken(operation: SweptOperation): Assault[] {
  const forged = { ...call(operation).headers, authorization: 'Bearer e30.e30.e30' };
  const anonymous = { ...call(operation), anonymous: true, what: 'nobody calls', statuses: [401] };
  return [
    ...(operation.isPublic ? [] : [anonymous]),
    { ...call(operation), headers: forged, anonymous: true, what: 'the token is forged', statuses: [401] },
  ];
}

function onQuery(operation: SweptOperation): Assault[] {
  const asking = (what: string, query: string, more: Partial<Assault>): Assault => ({
    ...call(operation),
    what,
    path: `${filled(operation)}?${query}`,
    statuses: [400],
    ...more,
  });
  const unknown = ['nothing', '__proto__', 'constructor', 'select'].map((name) =>
    asking(`the query has ${name}`, `${name}=1`, { names: name }),
  );
  const known = Object.entries(operation.query).flatMap(([name, schema]) => [
    asking(`${name} holds a NUL byte`, `${name}=%00`, { names: name }),
    asking(`${name} comes 300 times`, Array(300).fill(`${name}=x`).join('&'), { names: name }),
    ...[...sql, 'x'.repeat(3_000)].map((value) =>
      asking(`${name} is ${value.slice(0, 40)}`, `${name}=${encodeURIComponent(value)}`, {
        statuses: takesAnyText(schema) ? [200, 400, 404] : [400],
      }),
    ),
    ...(schema.format === 'date'
      ? impossibleDays.map((day) => asking(`${name} is ${day}`, `${name}=${encodeURIComponent(day)}`, { names: name }))
      : []),
  ]);
  return [...unknown, ...known];
}

/** A filter by free text takes what looks like SQL for text. */
const takesAnyText = ({ type, format, pattern, enum: values, items }: Schema): boolean =>
  (type === 'string' && format === undefined && pattern === undefined && values === undefined) || items !== undefined;

function onBody(operation: SweptOperation): Assault[] {
  const { body } = operation;
  if (body === undefined) return [];
  const sending = (what: string, text: string, more: Partial<Assault> = {}): Assault => ({
    ...call(operation),
    what,
    body: text,
    statuses: [400],
    ...more,
  });
  const deep = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`;
  const foreign = [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ];
  return [
    ...['{', '[]', 'null', '"text"', '7', '', '{"a":1}}', deep].map((text) =>
      sending(`the body is ${text.slice(0, 20)}`, text),
    ),
    sending('the body is over 1 MiB', JSON.stringify({ nothing: 'x'.repeat(1_048_600) }), { statuses: [413] }),
    ...foreign.map((type) =>
      sending(`the body is ${type}`, 'x', {
        headers: { ...call(operation).headers, 'content-type': type },
        statuses: [415],
      }),
    ),
    ...onFields(body).map(({ what, value, names }) => sending(what, JSON.stringify(value), { names })),
    sending(
      'the body would change every object',
      `{"__proto__":{"polluted":true},${JSON.stringify(body.example).slice(1)}`,
    ),
    ...onPrecondition(operation),
  ];
}

interface WrongBody {
  readonly what: string;
  readonly value: unknown;
  readonly names: string;
}

function onFields({ schema, fields, example }: Body): WrongBody[] {
  const without = (name: string) => Object.fromEntries(Object.entries(example).filter(([key]) => key !== name));
  const missing = (schema.required ?? []).map((name) => ({
    what: `${name} is missing`,
    value: without(name),
    names: name,
  }));
  const unknown = ['nothing', 'id', 'version', 'constructor'].map((name) => ({
    what: `there is a field ${name}`,
    value: { ...example, [name]: 1 },
    names: name,
  }));
  const wrong = Object.entries(fields).flatMap(([name, field]) =>
    [...neverRight, ...(field.format === 'date' ? impossibleDays.map((day) => [day, day] as const) : [])].map(
      ([what, value]) => ({ what: `${name} is ${what}`, value: { ...example, [name]: value }, names: name }),
    ),
  );
  const inside = Object.entries(example).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [
          {
            what: `${name} holds an unknown field`,
            value: { ...example, [name]: { ...value, nothing: 1 } },
            names: name,
          },
        ]
      : [],
  );
  return [...missing, ...unknown, ...wrong, ...inside];
}

function onPrecondition(operation: SweptOperation): Assault[] {
  if (operation.method !== 'PATCH') return [];
  const { headers = {}, ...rest } = call(operation);
  const { 'if-match': _, ...unconditional } = headers;
  const malformed = ['*', 'W/"1"', '1', '"x"', '"0"', '"1", "2"', '""', '"99999999999"'];
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
