import { z } from 'zod';
import { describeService, ServiceDescription } from './description.js';

const operation = (id: string, schemas: { body?: z.ZodType; returns: z.ZodObject }) => ({
  route: 'POST /things' as const,
  summary: 'Register a thing',
  scope: 'public',
  id,
  subject: `rpc.things.things.${id}`,
  method: 'POST',
  path: '/v1/things',
  status: 201 as const,
  resource: 'things',
  refuses: [],
  params: z.strictObject({}),
  grant: {},
  seeing: {},
  ...schemas,
});

it('closes strict objects in input and output, inside any wrapper, and keeps output records open', () => {
  const Inner = z.strictObject({ code: z.string() });
  const Value = z.strictObject({ plain: Inner, optional: Inner.optional(), nullable: Inner.nullable() });
  const Named = Value.meta({ id: 'DescribedValue' });
  const Thing = z.object({ value: Named, note: z.object({ text: z.string() }).optional() });
  const { operations, schemas } = describeService({
    service: 'things',
    version: '1',
    typePrefix: 'test',
    operations: [operation('register', { body: z.strictObject({ value: Named }), returns: Thing })],
    facts: [],
  });
  const closed = expect.objectContaining({ additionalProperties: false });
  expect(schemas['DescribedValue']).toMatchObject({
    additionalProperties: false,
    properties: { plain: closed, optional: closed, nullable: closed },
  });
  expect(JSON.stringify(operations[0]?.returns)).not.toContain('additionalProperties');
});

describe('the code lists of a description', () => {
  const labels = { fr: 'Mot', nl: 'Woord', en: 'Word', de: 'Wort' };
  const list = { id: 'thingKinds', title: labels, source: 'made for this test', entries: [{ code: 'word', labels }] };
  const describe = (...codeLists: (typeof list)[]) =>
    describeService({ service: 'things', version: '1', typePrefix: 'test', operations: [], facts: [], codeLists });

  it('are part of its hash', () => {
    expect(describe(list).codeLists).toEqual([list]);
    expect(describe(list).hash).not.toBe(describe().hash);
  });

  it('are none in a description of an older build', () => {
    const { codeLists: _, ...older } = describe();
    expect(ServiceDescription.parse(older).codeLists).toEqual([]);
  });

  it('are read without the fields that only a newer build knows', () => {
    const newer = { ...list, colour: 'red', entries: [{ code: 'word', labels, colour: 'red' }] };
    expect(ServiceDescription.parse({ ...describe(), codeLists: [newer] }).codeLists).toEqual([list]);
  });
});
