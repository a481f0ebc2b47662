import { toRead } from '@passerelle/platform/access/identity';
import type { OperationDescription } from '@passerelle/platform/runtime/announcements';
import { mediaTypesOf } from '../http/body.js';
import { isObject, objectAt, type Json } from './json.js';
import type { Examples } from './openapi-examples.js';
import { asPage } from './openapi-page.js';
import { component, headersOf, isRepeatable, problemsOf } from './openapi-problems.js';
import type { Part } from './openapi-shared.js';

// One announced operation as OpenAPI 3.0.3. Pure: from a description to an operation object, whose parameters and answers are not
// yet placed: those that several operations have are written once (openapi-shared.ts).

export interface UnplacedOperation extends Json {
  readonly parameters: readonly Part[];
  readonly responses: Readonly<Record<string, Part>>;
}

/** `security` lists the schemes that can grant the scopes, one of which the operation needs. */
export function openApiOperation(
  operation: OperationDescription,
  security: readonly string[],
  scopes: readonly string[],
  examples: Examples,
): UnplacedOperation {
  const { id, summary, description, resource, scope, anonymous, body, deprecated } = operation;
  return {
    operationId: id,
    tags: [resource],
    summary,
    description: `${description ?? rightOf(operation)}${farewell(operation)}`,
    ...(deprecated === undefined ? {} : { deprecated: true }),
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: requestBodyOf(operation, body) }),
    responses: responsesOf(operation, examples),
    security:
      scope === 'public'
        ? []
        : [
            ...(anonymous ? [{}] : []),
            ...scopes.flatMap((one) => [...security.map((scheme) => ({ [scheme]: [one] })), ...byKey(one)]),
          ],
  };
}

/** A key can only have scopes to read. */
const byKey = (scope: string): Json[] => (toRead.test(scope) ? [{ apiKey: [] }] : []);

const rightOf = ({ scope, anonymous }: OperationDescription): string => {
  if (scope === 'public') return 'Open to everyone.';
  const needs = `Scope \`${scope}\``;
  return anonymous ? `${needs}; without a token: public records.` : `${needs}.`;
};

function farewell({ deprecated }: OperationDescription): string {
  if (deprecated === undefined) return '';
  const { since, sunset, successor } = deprecated;
  const end = sunset === undefined ? '' : `, may be gone from ${sunset}`;
  const instead = successor === undefined ? '' : ` Use ${successor} instead.`;
  return ` Deprecated since ${since}${end}.${instead}`;
}

function parametersOf({ method, params, query, refusals }: OperationDescription): Part[] {
  const writesVersion = refusals.some(({ code }) => code === 'stalePrecondition');
  return [
    ...Object.entries(objectAt(params, 'properties')).map(([name, schema]) =>
      parameterOf('path', name, true, schema, `The ${inWords(name)}, as lists give it.`),
    ),
    ...Object.entries(objectAt(query, 'properties')).map(([name, schema]) =>
      parameterOf('query', name, requiredIn(query, name), schema, `Selects by \`${name}\`.`),
    ),
    ...(method === 'GET' ? [parameter('IfNoneMatch')] : [parameter('ChangeReason')]),
    ...(isRepeatable(method) ? [parameter('IdempotencyKey')] : []),
    ...(method === 'PATCH' ? [parameter('IfMatchRequired')] : writesVersion ? [parameter('IfMatch')] : []),
    parameter('Language'),
    parameter('Trace'),
  ];
}

/** `actionItemId`: the id of the action item. */
const inWords = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.endsWith(' id') ? `id of the ${words.slice(0, -3)}` : words;
};

function parameterOf(place: string, name: string, required: boolean, schema: unknown, otherwise: string): Part {
  const { description = otherwise, ...bare } = isObject(schema) ? schema : {};
  const must = required ? { required } : {};
  // `service` in a path is another parameter than `service` in a query.
  return {
    name: place === 'query' ? name : `${place}.${name}`,
    written: { name, in: place, ...must, description, schema: bare },
  };
}

const parameter = (name: string): Part => ({ written: { $ref: `#/components/parameters/${name}` } });

const requiredIn = (schema: Json | undefined, name: string): boolean => {
  const required = schema?.['required'];
  return Array.isArray(required) && required.includes(name);
};

function requestBodyOf({ method, examples = {} }: OperationDescription, schema: Json): Json {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }] as const);
  const media = { schema, ...(named.length === 0 ? {} : { examples: Object.fromEntries(named) }) };
  return { required: true, content: Object.fromEntries(mediaTypesOf(method).map((type) => [type, media])) };
}

const responsesOf = (operation: OperationDescription, examples: Examples): Record<string, Part> => ({
  [String(operation.status)]: success(operation, examples),
  ...(operation.method === 'GET' ? { '304': component('NotModified') } : {}),
  ...problemsOf(operation),
  default: component('Problem'),
});

function success(operation: OperationDescription, examples: Examples): Part {
  const { method, status, returns, deprecated, mediaType = 'application/json' } = operation;
  const shape = returns['$ref'];
  return {
    ...(status === 200 && typeof shape === 'string' ? { name: shape.replace(/^.*\//, '') } : {}),
    written: {
      description: status === 201 ? 'Created' : 'OK',
      headers: headersOf([
        ['ETag', 'ETag'],
        ['BelGov-Trace-Id', 'TraceId'],
        ['RateLimit', 'RateLimit'],
        ['RateLimit-Policy', 'Policy'],
        status === 201 ? ['Location', 'Location'] : ['Content-Language', 'Languages'],
        ...(isRepeatable(method) ? [['Idempotent-Replayed', 'Replayed'] as const] : []),
        ...(deprecated === undefined ? [] : farewellHeaders),
      ]),
      content: { [mediaType]: { schema: asPage(returns), ...examples.of(operation) } },
    },
  };
}

const farewellHeaders = [
  ['Deprecation', 'Deprecation'],
  ['Sunset', 'Sunset'],
  ['Link', 'Link'],
] as const;
