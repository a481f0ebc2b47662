// The contracts as pages: each operation with its input and output, each schema. Facts have a page of their own, `facts.ts`.
import { z } from 'zod';
import { inBraces, linesOf, typeOf } from './shape.ts';

const Named = z.record(z.string(), z.unknown());
const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const Content = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() }));
const Answer = z.looseObject({
  $ref: z.string().optional(),
  description: z.string().default(''),
  content: Content.optional(),
});
const Parameters = z.array(z.union([z.looseObject({ $ref: z.string() }), Parameter])).default([]);
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().default(''),
  parameters: Parameters,
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(z.string(), Answer),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.object({ parameters: Parameters }).catchall(Operation)),
  components: z.looseObject({
    schemas: Named,
    parameters: z.record(z.string(), Parameter),
    responses: z.record(z.string(), Answer),
  }),
});
type Components = z.infer<typeof Document>['components'];

/** Each operation: its name, input and output. */
export function operationsPage(openApi: unknown): string {
  const { paths, components } = Document.parse(openApi);
  const sections = Object.entries(paths).flatMap(([path, { parameters, ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => [
      `## ${method.toUpperCase()} ${path}`,
      '',
      `\`${operation.operationId}\`: ${operation.summary}. ${operation.description}`,
      '',
      ...[...parameters, ...operation.parameters].map((one) =>
        parameterLine('name' in one ? Parameter.parse(one) : named(components, one.$ref)),
      ),
      ...(operation.requestBody === undefined ? [] : [`- body: ${contentOf(operation.requestBody.content)}`]),
      ...answersOf(components, operation.responses),
      '',
    ]),
  );
  return page('What each operation takes and answers', sections.flat());
}

/** Each schema in the input or output of operations. */
export function shapesPage(openApi: unknown): string {
  const { schemas } = Document.parse(openApi).components;
  return page(
    'The shapes of operations',
    Object.entries(schemas).flatMap(([name, schema]) => shape('##', name, schema)),
  );
}

/** A section with the lines of a schema. */
export const shape = (heading: string, name: string, schema: unknown): string[] => [
  `${heading} ${name}`,
  '',
  '```text',
  ...linesOf(schema),
  '```',
  '',
];

const page = (title: string, lines: readonly string[]): string =>
  [
    `# ${title}`,
    '',
    'Written by `npm run catalogue` from what the services announce. `name?` may be absent, `1..300` are the least and the most',
    '(letters, items, fields or the number itself), `open` objects may have more fields.',
    '',
    ...lines,
  ].join('\n');

function parameterLine({ name, in: place, required, schema }: z.infer<typeof Parameter>): string {
  return `- ${place} ${name}${required ? '' : '?'}: ${typeOf(schema)}`;
}

function named(components: Components, reference: string): z.infer<typeof Parameter> {
  const found = components.parameters[last(reference)];
  if (found === undefined) throw new Error(`no parameter ${reference}`);
  return found;
}

/** What an operation answers when it succeeds is written out; the problems that others have too are named. */
function answersOf({ responses: shared }: Components, responses: z.infer<typeof Operation>['responses']): string[] {
  const all = Object.entries(responses).map(([status, { $ref = '', ...own }]) => ({
    status,
    name: last($ref),
    ...(shared[last($ref)] ?? own),
  }));
  const isNamed = ({ status, name }: { status: string; name: string }) => name !== '' && !status.startsWith('2');
  const others = all.filter(isNamed).map(({ status, name }) => `${status} ${name}`);
  return [
    ...all
      .filter((one) => !isNamed(one))
      .map(
        ({ status, description, content }) => `- ${status}: ${problemsIn(description) ?? answer(description, content)}`,
      ),
    ...(others.length === 0 ? [] : [`- and ${others.join(', ')}`]),
  ];
}

/** The codes of the problems in an answer; undefined for an answer that is no problem. */
function problemsIn(description: string): string | undefined {
  const codes = [...description.matchAll(/`(?:urn:problem-type:\w+|…):(\w+)`/g)].map(([, code]) => code);
  return codes.length === 0 ? undefined : codes.join(', ');
}

const answer = (description: string, content: z.infer<typeof Content> = {}): string =>
  [contentOf(content), description === 'The answer.' ? '' : description].filter((part) => part !== '').join(': ');

const contentOf = (content: z.infer<typeof Content>): string =>
  Object.entries(content)
    .map(([type, { schema }]) => {
      const shape = schema === undefined ? 'text' : inBraces(schema);
      return type === 'application/json' ? shape : `${shape} (${type})`;
    })
    .join(' or ');

const last = (reference: string): string => reference.split('/').at(-1) ?? reference;
