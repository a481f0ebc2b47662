import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { machine } from '../acts/index.js';
import { Refusal } from '../problems/index.js';
import { open, type Condition } from '../rights/index.js';
import {
  anyOf,
  byDate,
  byOptionalText,
  collection,
  holdsAnyOf,
  onOrAfter,
  onOrBefore,
  type Page,
} from './collection.js';
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
}, 60_000);

afterAll(async () => {
  await source?.destroy();
  await data?.drop();
}, 60_000);

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
/** Asked in the name of somebody who sees what `visible` lets through. */
const as = (query: Query, visible?: Condition) => {
  const { actor } = machine('test');
  return { query, actor: { ...actor, reach: () => ({ sees: visible, may: visible }) } };
};
const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const idsOf = (page: Page) => page.items.map((item) => (item as { id: string }).id);

async function walk(query: object): Promise<string[]> {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page: Page = await studies.read(db, as(ask({ ...query, after })));
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

it('walks every record once and in order, whatever the records, the sort and the size of a page', async () => {
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

it('walks texts as long as it promises', async () => {
  await fill(Array.from({ length: 4 }, (_, index) => ({ title: `${'漢'.repeat(499)}${index}`, heldOn: null })));
  expect(await walk({ pageSize: 1 })).toHaveLength(4);
});

it('counts only when asked, and counts what is let through', async () => {
  await fill([...'aabc'].map((title) => ({ title, heldOn: '2012-11-26' })));
  const visible = (bind: (value: unknown) => string) => `record.title <> ${bind('c')}`;
  expect(await studies.read(db, as(ask({ pageSize: 1, total: 'true' }), visible))).toMatchObject({ total: 3 });
  expect(await studies.read(db, as(ask({ title: ['a'], total: 'true' }), visible))).toMatchObject({ total: 2 });
  expect(await studies.read(db, as(ask({})))).not.toHaveProperty('total');
});

it('lets no filter open what the caller may not see', async () => {
  await fill([...'abc'].map((title) => ({ title, heldOn: null })));
  const visible = (bind: (value: unknown) => string) => `record.title = ${bind('c')} OR record.title = ${bind('b')}`;
  const page = await studies.read(db, as(ask({ either: 'x' }), visible));
  expect(page.items).toMatchObject([{ title: 'b' }]);
});

describe('what a caller sends', () => {
  const attack = `title; DROP TABLE study; --`;

  it.each(['name', '--title', 'title desc', 'title,heldOn', attack, '__proto__', 'constructor', ''])(
    'refuses to sort by %j',
    (sort) => expect(studies.query.safeParse({ sort }).success).toBe(false),
  );

  it('takes SQL in a filter for the text that it is', async () => {
    await fill([
      { title: attack, heldOn: null },
      { title: 'a', heldOn: null },
    ]);
    for (const value of [attack, `' OR true --`, `"`, '\\', `$1`, `'); DELETE FROM study; --`])
      expect((await studies.read(db, as(ask({ title: [value], party: ['BE-BRU'] })))).items.length).toBe(
        value === attack ? 1 : 0,
      );
    expect((await studies.read(db, as(ask({ party: [`{"BE-BRU"}`, `' OR '1'='1`] })))).items).toEqual([]);
    expect(await db.query('SELECT 1 FROM study')).toHaveLength(2);
  });

  const id = uuid();
  it.each([
    ['of another sort', cursor('heldOn', '2012-11-26', id)],
    ['of the other direction', cursor('-title', 'a', id)],
    ['with SQL for an id', cursor('title', 'a', `${id}' OR true --`)],
    ['with a NUL', cursor('title', 'a\u0000', id)],
    ['with half a surrogate pair', cursor('title', '\ud800', id)],
    ['of another shape', cursor('title', 'a')],
    ['with a number', cursor('title', 1, id)],
    ['that is an object', Buffer.from('{"__proto__":[]}').toString('base64url')],
    ['of noise', '%%%'],
    ['that is empty', ''],
  ])('refuses a cursor %s', async (_, after) => {
    await expect(studies.read(db, as(ask({ after })))).rejects.toBeInstanceOf(Refusal);
  });

  it.each(['tomorrow', '2012-02-30', '0000-01-01', '9999-12-31', `2012-11-26'::date; --`, '-infinity', ''])(
    'refuses a cursor whose day is %j',
    async (day) => {
      const query = ask({ sort: 'heldOn', after: cursor('heldOn', day, id) });
      await expect(studies.read(db, as(query))).rejects.toBeInstanceOf(Refusal);
    },
  );

  it('answers any cursor with a page or with a refusal', async () => {
    const keys = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('infinity', '2012-11-26'));
    const law = fc.asyncProperty(fc.constantFrom('title', 'heldOn'), keys, async (sort, key) => {
      const answer = await studies
        .read(db, as(ask({ sort, after: cursor(sort, key, id) })))
        .catch((error: unknown) => error);
      expect(answer instanceof Refusal || idsOf(answer as Page)).toBeTruthy();
    });
    await fc.assert(law, { numRuns: 100 });
  });
});
