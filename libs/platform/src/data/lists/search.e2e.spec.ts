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
import { systemActor } from '../request-transaction/index.js';
import { open, type Condition } from '../../access/rights/index.js';
import { addSearch, rebuildSearch, SearchConfigurations1763942440000 } from './search-index.js';

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
  'CO-2026-0001': { nl: 'Brief AB-2027-0815 van K.U.Leuven over BE100' },
};

beforeAll(async () => {
  data = await freshDatabase('cooperation');
  source = await new DataSource({ type: 'postgres', url: data.ownerUrl }).initialize();
  db = new Database(source, 'cooperation');
  runner = source.createQueryRunner();
  await new SearchConfigurations1763942440000().up(runner);
  await runner.query('CREATE TABLE study (id uuid PRIMARY KEY, ref text NOT NULL, title jsonb NOT NULL)');
  await addSearch(runner, 'study', { texts: ['NEW.title'], references: ['NEW.ref'] });
  for (const [ref, title] of Object.entries(known))
    await runner.query('INSERT INTO study (id, ref, title) VALUES ($1, $2, $3)', [uuid(), ref, title]);
});

afterAll(async () => {
  await runner?.release();
  await source?.destroy();
  await data?.drop();
});

const ask = (q: string) => studies.query.parse({ q, total: 'true' });
/** Read on behalf of a caller who sees the records of `visible`. */
const search = (q: string, visible?: Condition, database = db) => {
  const { actor } = systemActor('test');
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
  ['a reference in small letters', 'co-2026-0001', ['CO-2026-0001']],
  ['a reference and a word', 'leuven CO–2026–0001', ['CO-2026-0001']],
  ['the beginning of a reference', 'CO-2026-00', ['CO-2026-0001']],
  ['nothing by the year in a reference', '2026', []],
  ['a number in a title', '0815', ['CO-2026-0001']],
  ['a reference in a title', 'AB-2027-0815', ['CO-2026-0001']],
  ['a code', 'be100', ['CO-2026-0001']],
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

it('neither finds nor counts hidden records', async () => {
  const visible: Condition = (bind) => `record.ref <> ${bind('ST-3')}`;
  for (const q of ['mayors', 'mayors or eurocities', 'metropolitan mee', '-forêts'])
    expect((await search(q, visible)).items).not.toContainEqual(expect.objectContaining({ ref: 'ST-3' }));
  expect(await search('mayors', visible)).toMatchObject({ items: [], total: 0 });
  expect(await search('mayors')).toMatchObject({ total: 1 });
});

describe('any text', () => {
  /** Tokens of PostgreSQL's query grammars, words, and texts that are neither. */
  const written = `- -- -" " "" or OR ( ) (( | || & && ! !! <-> <2> :* : :A * \\ ' '' $1 ; < > % _ ² é ß ﬃ ⑽ 👩‍👩‍👧 ST-4 forêts mayors a 1e9`;
  const part = fc.constantFrom(...written.split(' '), ' ', ' or ', '\t', '\n', '\u0000', '\ud800', '\u200d', '\u0301');
  const joined = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 80 }), fc.constantFrom('', ' '))
    .map(([parts, between]) => parts.join(between));
  const repeated = fc.tuple(part, fc.integer({ min: 1, max: 300 })).map(([each, times]) => each.repeat(times));
  const anything = fc.string({ unit: 'binary', maxLength: 300 });
  const attacks = [
    ['34 dashes', '-'.repeat(34)],
    ['300 dashes', '-'.repeat(300)],
    ['dashes apart', '- '.repeat(60)],
    ['60 unwanted words', '-a '.repeat(60)],
    ['quotes', '"'.repeat(300)],
    ['unwanted quotes', '-"'.repeat(60)],
    ['negations', '!'.repeat(300)],
    ['parentheses', '('.repeat(300)],
    ['alternatives', 'a or '.repeat(30)],
    ['alternatives of rows', '"a" or '.repeat(30)],
    ['alternatives of nothing', 'or '.repeat(60)],
    ['a word that is many', 'a²'.repeat(150)],
    ['a word of many parts', 'a-'.repeat(150)],
    ['distances', '<->'.repeat(100)],
    ['beginnings', 'a:*|'.repeat(75)],
    ['one long word', 'x'.repeat(300)],
    ['letters that are many', 'ﷺ'.repeat(300)],
    ['digits that are none', '²²'],
    ['an end of SQL', `'; DROP TABLE study; --`],
    ['a condition of SQL', `') OR true --`],
    ['a parameter of SQL', '$1'],
    ['an escape', '\\'],
  ] as const;

  /** 200 for a list, 400 for an issue of `q`; any other result throws. */
  async function answer(q: string): Promise<string[] | 'refused'> {
    const { success, error } = studies.query.safeParse({ q });
    if (!success) {
      expect(error.issues.map(({ path }) => path.join('.'))).not.toContainEqual(expect.not.stringMatching(/^q$/));
      return 'refused';
    }
    return (await found(q)).map(String);
  }

  it.each(attacks)('is a search or a refusal of `q`: %s', async (_, q) => {
    expect(await answer(q)).toBeDefined();
  });

  it('is a search or a refusal of `q`, for 500 random texts', async () => {
    const law = fc.asyncProperty(fc.oneof(joined, repeated, anything), async (q) => void (await answer(q)));
    await fc.assert(law, { numRuns: 500 });
    expect(await db.query('SELECT 1 FROM study')).toHaveLength(Object.keys(known).length);
  }, 60_000);

  it('ignores signs between words', async () => {
    const signs = fc.array(fc.constantFrom(...`! ( ) & | * <-> : - ' \\ ;`.split(' ')), { maxLength: 20 });
    const words = fc.constantFrom('mayors', 'ST-3', '"of mayors"');
    const law = fc.asyncProperty(signs, words, signs, async (before, q, after) => {
      expect(await found([...before, q, ...after].join(' '))).toEqual(['ST-3']);
    });
    await fc.assert(law, { numRuns: 100 });
  }, 60_000);

  it('honours words, alternatives and exclusions', async () => {
    const holder: Record<string, string> = {
      metropolitan: 'ST-3',
      eurocities: 'ST-4',
      forêts: 'ST-2',
      ardennen: 'ST-2',
    };
    const holds = (ref: string) => (word: string) => holder[word] === ref;
    const word = fc.constantFrom(...Object.keys(holder), 'nowhere');
    const alternatives = fc.array(fc.array(word, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 });
    const law = fc.asyncProperty(alternatives, fc.array(word, { maxLength: 2 }), async (wanted, unwanted) => {
      const isFound = (ref: string) => wanted.some((all) => all.every(holds(ref))) && !unwanted.some(holds(ref));
      const q = [wanted.map((all) => all.join(' ')).join(' or '), ...unwanted.map((each) => `-${each}`)].join(' ');
      expect([q, await found(q)]).toEqual([q, Object.keys(known).filter(isFound)]);
    });
    await fc.assert(law, { numRuns: 100 });
  }, 60_000);
});

