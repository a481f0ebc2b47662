import { LocalizedText } from '@passerelle/domain/localized-text';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import { readPage } from '@passerelle/testing/listing';
import fc from 'fast-check';
import { DataSource, type QueryRunner } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { Database } from '../database/index.js';
import { collection } from './collection.js';
import { byText } from './filters.js';
import { machine } from '../acts/index.js';
import { open, type Condition } from '../rights/index.js';
import { addSearch, dropSearch, SearchConfigurations1763942440000 } from './search.js';

const Study = z.object({ href: z.url(), id: z.uuid(), ref: z.string(), title: LocalizedText(1, 300) });

const studies = collection({
  table: 'study',
  item: Study,
  relations: open,
  filters: {},
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
  searched: true,
});

let data: FreshDatabase;
let source: DataSource;
let runner: QueryRunner;
let db: Database;

const known = {
  'ST-1': { fr: 'Étude des réseaux européens de villes', nl: 'Studie van Europese stedennetwerken' },
  'ST-2': { fr: 'Les forêts de l’Ardenne', nl: 'De bossen van de Ardennen', de: 'Die Wälder der Ardennen' },
  'ST-3': { en: 'Metropolitan meetings of mayors' },
  'ST-4': { fr: 'Eurocities: assemblée générale', en: 'Eurocities annual general meeting' },
};

beforeAll(async () => {
  data = await freshDatabase('cooperation');
  source = await new DataSource({ type: 'postgres', url: data.ownerUrl }).initialize();
  db = new Database(source, 'cooperation');
  runner = source.createQueryRunner();
  await new SearchConfigurations1763942440000().up(runner);
  await runner.query('CREATE TABLE study (id uuid PRIMARY KEY, ref text NOT NULL, title jsonb NOT NULL)');
  await addSearch(runner, 'study', { texts: ['NEW.title'], words: ['NEW.ref'] });
  for (const [ref, title] of Object.entries(known))
    await runner.query('INSERT INTO study (id, ref, title) VALUES ($1, $2, $3)', [uuid(), ref, title]);
}, 60_000);

afterAll(async () => {
  await runner?.release();
  await source?.destroy();
  await data?.drop();
}, 60_000);

const ask = (q: string) => studies.query.parse({ q, total: 'true' });
/** Asked in the name of somebody who sees what `visible` lets through. */
const search = (q: string, visible?: Condition, database = db) => {
  const { actor } = machine('test');
  const reach = () => ({ sees: visible, may: visible });
  return readPage(studies.read(database, { query: ask(q), actor: { ...actor, reach } }));
};
const found = async (q: string) => (await search(q)).items.map(({ ref }) => ref);

it.each([
  ['a word in another form, in French', 'réseau européen', ['ST-1']],
  ['in Dutch', 'bos', ['ST-2']],
  ['in English', 'mayor', ['ST-3']],
  ['in German', 'wald', ['ST-2']],
  ['without its accents', 'reseau etude', ['ST-1']],
  ['in capitals', 'FORÊT', ['ST-2']],
  ['with accents that are not there', 'mètropolitan', ['ST-3']],
  ['a beginning of the last word', 'metropolitan mee', ['ST-3']],
  ['a reference', 'ST-4', ['ST-4']],
  ['a name that no language may change', 'eurocities', ['ST-4']],
  ['words in a row', '"general meeting"', ['ST-4']],
  ['words in a row that are not in that order', '"meeting general"', []],
  ['one or the other', 'mayors or forêts', ['ST-2', 'ST-3']],
  ['what is not wanted, in whatever form', 'meeting -mayor', ['ST-4']],
  ['words of two records', 'mayors forêts', []],
  ['nothing by words that a language does not count', 'du la', []],
  ['such a word where it stands as it is', 'der', ['ST-2']],
  ['signs alone', '!!! & | ( ) : *', []],
])('finds %s', async (_, q, refs) => {
  expect(await found(q)).toEqual(refs);
});

it('finds nothing that the caller may not see, and counts none of it', async () => {
  const visible: Condition = (bind) => `record.ref <> ${bind('ST-3')}`;
  for (const q of ['mayors', 'mayors or eurocities', 'metropolitan mee', '-forêts'])
    expect((await search(q, visible)).items).not.toContainEqual(expect.objectContaining({ ref: 'ST-3' }));
  expect(await search('mayors', visible)).toMatchObject({ items: [], total: 0 });
  expect(await search('mayors')).toMatchObject({ total: 1 });
});

