import { languages } from '@passerelle/domain/language';
import { LocalizedText, lookupOrder } from '@passerelle/domain/localized-text';
import { isStorable } from '@passerelle/domain/text';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { onTheWire } from '../wire/index.js';
import { jsonSql } from './json-sql.js';
import { bestOnly, languagesIn, withTexts } from './texts.js';

// What PostgreSQL writes of a record is what the filter would have written of it, byte for byte.

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
  guesses: z.array(Figure).optional(),
  late: z.boolean().optional(),
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
    CREATE TABLE study (id uuid, title jsonb, note jsonb, held_on date, parties text[], place jsonb, figures jsonb, guesses jsonb, late boolean, secret text)`);
}, 60_000);

afterAll(async () => {
  await source?.destroy();
  await data?.drop();
}, 60_000);

interface Row {
  readonly title: object;
  readonly [column: string]: unknown;
}

async function write(
  { title, note, heldOn, parties, place, figures, guesses = null, late }: Row,
  preferred?: readonly (typeof languages)[number][],
) {
  await source.query('TRUNCATE study');
  await source.query(
    `INSERT INTO study SELECT $1, $2::jsonb, $3::jsonb, $4::date, $5::text[], $6::jsonb, $7::jsonb, $8::jsonb, $9::boolean, 'secret'`,
    [id, title, note, heldOn, parties, place, JSON.stringify(figures), guesses && JSON.stringify(guesses), late],
  );
  const order = preferred === undefined ? undefined : lookupOrder(preferred);
  const sql = jsonSql(Study, {
    base: '$1',
    ...(order === undefined ? {} : { order: order.map((_, index) => `$${index + 2}::text`) }),
  });
  const [row] = await source.query<{ item: string; used: (string | null)[] }[]>(
    `SELECT ${sql.json} AS item, ARRAY[${sql.languages.join(', ')}]::text[] AS used FROM study record`,
    [base, ...(order ?? [])],
  );
  return row;
}

const filtered = (row: Row): unknown => Study.parse(onTheWire({ ...row, id, href: `${base}${id}` }));

const aText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => isStorable(text) && text === text.trim());
const texts = fc
  .record({ fr: aText, nl: aText, en: aText, de: aText }, { requiredKeys: [] })
  .filter((text) => Object.keys(text).length > 0);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const figures = fc.array(fc.record({ value: fc.integer(), source: maybe(aText), seen: fc.boolean() }), {
  maxLength: 3,
});
const aRow = fc.record({
  title: texts,
  note: maybe(texts),
  heldOn: maybe(fc.constantFrom('0001-01-01', '2012-11-26', '9999-12-31')),
  parties: fc.array(aText, { maxLength: 3 }),
  place: maybe(
    fc.record({ name: aText, at: maybe(fc.record({ scheme: fc.constantFrom('NUTS', 'LAU'), code: aText })) }),
  ),
  figures,
  guesses: maybe(figures),
  late: maybe(fc.boolean()),
});

it('writes any record in all its languages as the filter does', async () => {
  const law = fc.asyncProperty(aRow, async (row) => {
    expect((await write(row))?.item).toBe(JSON.stringify(filtered(row)));
  });
  await fc.assert(law, { numRuns: 150 });
});

it('writes any record in the language that lookup finds, and says which', async () => {
  const law = fc.asyncProperty(aRow, fc.uniqueArray(fc.constantFrom(...languages)), async (row, preferred) => {
    const expected = withTexts(Study, filtered(row), bestOnly(preferred));
    const written = await write(row, preferred);
    expect(written?.item).toBe(JSON.stringify(expected));
    expect(languages.filter((language) => written?.used.includes(language))).toEqual(languagesIn(Study, expected));
  });
  await fc.assert(law, { numRuns: 150 });
});

it('lets out nothing that the schema does not name, wherever it lies', async () => {
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

it('refuses to write what it cannot write as the schema says', () => {
  for (const open of [z.object({ data: z.any() }), z.object({ data: z.record(z.string(), z.string()) })])
    expect(() => jsonSql(open, { base: '$1' })).toThrow('cannot be written by PostgreSQL');
});
