import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { Refusal } from '../../kernel/problems/index.js';
import { readPage, type ReadPage } from '@passerelle/testing/listing';
import { collection } from './collection.js';
import { sealCursor } from './cursor.js';
import { anyOf, byDate, byOptionalText, holdsAnyOf, onOrAfter, onOrBefore } from './filters.js';
import { systemActor } from '../request-transaction/index.js';
import { open, type Condition } from '../../access/rights/index.js';
import { Database } from '../database/index.js';

const Study = z.object({
  href: z.url(),
  id: z.uuid(),
  title: z.string(),
  heldOn: z.string(),
  parties: z.array(z.string()),
});

const studies = collection({
  table: 'study',
  item: Study,
  relations: open,
  filters: {
    title: anyOf('title', z.string().max(100)),
    party: holdsAnyOf('parties', z.string().max(100)),
    heldOnFrom: onOrAfter('held_on'),
    heldOnTo: onOrBefore('held_on'),
    either: {
      schema: z.string().optional(),
      sql: (_, bind) => `record.title = ${bind('a')} OR record.title = ${bind('b')}`,
    },
  },
  sorts: { title: byOptionalText('title'), heldOn: byDate('held_on') },
  defaultSort: 'title',
});
type Query = z.infer<typeof studies.query>;

let data: FreshDatabase;
let source: DataSource;
let db: Database;

beforeAll(async () => {
  data = await freshDatabase('cooperation');
  source = await new DataSource({ type: 'postgres', url: data.ownerUrl }).initialize();
  db = new Database(source, 'cooperation');
  await db.query('CREATE TABLE study (id uuid PRIMARY KEY, title text, held_on date, parties text[] NOT NULL)');
});

afterAll(async () => {
  await source?.destroy();
  await data?.drop();
});

interface Row {
  readonly title: string | null;
  readonly heldOn: string | null;
}

async function fill(rows: readonly Row[]): Promise<void> {
  await db.query('TRUNCATE study');
  const values = rows.map((row) => ({ id: uuid(), parties: ['BE-BRU'], title: row.title, held_on: row.heldOn }));
  await db.query('INSERT INTO study SELECT * FROM jsonb_populate_recordset(null::study, $1::jsonb)', [
    JSON.stringify(values),
  ]);
}

const ask = (query: object): Query => studies.query.parse(query);
/** Read on behalf of a caller who sees the records of `visible`. */
const read = (query: object, visible?: Condition): Promise<ReadPage> => {
  const { actor } = systemActor('test');
  const reach = () => ({ sees: visible, may: visible });
  return readPage(studies.read(db, { query: ask(query), actor: { ...actor, reach } }));
};
const idsOf = (page: ReadPage) => page.items.map((item) => item.id);

async function walk(query: object): Promise<unknown[]> {
  const seen: unknown[] = [];
  let after: string | undefined;
  do {
    const page: ReadPage = await read({ ...query, after });
    seen.push(...idsOf(page));
    after = page.next;
  } while (after !== undefined);
  return seen;
}

const orderBy: Record<string, string> = {
  title: `coalesce(title, ''), id`,
  '-title': `coalesce(title, '') DESC, id DESC`,
  heldOn: `coalesce(held_on, 'infinity'), id`,
  '-heldOn': `coalesce(held_on, 'infinity') DESC, id DESC`,
};

it('pages through every record once and in order, for any records, sort and page size', async () => {
  const row = fc.record({
    title: fc.option(fc.constantFrom('', 'a', 'A', 'b', 'é', "'; --", '漢', '\\')),
    heldOn: fc.option(fc.constantFrom('1900-01-01', '2012-11-26', '2012-11-27', '2199-12-31')),
  });
  const law = fc.asyncProperty(
    fc.array(row, { maxLength: 12 }),
    fc.constantFrom(...Object.keys(orderBy)),
    fc.integer({ min: 1, max: 5 }),
    async (rows, sort, pageSize) => {
      await fill(rows);
      const whole = await db.query<{ id: string }>(`SELECT id FROM study ORDER BY ${orderBy[sort]}`);
      expect(await walk({ sort, pageSize })).toEqual(whole.map(({ id }) => id));
    },
  );
  await fc.assert(law, { numRuns: 40 });
});

it('pages through texts of the documented maximum length', async () => {
  await fill(Array.from({ length: 4 }, (_, index) => ({ title: `${'漢'.repeat(499)}${index}`, heldOn: null })));
  expect(await walk({ pageSize: 1 })).toHaveLength(4);
});

it('counts only on demand, and only visible records', async () => {
  await fill([...'aabc'].map((title) => ({ title, heldOn: '2012-11-26' })));
  const visible = (bind: (value: unknown) => string) => `record.title <> ${bind('c')}`;
  expect(await read({ pageSize: 1, total: 'true' }, visible)).toMatchObject({ total: 3 });
  expect(await read({ title: ['a'], total: 'true' }, visible)).toMatchObject({ total: 2 });
  expect(await read({})).not.toHaveProperty('total');
});

it('shows no hidden record through an OR in a filter', async () => {
  await fill([...'abc'].map((title) => ({ title, heldOn: null })));
  const visible = (bind: (value: unknown) => string) => `record.title = ${bind('c')} OR record.title = ${bind('b')}`;
  const page = await read({ either: 'x' }, visible);
  expect(page.items).toMatchObject([{ title: 'b' }]);
});

