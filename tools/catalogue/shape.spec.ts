import { inBraces, linesOf } from './shape.ts';

const text = { type: 'string', minLength: 3, maxLength: 300 };
const day = { type: 'string', format: 'date', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };

it('a line for each field, with its bounds, values and description', () => {
  const schema = {
    type: 'object',
    properties: {
      title: { type: 'object', properties: { fr: text, nl: text }, minProperties: 1, additionalProperties: false },
      status: { enum: ['draft', 'signed'] },
      dueOn: { ...day, description: 'The last day', 'x-calendar': 'due' },
      places: { type: 'array', maxItems: 5, default: [], items: { type: 'object', properties: { name: text } } },
      parent: { allOf: [{ $ref: '#/components/schemas/Plan' }], nullable: true },
      count: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    },
    required: ['title', 'status'],
    additionalProperties: false,
  };
  expect(linesOf(schema)).toEqual([
    'object',
    '  title: object 1.. with fr?, nl?: string 3..300',
    '  status: "draft" | "signed"',
    '  dueOn?: string date · x-calendar "due" — The last day',
    '  places?: list of object, open ..5 · default []',
    '    name?: string 3..300',
    '  parent?: Plan | null',
    '  count?: integer 1..',
  ]);
});

it('variants and lists on one line', () => {
  const variants = { oneOf: [{ type: 'object', properties: { at: day }, required: ['at'] }, { type: 'null' }] };
  expect(inBraces(variants)).toBe('{ at: string date } | null');
  expect(inBraces({ type: 'object', additionalProperties: { $ref: '#/x/Plan' } })).toBe('object of Plan by string');
  expect(inBraces({ type: 'string', pattern: '^[a-z]+$', maxLength: 9 })).toBe('string `^[a-z]+$` ..9');
});

it('an unknown keyword is an error', () => {
  expect(() => linesOf({ type: 'string', contentEncoding: 'base64' })).toThrow('contentEncoding');
});
