import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import type { Json } from './json.js';
import { documentedOnce } from './openapi-of-every-service.js';
import { openApiOperation, type UnplacedOperation } from './openapi-operation.js';
import { Page } from './openapi-page.js';
import { commonProblems, problemResponse } from './openapi-problems.js';
import { placed, sharedAmong } from './openapi-shared.js';
import { asOne, scopesOf, transitionsOf } from './openapi-transitions.js';

// The descriptions of all services as one OpenAPI 3.0.3 document. Pure: the same descriptions give the same bytes.

/** An issuer, with its token and authorization endpoints, if known. */
export interface DocumentedIssuer {
  readonly discovery: string;
  readonly tokenUrl: string | undefined;
  /** Where people sign in, if the user interface supports it. */
  readonly authorizationUrl: string | undefined;
}

export interface OpenApiInput {
  readonly publicUrl: string;
  readonly version: string;
  readonly issuers: readonly DocumentedIssuer[];
  readonly descriptions: readonly ServiceDescription[];
}

export function openApiDocument({ publicUrl, version, issuers, descriptions }: OpenApiInput): object {
  const ordered = [...descriptions].sort((one, other) => one.service.localeCompare(other.service));
  const schemes = issuers.map((_, index) => (index === 0 ? 'oauth2' : `oauth2-${index + 1}`));
  const paths = pathsOf(ordered, schemes);
  const operations = [...paths.values()].flatMap((item) => Object.values(item));
  const shared = {
    parameters: sharedAmong(operations.flatMap((each) => each.parameters)),
    responses: sharedAmong(operations.flatMap((each) => Object.values(each.responses))),
  };
  return {
    openapi: '3.0.3',
    info: {
      title: 'Passerelle',
      version,
      description: 'European, international and inter-regional work of a region: records, facts and figures.',
      license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
    },
    servers: [{ url: publicUrl }],
    tags: tagsOf(ordered),
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, mapped(item, (each) => place(each, shared))])),
    components: {
      schemas: sorted({ Page, ...Object.fromEntries(ordered.flatMap(({ schemas }) => Object.entries(schemas))) }),
      parameters: { ...parameters, ...sorted(shared.parameters) },
      headers,
      responses: { ...responses, ...sorted(shared.responses) },
      securitySchemes: {
        ...Object.fromEntries(issuers.map((issuer, index) => [schemes[index], securityScheme(issuer, ordered)])),
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Api-Key',
          description: 'For programs that only read: a key, instead of a token and never together with one.',
        },
      },
    },
  };
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one.localeCompare(other);

function tagsOf(descriptions: readonly ServiceDescription[]): object[] {
  const owners = new Map<string, string[]>();
  for (const { service, operations } of descriptions) {
    for (const { resource } of operations)
      owners.set(resource, [...new Set([...(owners.get(resource) ?? []), service])]);
  }
  return [...owners]
    .sort(byName)
    .map(([name, services]) => ({ name, description: `Answered by ${services.join(', ')}.` }));
}

type Path = Readonly<Record<string, UnplacedOperation>>;

function pathsOf(descriptions: readonly ServiceDescription[], security: readonly string[]): Map<string, Path> {
  const paths = new Map<string, Path>();
  for (const { operations } of documentedOnce(descriptions)) {
    for (const [address, group] of Map.groupBy(operations, ({ method, path }) => `${method} ${path}`)) {
      const [method = '', path = ''] = address.split(' ');
      const described = openApiOperation(asOne(group), security, scopesOf(group));
      const operation = { ...described, ...transitionsOf(group) };
      paths.set(path, { ...paths.get(path), [method.toLowerCase()]: operation });
    }
  }
  return new Map([...paths].sort(byName));
}

interface Shared {
  readonly parameters: Record<string, Json>;
  readonly responses: Record<string, Json>;
}

const place = (operation: UnplacedOperation, shared: Shared): Json => ({
  ...operation,
  parameters: operation.parameters.map((each) => placed(each, 'parameters', shared.parameters)),
  responses: mapped(operation.responses, (each) => placed(each, 'responses', shared.responses)),
});

const mapped = <Value, Made>(record: Readonly<Record<string, Value>>, make: (value: Value) => Made) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(byName));

function securityScheme(
  { discovery, tokenUrl, authorizationUrl }: DocumentedIssuer,
  descriptions: readonly ServiceDescription[],
): object {
  if (tokenUrl === undefined) return { type: 'openIdConnect', openIdConnectUrl: discovery };
  const scopes = new Set(descriptions.flatMap(({ operations }) => operations.map(({ scope }) => scope)));
  scopes.delete('public');
  const described = Object.fromEntries([...scopes].sort().map((scope) => [scope, describeScope(scope)]));
  return {
    type: 'oauth2',
    flows: {
      ...(authorizationUrl === undefined
        ? {}
        : { authorizationCode: { authorizationUrl, tokenUrl, scopes: described } }),
      clientCredentials: { tokenUrl, scopes: described },
    },
  };
}

function describeScope(scope: string): string {
  const [area = '', act] = scope.split(':');
  return act === undefined ? `The right "${scope}".` : `May ${act} in ${area}.`;
}

const text = { type: 'string', maxLength: 300 };

const header = (name: string, description: string, required: boolean): object => ({
  name,
  in: 'header',
  required,
  description,
  schema: text,
});

const parameters = {
  ChangeReason: header(
    'Change-Reason',
    'Why, for the audit trail: 3 to 500 characters on one line, percent-encoded in UTF-8.',
    false,
  ),
  AcceptLanguage: header(
    'Accept-Language',
    'Languages of lists and problems: fr, nl, en, de. A text without a translation is given in another one of them.',
    false,
  ),
  IfNoneMatch: header('If-None-Match', 'An ETag: the answer is 304 when nothing has changed.', false),
  IfMatch: header('If-Match', 'The ETag of the record as it was read: 412 when it has changed since.', false),
  IfMatchRequired: header('If-Match', 'The ETag of the record as it was read: 412 when it has changed since.', true),
};

const headers = {
  ContentLanguage: {
    description: 'The languages of the texts in it, where they were narrowed: in lists, and by `lang`.',
    schema: text,
  },
  ETag: { description: 'The version of the record; weak if it is for If-None-Match only.', schema: text },
  Location: { description: 'The address of the new record.', schema: { ...text, format: 'uri' } },
  RateLimit: {
    description: 'What is left of the quota, and for how many seconds: `"client";r=999;t=10`.',
    schema: text,
  },
  RateLimitPolicy: { description: 'The quota and its window in seconds: `"client";q=1000;w=10`.', schema: text },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0, maximum: 86_400 } },
  TraceId: { description: 'Identifies this request in the logs.', schema: text },
};

const responses = {
  NotModified: { description: 'Nothing has changed since the ETag of If-None-Match.' },
  ...mapped(commonProblems, problemResponse),
  TooManyRequests: {
    ...problemResponse(commonProblems.TooManyRequests),
    headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
  },
  Problem: problemResponse([{ title: 'Any other problem', type: 'urn:problem-type:...' }]),
};
