import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { z } from 'zod';
import { onSystem } from '../security/system.ts';
import { breaches } from './belgif.ts';

// The OpenAPI document as three judges see it, and what a reader needs of it.

const system = onSystem();
const limitMs = 120_000;
const served = async () => (await system.ask('GET', '/doc/openapi.json')).body;

it(
  'passes the rules of Spectral, which validate its examples too',
  async () => {
    const judge = new spectral.Spectral();
    judge.setRuleset({ extends: [rulesets.oas as never] });
    const found = await judge.run(await served());
    expect(found.map(({ code, path, message }) => `${code} ${path.join('/')} ${message}`)).toEqual([]);
  },
  limitMs,
);

it(
  'passes the strict rules of Redocly',
  async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const source = JSON.stringify(await served());
    const found = await lintFromString({ source, config, absoluteRef: '/doc/openapi.json' });
    expect(found.map(({ ruleId, location, message }) => `${ruleId} ${location[0]?.pointer} ${message}`)).toEqual([]);
  },
  limitMs,
);

it('passes the rules of the Belgian REST guide', async () => {
  expect(breaches(await served())).toEqual([]);
});

const Parameter = z.looseObject({ name: z.string(), description: z.string().min(3) });
const Media = z.looseObject({
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.unknown()).optional(),
});
const Answer = z.looseObject({ $ref: z.string().optional(), content: z.record(z.string(), Media).optional() });
const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ $ref: z.string().optional() })),
  responses: z.record(z.string(), Answer),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.object({ parameters: z.array(z.unknown()).optional() }).catchall(Operation)),
  components: z.looseObject({
    parameters: z.record(z.string(), Parameter),
    responses: z.record(z.string(), Answer),
    schemas: z.record(z.string(), z.unknown()),
  }),
});

const operationsOf = ({ paths }: z.infer<typeof Document>) =>
  Object.values(paths).flatMap(({ parameters: _, ...methods }) => Object.values(methods));

it('describes every parameter', async () => {
  const document = Document.parse(await served());
  const own = operationsOf(document).flatMap(({ parameters }) => parameters.filter(({ $ref }) => $ref === undefined));
  const all = [...own.map((one) => Parameter.parse(one)), ...Object.values(document.components.parameters)];
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(({ description }) => description.startsWith('Selects by')).map(({ name }) => name)).toEqual([]);
});

it('describes every field of what is sent', async () => {
  const { paths, components } = await served();
  const bodies = Object.values<Record<string, { requestBody?: unknown }>>(paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ requestBody }) => (requestBody === undefined ? [] : [requestBody]));
  const undescribed = new Set<string>();
  const seen = new Set<string>();
  const shapeOf = (reference: string) => components.schemas[reference.replace(/^.*\//, '')];
  const isDescribed = (field: Field): boolean => {
    const [part] = [...(field.allOf ?? []), ...(field.anyOf ?? []), ...(field.oneOf ?? [])];
    if (field.description !== undefined) return true;
    const inner = field.$ref === undefined ? (part ?? field.items) : shapeOf(field.$ref);
    return inner !== undefined && isDescribed(inner);
  };
  const visit = (part: unknown, at: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const field: Field = part;
    if (field.$ref?.startsWith('#/components/schemas/') === true && !seen.has(field.$ref)) {
      seen.add(field.$ref);
      visit(shapeOf(field.$ref), field.$ref);
    }
    for (const [name, one] of Object.entries(field.properties ?? {}))
      if (!isDescribed(one)) undescribed.add(`${at} ${name}`);
    for (const inner of Object.values(part)) visit(inner, at);
  };
  bodies.forEach((body) => visit(body, 'body'));
  expect(seen.size).toBeGreaterThan(100);
  expect([...undescribed]).toEqual([]);
});

interface Field {
  readonly $ref?: string;
  readonly description?: string;
  readonly allOf?: readonly Field[];
  readonly anyOf?: readonly Field[];
  readonly oneOf?: readonly Field[];
  readonly items?: Field;
  readonly properties?: Readonly<Record<string, Field>>;
}

it('shows an example of every list and of every record', async () => {
  const document = Document.parse(await served());
  const shared = document.components.responses;
  const answers = operationsOf(document).flatMap(({ operationId, responses }) =>
    Object.entries(responses)
      .filter(([status]) => status === '200')
      .map(([, { $ref = '', ...own }]) => ({ operationId, ...(shared[$ref.replace(/^.*\//, '')] ?? own) })),
  );
  const isShown = ({ content = {} }: (typeof answers)[number]): boolean =>
    Object.entries(content).every(
      ([type, { example, examples }]) => type !== 'application/json' || example !== undefined || examples !== undefined,
    );
  expect(answers.length).toBeGreaterThan(100);
  expect(answers.filter((answer) => !isShown(answer)).map(({ operationId }) => operationId)).toEqual([]);
});

it('describes the answer to a stale change as it is', async () => {
  await system.fill();
  const { body: list } = await system.ask('GET', '/v1/networks?pageSize=1');
  const [{ href, version }] = list.items;
  const stale = { headers: { 'if-match': `"${version + 1}"` }, body: { legalForm: 'ASBL' } };
  const answer = await system.ask('PATCH', new URL(href).pathname, stale);
  expect(answer).toMatchObject({ status: 412, body: { currentVersion: version, currentHref: href } });
  const { Problem } = (await served()).components.schemas;
  expect(Object.keys(Problem.properties)).toEqual(expect.arrayContaining(['currentVersion', 'currentHref']));
});
