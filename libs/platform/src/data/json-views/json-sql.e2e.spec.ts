import { languages } from '@passerelle/domain/language';
import { LocalizedText, lookupOrder } from '@passerelle/domain/localized-text';
import { Text } from '@passerelle/domain/text';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { toJson } from '../../kernel/rpc/index.js';
import { jsonSql } from './json-sql.js';
import { bestOnly, languagesIn, withTexts } from './texts.js';

// PostgreSQL's JSON of a record equals that of the JavaScript filter, byte for byte.

const Topic = z.object({ text: LocalizedText(1, 300), note: LocalizedText(1, 300).optional(), rank: z.int() });
const Figure = z.strictObject({ value: z.int(), source: z.string().optional(), seen: z.boolean() });
const Study = z.object({
  href: z.url(),
  id: z.uuid(),
  title: LocalizedText(1, 300),
  note: LocalizedText(1, 300).optional(),
  heldOn: z.iso.date().optional(),
  parties: z.array(z.string()),
  place: z
    .strictObject({ name: z.string(), at: z.discriminatedUnion('scheme', [scheme('NUTS'), scheme('LAU')]).optional() })
    .optional(),
  figures: z.array(Figure),
  topics: z.array(Topic).optional(),
  sides: z.strictObject({ names: z.array(LocalizedText(1, 300)), topic: Topic.optional() }).optional(),
  guesses: z.array(Figure).optional(),
  late: z.boolean().optional(),
  word: z.string().optional(),
  code: z.enum(['agreed', 'in force', 'BE-BRU']).optional(),
  odd: z.enum(['say "yes"', 'back\\slash', 'plain']).optional(),
  count: z.int().optional(),
  share: z.number().optional(),
  ownerId: z.uuid().optional(),
  anything: z.unknown().optional(),
});

function scheme(name: string) {
  return z.strictObject({ scheme: z.literal(name), code: z.string() });
}

const id = '0193a5c4-7e1f-7000-8000-000000000001';
const base = 'http://passerelle.test/v1/studies/';

let data: FreshDatabase;
let source: DataSource;

beforeAll(async () => {
  data = await freshDatabase('cooperation');
  source = await new DataSource({ type: 'postgres', url: data.ownerUrl }).initialize();
  await source.query(`
    CREATE TABLE study (id uuid, title jsonb, note jsonb, held_on date, parties text[], place jsonb, figures jsonb, guesses jsonb,
      topics jsonb, sides jsonb, late boolean,
      word text, code text, odd text, count int, share double precision, owner_id uuid, anything jsonb, secret text)`);
});

afterAll(async () => {
  await source?.destroy();
  await data?.drop();
});

interface Row {
  readonly title: object;
  readonly [column: string]: unknown;
}

async function write(row: Row, preferred?: readonly (typeof languages)[number][]) {
  const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  await source.query('TRUNCATE study');
  await source.query(
    `INSERT INTO study SELECT $1, $2::jsonb, $3::jsonb, $4::date, $5::text[], $6::jsonb, $7::jsonb, $8::jsonb, $9::jsonb, $10::jsonb, $11::boolean,
       $12, $13, $14, $15::int, $16::float8, $17::uuid, $18::jsonb, 'secret'`,
    [
      id,
      row.title,
      row.note,
      row.heldOn,
      row.parties,
      row.place,
      json(row.figures),
      json(row.guesses),
      json(row.topics),
      row.sides,
      row.late,
      ...[row.word, row.code, row.odd, row.count, row.share, row.ownerId, json(row.anything)],
    ],
  );
  const order = preferred === undefined ? undefined : lookupOrder(preferred);
  const sql = jsonSql(Study, {
    base: '$1',
    ...(order === undefined ? {} : { order: order.map((_, index) => `$${index + 2}::text`) }),
  });
  const [written] = await source.query<{ item: string; used: (string | null)[] }[]>(
    `SELECT ${sql.json} AS item, ARRAY[${sql.languages.join(', ')}]::text[] AS used FROM study record`,
    [base, ...(order ?? [])],
  );
  return written;
}

const filtered = (row: Row): unknown => Study.parse(toJson({ ...row, id, href: `${base}${id}` }));

const aText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => Text(1, 300).safeParse(text).data === text);
const texts = fc
  .record({ fr: aText, nl: aText, en: aText, de: aText }, { requiredKeys: [] })
  .filter((text) => Object.keys(text).length > 0);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const figures = fc.array(fc.record({ value: fc.integer(), source: maybe(aText), seen: fc.boolean() }), {
  maxLength: 3,
});
const aTopic = fc.record({ text: texts, note: maybe(texts), rank: fc.integer() });
const topics = fc.array(aTopic, { maxLength: 3 });
const aRow = fc.record({
  title: texts,
  topics: maybe(topics),
  sides: maybe(fc.record({ names: fc.array(texts, { maxLength: 3 }), topic: maybe(aTopic) })),
  note: maybe(texts),
  heldOn: maybe(fc.constantFrom('0001-01-01', '2012-11-26', '9999-12-31')),
  parties: fc.array(aText, { maxLength: 3 }),
  place: maybe(
    fc.record({ name: aText, at: maybe(fc.record({ scheme: fc.constantFrom('NUTS', 'LAU'), code: aText })) }),
  ),
  figures,
  guesses: maybe(figures),
  late: maybe(fc.boolean()),
  word: maybe(aText),
  code: maybe(fc.constantFrom('agreed', 'in force', 'BE-BRU')),
  odd: maybe(fc.constantFrom('say "yes"', 'back\\slash', 'plain')),
  count: maybe(fc.integer()),
  share: maybe(fc.integer().map((value) => value / 100)),
  ownerId: maybe(fc.uuid()),
  anything: maybe(fc.array(aText, { maxLength: 2 })),
});

it('writes any record in all its languages as the filter does', async () => {
  const law = fc.asyncProperty(aRow, async (row) => {
    expect((await write(row))?.item).toBe(JSON.stringify(filtered(row)));
  });
  await fc.assert(law, { numRuns: 150 });
});

it('writes any record in the language that lookup finds, and returns that language', async () => {
  const law = fc.asyncProperty(aRow, fc.uniqueArray(fc.constantFrom(...languages)), async (row, preferred) => {
    const expected = withTexts(Study, filtered(row), bestOnly(preferred));
    const written = await write(row, preferred);
    expect(written?.item).toBe(JSON.stringify(expected));
    expect(languages.filter((language) => written?.used.join().split(',').includes(language))).toEqual(
      languagesIn(Study, expected),
    );
  });
  await fc.assert(law, { numRuns: 150 });
});

it('writes no field that the schema does not name, at any depth', async () => {
  const row = {
    title: { fr: 'Titre', secret: 'secret' },
    note: null,
    heldOn: null,
    parties: [],
    place: { name: 'Namur', secret: 'secret', at: { scheme: 'NUTS', code: 'BE3', secret: 'secret' } },
    figures: [{ value: 1, seen: true, secret: 'secret' }],
    late: null,
  };
  expect((await write(row))?.item).not.toContain('secret');
  expect((await write(row, ['nl']))?.item).not.toContain('secret');
  expect(JSON.stringify(await source.query('SELECT * FROM study'))).toContain('secret');
});

it('refuses a schema that it cannot express in SQL', () => {
  for (const open of [z.object({ data: z.any() }), z.object({ data: z.record(z.string(), z.string()) })])
    expect(() => jsonSql(open, { base: '$1' })).toThrow('cannot be written by PostgreSQL');
});