/** Words that PostgreSQL's parser would lose by taking them with their signs for a host, a path, a signed number or one long word. */
describe('words between signs of every kind', () => {
  const titles = {
    'DE-1': ['Convention avec perspective.brussels sur les données', 'perspective données', 'perspective.brussels'],
    'DE-2': ['Coopération Flandre/Wallonie sur le rail', 'wallonie', 'flandre rail', 'flandre/wallonie'],
    'DE-3': ['Programme partagé 2018-2040 de la mobilité', '2040', '2018', '2018–2040'],
    'DE-4': ['R.O. Brabant en K.U.Leuven', 'brabant', '"R.O. Brabant"'],
    'DE-5': ['Convention «Zonnebloem» sur le canal', 'zonnebloem', '«Zonnebloem»', '«Zonneb'],
    'DE-6': ['Convention « Klaproos » sur le rail', 'klaproos', '« Klaproos »'],
    'DE-7': ['Overeenkomst “Korenbloem” over het kanaal', 'korenbloem', 'overeenkomst “korenbloem”'],
    'DE-8': ['Axe Bruxelles–Charleroi du fret', 'charleroi', 'bruxelles-charleroi'],
    'DE-9': ['Mobilité\u00a0: accord de principe', 'mobilité accord', 'Mobilité : accord'],
    'DE-10': ['Accord de Gembloux… et la suite', 'gembloux suite'],
    'DE-11': ['Port\u200bMaritime de Bruxelles', 'maritime'],
    'DE-31': ['Wasser\u2060wirtschaft im Tal', 'wasserwirtschaft'],
    'DE-12': ['Grenz\u00adüberschreitende Zusammen\u00adarbeit', 'zusammenarbeit', 'Zusammen\u00adarbeit'],
  };
  const asked = Object.entries(titles).flatMap(([ref, [, ...each]]) => each.map((q) => [q, ref] as const));

  beforeAll(async () => {
    for (const [ref, [title]] of Object.entries(titles))
      await db.query('INSERT INTO study (id, ref, title) VALUES ($1, $2, $3)', [uuid(), ref, { fr: title }]);
  });
  afterAll(() => db.query(`DELETE FROM study WHERE ref LIKE 'DE-%'`));

  it.each(asked)('finds %s', async (q, ref) => {
    expect(await found(q)).toEqual([ref]);
  });
});

