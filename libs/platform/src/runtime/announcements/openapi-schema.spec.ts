import { asOpenApi } from './openapi-schema.js';

const $ref = '#/components/schemas/Party';

it('writes no sibling of a reference', () => {
  expect(asOpenApi({ properties: { party: { $ref, description: 'Who', allOf: [{ $ref }] } } })).toEqual({
    properties: { party: { description: 'Who', allOf: [{ $ref }] } },
  });
  expect(asOpenApi({ $ref })).toEqual({ $ref });
});

it('says together with a type what may be null', () => {
  expect(asOpenApi({ nullable: true, description: 'Who', allOf: [{ $ref }] })).toEqual({
    description: 'Who',
    anyOf: [{ $ref }, { type: 'object', nullable: true, enum: [null] }],
  });
  expect(asOpenApi({ type: 'string', nullable: true })).toEqual({ type: 'string', nullable: true });
});

it('leaves the length of a day to its format', () => {
  expect(asOpenApi([{ type: 'string', minLength: 10, maxLength: 10, format: 'date' }])).toEqual([
    { type: 'string', format: 'date' },
  ]);
});
