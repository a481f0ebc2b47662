import { comparisonKey } from '@passerelle/domain/text';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import { readPage } from '@passerelle/testing/listing';
import { LocalizedText } from '@passerelle/domain/localized-text';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { systemActor } from '../request-transaction/index.js';
import { Database } from '../database/index.js';
import { open } from '../../access/rights/index.js';
import { collection } from './collection.js';
import { byText } from './filters.js';
import { indexByKey } from './folding.js';
import { addSearch, SearchConfigurations1763942440000 } from './search-index.js';

// Search and name comparison give the same results on two locales: one that knows only ASCII letters, one that knows them all.

const lettered = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
const locales = ['C', lettered].map((locale) => `LOCALE_PROVIDER libc LOCALE '${locale}'`);

const studies = collection({
  table: 'study',
  item: z.object({ href: z.url(), id: z.uuid(), ref: z.string(), title: LocalizedText(1, 300) }),
  relations: open,
  filters: {},
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
  searched: true,
});

interface Installation {
  readonly data: FreshDatabase;
  readonly source: DataSource;
  readonly db: Database;
}

let installations: Installation[] = [];

async function install(locale: string): Promise<Installation> {
  const data = await freshDatabase('cooperation', locale);
  const source = await new DataSource({ type: 'postgres', url: data.ownerUrl }).initialize();
  const runner = source.createQueryRunner();
  await new SearchConfigurations1763942440000().up(runner);
  await runner.query('CREATE TABLE study (id uuid PRIMARY KEY, ref text NOT NULL, title jsonb NOT NULL)');
  await addSearch(runner, 'study', { texts: ['NEW.title'], references: ['NEW.ref'] });
  await runner.release();
  return { data, source, db: new Database(source, 'cooperation') };
}

beforeAll(async () => {
  installations = await Promise.all(locales.map(install));
});

afterAll(async () => {
  for (const { data, source } of installations) {
    await source.destroy();
    await data.drop();
  }
});

async function found({ db }: Installation, q: string): Promise<string[]> {
  const query = studies.query.parse({ q, pageSize: 200 });
  const { actor } = systemActor('test');
  const page = await readPage(
    studies.read(db, { query, actor: { ...actor, reach: () => ({ sees: undefined, may: undefined }) } }),
  );
  return page.items.map(({ ref }) => String(ref));
}

const everywhere = async (q: string): Promise<string[]> => {
  const [one = [], other] = await Promise.all(installations.map((each) => found(each, q)));
  expect([q, other]).toEqual([q, one]);
  return one;
};

const letters = [...'abcdeéèêëàâäåãøœæñçßłščřőžăşţğıαβγδέωςпроектйёБЮ0123456789ABCDEÉÈÀÄØŒÑÇŁŠČŐΑΒΓΔΈΩ'];
const word = fc.array(fc.constantFrom(...letters), { minLength: 4, maxLength: 9 }).map((each) => each.join(''));
const signs = [
  ...`. , : ; / - – — ‑ − … · • ' ’ ‘ " “ ” „ « » ‹ › ( ) [ ] { } + * & | @ # % = < > _ ~ ^ ! ? € § ° → \\ ://`.split(
    ' ',
  ),
  ...['\u00a0', '\u202f', '\u2009', '\u3000', '\u200b', '\ufeff', '\u2028', '\t', '\n', ' -', ' +', ', ', ' « '],
];
const separator = fc.array(fc.constantFrom(' ', ...signs), { minLength: 1, maxLength: 3 }).map((each) => each.join(''));
const title = fc
  .array(fc.tuple(word, separator), { minLength: 1, maxLength: 5 })
  .map((parts) => ({ words: parts.map(([each]) => each), text: parts.flat().join('') }));

it('finds a record by each word of its title, for every separator and spelling', async () => {
  const titles = fc.sample(title, { seed: 20_261_129, numRuns: 80 });
  for (const [index, { text }] of titles.entries())
    for (const { db } of installations)
      await db.query('INSERT INTO study (id, ref, title) VALUES ($1, $2, $3)', [uuid(), `ST-${index}`, { fr: text }]);
  for (const [index, { words }] of titles.entries())
    for (const each of words)
      for (const asked of [each, each.toUpperCase(), each.normalize('NFD')])
        expect([titles[index], await everywhere(asked)]).toEqual([
          titles[index],
          expect.arrayContaining([`ST-${index}`]),
        ]);
}, 120_000);

it('answers every query alike', async () => {
  const asked = fc.oneof(
    title.map(({ text }) => text),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  );
  const law = fc.asyncProperty(
    asked.filter((q) => studies.query.safeParse({ q }).success),
    async (q) => void (await everywhere(q)),
  );
  // A fraction and a mark that only some locales count as letters.
  await fc.assert(law, { numRuns: 150, examples: [['l\ua830'], ['\u0915\u0941\u0915'], ['a\u0488b']] });
}, 120_000);

it('compares names by the same key as TypeScript does', async () => {
  const text = fc.oneof(
    title.map((each) => each.text),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }).map((each) => each.replaceAll('\u0000', '')),
  );
  const law = fc.asyncProperty(fc.array(text, { minLength: 20, maxLength: 20 }), async (texts) => {
    for (const { db } of installations) {
      const rows = await db.query<{ key: string }>(
        'SELECT comparison_key(given) AS key FROM unnest($1::text[]) AS given',
        [texts],
      );
      expect(rows.map(({ key }) => key)).toEqual(texts.map(comparisonKey));
    }
  });
  await fc.assert(law, { numRuns: 50 });
}, 120_000);

it('names the records whose names are equal but must be unique', async () => {
  const [{ source } = { source: undefined }] = installations;
  const runner = source?.createQueryRunner();
  if (runner === undefined) throw new Error('no installation');
  await runner.query(`CREATE TABLE call (ref text, programme int, acronym text)`);
  await runner.query(`INSERT INTO call VALUES ('CA-1', 1, 'E\u0301TUDE–2'), ('CA-2', 2, 'Étude-2')`);
  const index = { index: 'call_acronym', table: 'call', name: 'acronym', unique: { within: 'programme' } };
  await indexByKey(runner, index);
  await expect(runner.query(`INSERT INTO call VALUES ('CA-3', 1, 'Étude-2')`)).rejects.toThrow('call_acronym');
  await runner.query('DROP INDEX call_acronym');
  await runner.query('UPDATE call SET programme = 1');
  await expect(indexByKey(runner, index)).rejects.toThrow('CA-1, CA-2');
  await runner.release();
});