describe('what a caller sends', () => {
  const attack = `title; DROP TABLE study; --`;

  it.each(['name', '--title', 'title desc', 'title,heldOn', attack, '__proto__', 'constructor', ''])(
    'refuses to sort by %j',
    (sort) => expect(studies.query.safeParse({ sort }).success).toBe(false),
  );

  it('treats SQL in a filter as plain text', async () => {
    await fill([
      { title: attack, heldOn: null },
      { title: 'a', heldOn: null },
    ]);
    for (const value of [attack, `' OR true --`, `"`, '\\', `$1`, `'); DELETE FROM study; --`])
      expect((await read({ title: [value], party: ['BE-BRU'] })).items.length).toBe(value === attack ? 1 : 0);
    expect((await read({ party: [`{"BE-BRU"}`, `' OR '1'='1`] })).items).toEqual([]);
    expect(await db.query('SELECT 1 FROM study')).toHaveLength(2);
  });

  const secret = 'signs the cursors of a test';
  const id = uuid();
  const own = { list: 'study', filters: [], sort: 'title' };
  const at = { key: 'a', id };
  it.each([
    ['of another sort', sealCursor(secret, { ...own, sort: 'heldOn' }, { key: '2012-11-26', id })],
    ['of the other direction', sealCursor(secret, { ...own, sort: '-title' }, at)],
    ['of another list', sealCursor(secret, { ...own, list: 'project' }, at)],
    ['of other filters', sealCursor(secret, { ...own, filters: [['title', ['a']]] }, at)],
    ['of another service', sealCursor('another secret', own, at)],
    ['without a signature', sealCursor(secret, own, at).split('.')[0]],
    ['as they were before they were signed', Buffer.from(JSON.stringify(['title', 'a', id])).toString('base64url')],
    ['of noise', '%%%'],
    ['that is empty', ''],
  ])('refuses a cursor %s', async (_, after) => {
    const refused = await read({ after }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).issues).toMatchObject([
      { name: 'after', detail: expect.stringMatching('is not a cursor') },
    ]);
  });

  it('accepts its own cursor, and refuses it with any letter changed', async () => {
    await fill([...'abc'].map((title) => ({ title, heldOn: null })));
    const { next = '' } = await read({ pageSize: 1 });
    expect((await read({ after: next })).items).toMatchObject([{ title: 'b' }, { title: 'c' }]);
    const link = `https://example.org/v1/studies?pageSize=1&after=${encodeURIComponent(next)}`;
    expect((await read({ after: link })).items).toMatchObject([{ title: 'b' }, { title: 'c' }]);
    const law = fc.asyncProperty(fc.nat(next.length - 1), fc.constantFrom(...'AZaz09-_.'), async (place, letter) => {
      const changed = next.slice(0, place) + letter + next.slice(place + 1);
      fc.pre(changed !== next);
      await expect(read({ after: changed })).rejects.toBeInstanceOf(Refusal);
    });
    await fc.assert(law, { numRuns: 300 });
  });

  it('refuses any other text as a cursor', async () => {
    const law = fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), (after) =>
      expect(read({ after })).rejects.toBeInstanceOf(Refusal),
    );
    await fc.assert(law, { numRuns: 100 });
  });
});

describe('while others write', () => {
  const standing = Array.from({ length: 60 }, (_, index) => `standing ${String(index).padStart(3, '0')}`);
  const titlesIn = (items: readonly unknown[]) => items.map((item) => (item as { title: string }).title);

  /** Writes between any two pages: inserts records before and after, changes other fields, hides and shows records. */
  async function disturb(round: number): Promise<void> {
    const born = ['a', 'standing 030 and more', 'z'].map((title) => ({
      id: uuid(),
      parties: [],
      title: `${title} ${round}`,
    }));
    await db.query('INSERT INTO study SELECT * FROM jsonb_populate_recordset(null::study, $1::jsonb)', [
      JSON.stringify(born),
    ]);
    await db.query(`UPDATE study SET held_on = '2020-01-01' WHERE title LIKE 'standing%'`);
    await db.query(
      `UPDATE study SET parties = CASE WHEN parties = '{}' THEN '{BE-BRU}' ELSE '{}' END::text[] WHERE title LIKE 'a %'`,
    );
  }

  it('returns no record twice, and misses none that was there the whole time', async () => {
    await fill(standing.map((title) => ({ title, heldOn: null })));
    const seen: string[] = [];
    let after: string | undefined;
    for (let round = 0; round === 0 || after !== undefined; round++) {
      const page = await read({ pageSize: 7, party: ['BE-BRU', 'BE-VLG'], after });
      seen.push(...titlesIn(page.items));
      after = page.next;
      await disturb(round);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(standing));
  });

  it('would detect OFFSET paging, which returns some records twice', async () => {
    await fill(standing.map((title) => ({ title, heldOn: null })));
    const seen: string[] = [];
    for (let round = 0; ; round++) {
      const rows = await db.query(`SELECT title FROM study ORDER BY title, id LIMIT 7 OFFSET $1`, [7 * round]);
      if (rows.length === 0 || round > 40) break;
      seen.push(...titlesIn(rows));
      await disturb(round);
    }
    expect(new Set(seen).size).toBeLessThan(seen.length);
  });
});