it.each(['', ' ', 'x'.repeat(301), 'a\u0000b', '\ud800', 'a '.repeat(61)])('refuses to search for %j', (q) => {
  expect(studies.query.safeParse({ q }).success).toBe(false);
});

it('finds the new words after a change of the record', async () => {
  await db.query(`UPDATE study SET title = '{"fr": "Les châteaux"}' WHERE ref = 'ST-2'`);
  expect([await found('chateau'), await found('forêts')]).toEqual([['ST-2'], []]);
});

it('indexes existing rows, also where row-level security applies to the owner', async () => {
  await runner.query('CREATE TABLE guarded (id uuid PRIMARY KEY, ref text NOT NULL)');
  await runner.query('INSERT INTO guarded VALUES ($1, $2)', [uuid(), 'ST-9']);
  await runner.query('ALTER TABLE guarded ENABLE ROW LEVEL SECURITY');
  await runner.query('ALTER TABLE guarded FORCE ROW LEVEL SECURITY');
  await addSearch(runner, 'guarded', { references: ['NEW.ref'] });
  expect(await runner.query('SELECT * FROM guarded')).toEqual([]);
  await runner.query('ALTER TABLE guarded NO FORCE ROW LEVEL SECURITY');
  expect(
    await runner.query(`SELECT ref FROM guarded WHERE searched @@ plainto_tsquery('search_simple', 'st9')`),
  ).toEqual([{ ref: 'ST-9' }]);
});

it('indexes records again that an earlier version indexed', async () => {
  await runner.query(`
    CREATE OR REPLACE FUNCTION study_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.searched := to_tsvector('search_simple', coalesce(NEW.title->>'fr', '')); RETURN NEW; END $$`);
  await runner.query(
    `ALTER TEXT SEARCH CONFIGURATION search_fr ALTER MAPPING FOR hword, word WITH unaccent, french_stem`,
  );
  await runner.query('INSERT INTO study (id, ref, title) VALUES ($1, $2, $3)', [
    uuid(),
    'ST-5',
    { fr: 'Flandre/Wallonie' },
  ]);
  expect([await found('wallonie'), await found('ST-5')]).toEqual([[], []]);
  await rebuildSearch(runner, { study: { texts: ['NEW.title'], references: ['NEW.ref'] } });
  expect([await found('wallonie'), await found('ST-5')]).toEqual([['ST-5'], ['ST-5']]);
});

it('uses the index and does not scan the table', async () => {
  const padding = `repeat(' sur la mobilité des personnes', 4)`;
  await db.query(`
    INSERT INTO study (id, ref, title)
    SELECT gen_random_uuid(), 'ST-1' || n, jsonb_build_object('fr', 'Accord numéro ' || n || ${padding}, 'nl', 'Akkoord nummer ' || n || ${padding}) FROM generate_series(10000, 39999) AS n`);
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
});
