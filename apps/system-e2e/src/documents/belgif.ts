import { z } from 'zod';

// Rules of the Belgian REST guide that an OpenAPI document can break, by the names of the guide. Those on examples, references and
// scopes are Spectral's too.

const Schema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  nullable: z.boolean().optional(),
});
const Content = z.record(
  z.string(),
  z.looseObject({ schema: z.looseObject({ type: z.string().optional() }).optional() }),
);
const Answer = z.looseObject({ $ref: z.string().optional(), content: Content.optional() });
const Operation = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  requestBody: z.looseObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string(), Answer),
});
const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.object({ parameters: z.array(z.unknown()).optional() }).catchall(Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema), responses: z.record(z.string(), Answer) }),
});
type Document = z.infer<typeof Document>;
type Operation = z.infer<typeof Operation>;

const lowerCamelCase = /^[a-z][A-Za-z0-9]*$/;
const upperCamelCase = /^[A-Z][A-Za-z0-9]*$/;

const statuses: Readonly<Record<string, readonly string[]>> = {
  get: ['200', '304'],
  post: ['200', '201'],
  patch: ['200'],
  delete: ['200'],
};

/** What breaks a rule: its name, and where. */
export function breaches(served: unknown): string[] {
  const document = Document.parse(served);
  return [
    ...(document.openapi.startsWith('3.0.') ? [] : ['oas-openapi the version']),
    ...Object.entries(document.paths).flatMap(([path, { parameters: _, ...methods }]) => [
      ...ofPath(path),
      ...Object.entries(methods).flatMap(([method, operation]) => ofOperation(method, operation, document)),
    ]),
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) => ofSchema(name, schema)),
    ...twins(Object.values(document.paths).flatMap(({ parameters: _, ...methods }) => Object.values(methods))),
  ];
}

const ofPath = (path: string): string[] => [
  ...(path.endsWith('/') ? [`uri-notat a trailing slash: ${path}`] : []),
  ...path
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/^\{(.*)\}$/, '$1'))
    // A calendar program wants to see the extension.
    .filter((segment) => !lowerCamelCase.test(segment) && segment !== 'calendar.ics')
    .map((segment) => `pth-camel ${segment} in ${path}`),
];

function ofOperation(method: string, operation: Operation, { components }: Document): string[] {
  const { operationId, tags, requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, { $ref = '', ...own }]) => ({
    status,
    content: (components.responses[$ref.replace(/^.*\//, '')] ?? own).content ?? {},
  }));
  const good = answers.filter(({ status }) => /^[23]/.test(status));
  const bad = answers.filter(({ status }) => !/^[23]/.test(status));
  return [
    ...(lowerCamelCase.test(operationId) ? [] : ['oas-opid']),
    ...(tags.length === 1 ? [] : ['oas-tags']),
    ...(requestBody === undefined || requestBody.required ? [] : ['oas-bodyreq']),
    ...(method === 'get' && requestBody !== undefined ? ['meth-body'] : []),
    ...(responses['default'] === undefined ? ['oas-default'] : []),
    ...good.filter(({ status }) => !statuses[method]?.includes(status)).map(({ status }) => `stat-codes ${status}`),
    ...bad
      .filter(({ content }) => Object.keys(content).join() !== 'application/problem+json')
      .map(({ status }) => `err-problem ${status}`),
    ...good.filter(({ content }) => 'application/problem+json' in content).map(({ status }) => `err-problem ${status}`),
    ...good.filter(({ content }) => content['application/json']?.schema?.type === 'array').map(() => 'jsn-object'),
  ].map((found) => `${found} of ${operationId}`);
}

const ofSchema = (name: string, schema: unknown): string[] => [
  ...(upperCamelCase.test(name) ? [] : [`oas-compnames ${name}`]),
  ...fieldsOf(schema)
    .filter(([field]) => !lowerCamelCase.test(field))
    .map(([field]) => `jsn-naming ${name}.${field}`),
  // Only a merge patch says null, to remove a field.
  ...(/(Change|Patch)$/.test(name) ? [] : fieldsOf(schema))
    .filter(([, field]) => Schema.safeParse(field).data?.nullable === true)
    .map(([field]) => `jsn-null ${name}.${field}`),
];

function fieldsOf(schema: unknown): [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(fieldsOf);
  const { properties = {}, ...others } = Schema.parse(schema);
  const own = Object.entries(properties);
  return [...own, ...[...own.map(([, field]) => field), ...Object.values(others)].flatMap(fieldsOf)];
}

const twins = (operations: readonly Operation[]): string[] => {
  const ids = operations.map(({ operationId }) => operationId);
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `oas-opid two operations ${id}`);
};
