import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { LocalizedText } from './localized-text.js';
import { CodeOf } from './reference-list.js';
import { Text } from './text.js';

// Every schema of this library ends up in an OpenAPI 3.0 document, an OpenAPI 3.1 document and the schemas of facts.
const files = readdirSync(new URL('.', import.meta.url)).filter((file) => /^[a-z-]+\.ts$/.test(file));
const modules = await Promise.all(files.map((file) => import(`./${file.replace(/ts$/, 'js')}`) as Promise<object>));
const exported = modules.flatMap((module) => Object.entries(module)).filter(([, value]) => value instanceof z.ZodType);
const parametric = { Text: Text(3, 300), LocalizedText: LocalizedText(3, 300), CodeOf: CodeOf('departments') };
const schemas = [...exported, ...Object.entries(parametric)] as [string, z.ZodType][];

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const nodesOf = (value: unknown): Node[] => (isNode(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : []);

const bounds: Record<string, (node: Node) => boolean> = {
  string: (node) => 'maxLength' in node || 'enum' in node || 'const' in node,
  array: (node) => 'maxItems' in node,
  integer: (node) => 'minimum' in node && 'maximum' in node,
  number: (node) => 'minimum' in node && 'maximum' in node,
  object: (node) => node['additionalProperties'] === false || 'maxProperties' in node,
};
const isUnbounded = (node: Node) => typeof node['type'] === 'string' && bounds[node['type']]?.(node) === false;

it('finds the schemas', () => expect(exported.length).toBeGreaterThan(15));

describe.each(schemas)('%s', (_, schema) => {
  it.each(['openapi-3.0', 'draft-2020-12'] as const)(
    'is written as %s with a bound on every text and list',
    (target) => {
      for (const io of ['input', 'output'] as const) {
        expect(nodesOf(z.toJSONSchema(schema, { target, io })).filter(isUnbounded)).toEqual([]);
      }
    },
  );
});

it('requires at least one language in a localized text, which is named by its bounds', () => {
  expect(z.toJSONSchema(parametric.LocalizedText, { target: 'openapi-3.0' })).toMatchObject({
    $ref: '#/definitions/LocalizedText3To300',
    definitions: { LocalizedText3To300: { minProperties: 1 } },
  });
});
