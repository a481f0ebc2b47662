import type { OperationDescription } from '@passerelle/platform/runtime/announcements';
import { mediaTypesOf } from '../http/body.js';

// One announced operation as OpenAPI 3.0.3. Pure: from a description to an operation object.

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectAt = (schema: Json | undefined, key: string): Json => {
  const value = schema?.[key];
  return isObject(value) ? value : {};
};

/** `security` lists the schemes that can grant the scopes, one of which the operation needs. */
export function openApiOperation(
  operation: OperationDescription,
  service: string,
  security: readonly string[],
  scopes: readonly string[],
): Json {
  const { id, summary, description, resource, scope, anonymous, body, deprecated } = operation;
  return {
    operationId: id,
    tags: [resource],
    summary,
    description: `${description ?? `${summary}. ${rightOf(operation)} Answered by the service \`${service}\`.`}${farewell(operation)}`,
    ...(deprecated === undefined ? {} : { deprecated: true }),
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: requestBodyOf(operation, body) }),
    responses: responsesOf(operation),
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
const byKey = (scope: string): Json[] => (/^(?!audit:)[a-z]+:read$/.test(scope) ? [{ apiKey: [] }] : []);

const rightOf = ({ scope, anonymous }: OperationDescription): string => {
  if (scope === 'public') return 'Open to everyone.';
  const needs = `Needs the scope \`${scope}\``;
  return anonymous ? `${needs}; without a token it shows public records only.` : `${needs}.`;
};

function farewell({ deprecated }: OperationDescription): string {
  if (deprecated === undefined) return '';
  const { since, sunset, successor } = deprecated;
  const end = sunset === undefined ? '' : `, may be gone from ${sunset}`;
  const instead = successor === undefined ? '' : ` Use ${successor} instead.`;
  return ` Deprecated since ${since}${end}.${instead}`;
}

function parametersOf({ method, params, query, refusals, transition }: OperationDescription): Json[] {
  const writesVersion = refusals.some(({ code }) => code === 'stalePrecondition');
  return [
    ...Object.entries(objectAt(params, 'properties')).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      ...described(schema, `Identifies the ${name.replace(/Id$/, '')}.`),
      style: 'simple',
      explode: false,
      schema,
    })),
    ...Object.entries(objectAt(query, 'properties')).map(([name, schema]) => ({
      name,
      in: 'query',
      required: requiredIn(query, name),
      ...described(schema, `Selects by \`${name}\`.`),
      style: 'form',
      explode: true,
      schema,
    })),
    ...(method === 'GET' ? [parameter('IfNoneMatch')] : []),
    ...(method === 'PATCH' || transition !== undefined ? [parameter('ChangeReason')] : []),
    ...(method === 'PATCH' ? [parameter('IfMatchRequired')] : writesVersion ? [parameter('IfMatch')] : []),
    parameter('AcceptLanguage'),
  ];
}

const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` });

const requiredIn = (schema: Json | undefined, name: string): boolean => {
  const required = schema?.['required'];
  return Array.isArray(required) && required.includes(name);
};

const described = (schema: unknown, otherwise: string): Json => ({
  description: isObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : otherwise,
});

function requestBodyOf({ method, examples = {} }: OperationDescription, schema: Json): Json {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }] as const);
  const media = { schema, ...(named.length === 0 ? {} : { examples: Object.fromEntries(named) }) };
  return { required: true, content: Object.fromEntries(mediaTypesOf(method).map((type) => [type, media])) };
}

function responsesOf(operation: OperationDescription): Json {
  const { status, refusals, body, scope, method } = operation;
  const problems = Map.groupBy(refusals, (refusal) => String(refusal.status));
  const ownResponses = [...problems].map(([code, kinds]) => [code, problemResponse(kinds)] as const);
  const common = {
    ...(method === 'GET' ? { '304': response('NotModified') } : {}),
    '401': response('Unauthorized'),
    ...(scope === 'public' ? {} : { '403': response('Forbidden') }),
    ...(body === undefined ? {} : { '413': response('PayloadTooLarge'), '415': response('UnsupportedMediaType') }),
    '429': response('TooManyRequests'),
    '503': response('Unavailable'),
    '504': response('Timeout'),
  };
  return {
    [String(status)]: success(operation),
    ...common,
    ...Object.fromEntries(ownResponses),
    default: response('Problem'),
  };
}

const response = (name: string): Json => ({ $ref: `#/components/responses/${name}` });

/** Whether an answer may be narrowed to fewer languages: in lists, and where `lang` is a parameter. */
const speaksOf = (query: Json | undefined): boolean =>
  ['pageSize', 'lang'].some((name) => name in objectAt(query, 'properties'));

const success = ({ status, returns, query, mediaType = 'application/json' }: OperationDescription): Json => ({
  description: status === 201 ? 'The new record.' : 'The answer.',
  headers: {
    ETag: { $ref: '#/components/headers/ETag' },
    'BelGov-Trace-Id': { $ref: '#/components/headers/TraceId' },
    RateLimit: { $ref: '#/components/headers/RateLimit' },
    'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
    ...(speaksOf(query) ? { 'Content-Language': { $ref: '#/components/headers/ContentLanguage' } } : {}),
    ...(status === 201 ? { Location: { $ref: '#/components/headers/Location' } } : {}),
  },
  content: { [mediaType]: { schema: returns } },
});

interface Kind {
  readonly type: string;
  readonly title: string;
}

/** A response that lists the types of problem it may carry. */
export const problemResponse = (kinds: readonly Kind[]): Json => ({
  description: kinds.map(({ title, type }) => `${title} (\`${type}\`)`).join('; '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
