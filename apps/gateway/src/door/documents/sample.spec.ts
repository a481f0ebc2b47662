import { sampleOf } from './sample.js';

const how = {
  schemas: {
    Text: { type: 'object', properties: { fr: {}, nl: {}, en: {}, de: {} } },
    Place: { oneOf: [{ type: 'string' }] },
  },
  named: { id: 'the id' },
};
const sample = (properties: object, given: unknown = {}) =>
  sampleOf({ type: 'object', properties, required: Object.keys(properties) }, given, how);

it('is what is given, and a sample of whatever else is required', () => {
  const properties = {
    city: { type: 'string' },
    day: { type: 'string', format: 'date' },
    count: { type: 'integer', minimum: 1 },
  };
  expect(sample(properties, { city: 'Gent', left: 'out' })).toEqual({ city: 'Gent', day: '2026-03-01', count: 1 });
  expect(sampleOf({ type: 'object', properties }, { city: 'Gent' }, how)).toEqual({});
});

it('has a value that its pattern, its length, its enumeration and its default allow', () => {
  const properties = {
    ref: { type: 'string', pattern: '^NW-20' },
    status: { type: 'string', enum: ['draft', 'signed'] },
    level: { type: 'string', default: 'europe' },
    online: { type: 'boolean' },
    country: { type: 'string', minLength: 2, maxLength: 2 },
  };
  const fitting = { ref: 'NW-2026-0001', status: 'draft', level: 'europe', online: false, country: 'BE' };
  expect(sample(properties)).toEqual(fitting);
});

it('has a text in one language, and one item of a list unless it needs more', () => {
  const title = { allOf: [{ $ref: '#/components/schemas/Text' }] };
  const words = { type: 'array', items: { type: 'string' } };
  const given = { title: { nl: 'Stad', fr: 'Ville' }, words: ['one', 'two'] };
  expect(sample({ title, words }, given)).toEqual({ title: { nl: 'Stad' }, words: ['one'] });
  expect(sample({ title, words: { ...words, minItems: 2 } }, given)).toMatchObject({ words: ['one', 'two'] });
  expect(sample({ title, words })).toEqual({ title: { fr: 'Forum' }, words: [] });
});

it('keeps a given value of several forms, and names the record by its id only', () => {
  const properties = { place: { $ref: '#/components/schemas/Place' }, id: { type: 'string', format: 'uuid' } };
  expect(sample(properties, { place: { scheme: 'NUTS' } })).toEqual({ place: { scheme: 'NUTS' }, id: 'the id' });
  expect(sample({ id: { type: 'string', pattern: '^[a-z]+$' } })).toEqual({ id: 'forum' });
});