it('takes any text for words: nothing is an error, and nothing is SQL', async () => {
  const attacks = [
    `'; DROP TABLE study; --`,
    `') OR true --`,
    `a:* & b`,
    `\\`,
    `"`,
    `"""`,
    `- - -`,
    `-"`,
    `<->`,
    `!a`,
    `$1`,
  ];
  for (const attack of attacks) expect(Array.isArray(await found(attack))).toBe(true);
  const law = fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), async (q) => {
    fc.pre(studies.query.safeParse({ q }).success);
    expect(Array.isArray(await found(q))).toBe(true);
  });
  await fc.assert(law, { numRuns: 100 });
  expect(await db.query('SELECT 1 FROM study')).toHaveLength(4);
});

it.each(['', ' ', 'x'.repeat(301), 'a\u0000b', '\ud800'])('refuses to search for %j', (q) => {
  expect(studies.query.safeParse({ q }).success).toBe(false);
});

it('follows a change of the record', async () => {
  await db.query(`UPDATE study SET title = '{"fr": "Les châteaux"}' WHERE ref = 'ST-2'`);
  expect([await found('chateau'), await found('forêts')]).toEqual([['ST-2'], []]);
});

it('finds what was there before, also where rows are guarded from the owner', async () => {
  await runner.query('CREATE TABLE guarded (id uuid PRIMARY KEY, ref text NOT NULL)');
  await runner.query('INSERT INTO guarded VALUES ($1, $2)', [uuid(), 'ST-9']);
  await runner.query('ALTER TABLE guarded ENABLE ROW LEVEL SECURITY');
  await runner.query('ALTER TABLE guarded FORCE ROW LEVEL SECURITY');
  await addSearch(runner, 'guarded', { words: ['NEW.ref'] });
  expect(await runner.query('SELECT * FROM guarded')).toEqual([]);
  await runner.query('ALTER TABLE guarded NO FORCE ROW LEVEL SECURITY');
  expect(
    await runner.query(`SELECT ref FROM guarded WHERE searched @@ plainto_tsquery('search_simple', 'ST-9')`),
  ).toEqual([{ ref: 'ST-9' }]);
});

it('reads the index rather than the table', async () => {
  await db.query(`
    INSERT INTO study (id, ref, title)
    SELECT gen_random_uuid(), 'ST-1' || n, jsonb_build_object('fr', 'Accord numéro ' || n, 'nl', 'Akkoord nummer ' || n) FROM generate_series(10000, 39999) AS n`);
  await db.query('ANALYZE study');
  const plan = async (q: string): Promise<string> => {
    const spied: { sql: string; values: readonly unknown[] }[] = [];
    const spy = Object.assign(new Database(source, 'cooperation'), {
      list: (_: unknown, sql: string, values: readonly unknown[]) => {
        spied.push({ sql, values });
        return Promise.resolve([]);
      },
    });
    await search(q, undefined, spy);
    const { sql = '', values = [] } = spied[0] ?? {};
    return JSON.stringify(await db.query(`EXPLAIN ${sql}`, values));
  };
  expect(await plan('12345')).toContain('study_searched');
  expect(await plan('châteaux')).toContain('study_searched');
  await db.query('DROP INDEX study_searched');
  expect(await plan('12345')).not.toContain('study_searched');
}, 30_000);

it('works without the extension that folds accents, by the letters that were written', async () => {
  const other = await freshDatabase('cooperation');
  const plain = await new DataSource({ type: 'postgres', url: other.ownerUrl }).initialize();
  const ownRunner = plain.createQueryRunner();
  try {
    const withoutExtension = Object.assign(Object.create(ownRunner), {
      query: (sql: string, values?: unknown[]) =>
        sql.includes('pg_extension') ? Promise.resolve([]) : ownRunner.query(sql, values),
    });
    await new SearchConfigurations1763942440000().up(withoutExtension);
    await ownRunner.query('CREATE TABLE study (id uuid PRIMARY KEY, ref text NOT NULL, title jsonb NOT NULL)');
    await ownRunner.query(`INSERT INTO study (id, ref, title) VALUES ($1, 'ST-1', '{"fr": "Les forêts"}')`, [uuid()]);
    await addSearch(ownRunner, 'study', { texts: ['NEW.title'], words: ['NEW.ref'] });
    const refs = async (q: string) => (await search(q, undefined, new Database(plain, 'cooperation'))).total;
    expect([await refs('forêt'), await refs('foret')]).toEqual([1, 0]);
    await dropSearch(ownRunner, 'study');
    await new SearchConfigurations1763942440000().down(ownRunner);
  } finally {
    await ownRunner.release();
    await plain.destroy();
    await other.drop();
  }
});
