import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import type { Json } from './json.js';
import { examplesOf, type Examples } from './openapi-examples.js';
import { documentedOnce } from './openapi-of-every-service.js';
import { openApiOperation, type UnplacedOperation } from './openapi-operation.js';
import { Page } from './openapi-page.js';
import { farewellHeaders, headers, introduction, parameters, responses } from './openapi-common.js';
import { placed, sharedAmong, withoutEchoes } from './openapi-shared.js';
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
  const examples = examplesOf(ordered, publicUrl);
  const paths = pathsOf(ordered, schemes, examples);
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
      description: introduction,
      contact: { name: 'Passerelle', url: publicUrl },
      license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
    },
    servers: [{ url: publicUrl }],
    tags: tagsOf(ordered),
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, placedItem(item, shared)])),
    components: {
      schemas: sorted(withoutEchoes({ Page, ...Object.assign({}, ...ordered.map(({ schemas }) => schemas)) })),
      parameters: { ...parameters, ...sorted(shared.parameters) },
      headers: { ...headers, ...(operations.some(({ deprecated }) => deprecated === true) ? farewellHeaders : {}) },
      examples: sorted(examples.components),
      responses: { ...responses, ...sorted(shared.responses) },
      securitySchemes: {
        // First: Swagger UI puts the cursor into its field, and so shows its dialog from there.
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Api-Key',
          description: 'For programs that only read: a key, instead of a token and never together with one.',
        },
        ...Object.fromEntries(issuers.map((issuer, index) => [schemes[index], securityScheme(issuer, ordered)])),
      },
    },
  };
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one.localeCompare(other);

/** A tag is described by its first operation: "List agreements between regions" is about agreements between regions. */
function tagsOf(descriptions: readonly ServiceDescription[]): object[] {
  const about = new Map<string, string>();
  for (const { operations } of documentedOnce(descriptions)) {
    for (const { resource, summary } of operations) {
      const words = summary.replace(/^List /, '');
      if (!about.has(resource)) about.set(resource, `${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
    }
  }
  return [...about].sort(byName).map(([name, description]) => ({ name, description }));
}

type Path = Readonly<Record<string, UnplacedOperation>>;

function pathsOf(
  descriptions: readonly ServiceDescription[],
  security: readonly string[],
  examples: Examples,
): Map<string, Path> {
  const paths = new Map<string, Path>();
  for (const { operations } of documentedOnce(descriptions)) {
    for (const [address, group] of Map.groupBy(operations, ({ method, path }) => `${method} ${path}`)) {
      const [method = '', path = ''] = address.split(' ');
      const described = openApiOperation(asOne(group), security, scopesOf(group), examples);
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

/** The parameters that all of several operations at an address have are written once, for the address. */
function placedItem(item: Path, shared: Shared): Json {
  const operations = Object.values(item);
  const all = operations.map(({ parameters: own }) => own.map((each) => placed(each, 'parameters', shared.parameters)));
  const isIn = (list: readonly Json[], one: Json): boolean =>
    list.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const [first = [], ...others] = all;
  const common = others.length === 0 ? [] : first.filter((one) => others.every((list) => isIn(list, one)));
  const place = (operation: UnplacedOperation, index: number): Json => ({
    ...operation,
    parameters: all[index]?.filter((one) => !isIn(common, one)),
    responses: mapped(operation.responses, (each) => placed(each, 'responses', shared.responses)),
  });
  const methods = Object.entries(item).map(([method, operation], index) => [method, place(operation, index)]);
  return { ...(common.length === 0 ? {} : { parameters: common }), ...Object.fromEntries(methods) };
}

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
