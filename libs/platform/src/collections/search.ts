import { languages } from '@passerelle/domain/language';
import { Text } from '@passerelle/domain/text';
import type { By, Database } from '../database/index.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Bind } from '../rights/index.js';
import type { Filter } from './filters.js';

// Full text in four languages. What is searched is a column that PostgreSQL derives from the record: each language of its
// texts by the rules of that language, and names, codes and references by the rules of all of them and as they stand.
// A search is read in the same five ways, and a record is found that fits one of them.

const asItStands = 'search_simple';
const configurations = [...languages.map((language) => `search_${language}`), asItStands];
const dictionaries: Readonly<Record<string, string>> = {
  search_fr: 'french',
  search_nl: 'dutch',
  search_en: 'english',
  search_de: 'german',
  [asItStands]: 'simple',
};

/** Words of which all are wanted, "words in a row", `one or other`, `-unwanted`; the last word may be a beginning. */
export const search: Filter = {
  schema: Text(1, 300)
    .optional()
    .describe(
      'Full text: all of these words, "words in a row", `one or other`, `-unwanted`; the last may be a beginning.',
    ),
  sql: (value, bind) => `record.searched @@ (${searchQuery(String(value), bind)})`,
};

/** More than a page can be chosen from, and few enough to sort. */
const few = 1_000;

/**
 * What full text finds, where that is not much. PostgreSQL guesses how many records fit, and where it guesses too many it
 * walks a whole table in the order of the list, to find them at its end: so those are found first, and sorted then.
 * Undefined where there are many, which are met soon on that walk.
 */
export async function soughtIds(db: Database, by: By, table: string, q: unknown): Promise<string[] | undefined> {
  const values: unknown[] = [];
  const condition = search.sql(q, (value) => `$${values.push(value)}`);
  // Materialized, so that it is planned as if all were wanted, and stops all the same once there are enough.
  const sql =
    `WITH found AS MATERIALIZED (SELECT record.id FROM ${table} record WHERE ${condition})` +
    ` SELECT id FROM found LIMIT ${few + 1}`;
  const rows = await db.list<{ id: string }>(by, sql, values);
  return rows.length > few ? undefined : rows.map(({ id }) => id);
}

const plainWords = /^[\p{L}\p{N}]+( [\p{L}\p{N}]+)*$/u;
const shortestBeginning = 2;

/** Only `websearch_to_tsquery` and `phraseto_tsquery` read what a caller wrote: neither knows a syntax error. */
function searchQuery(given: string, bind: Bind): string {
  const unwanted: string[] = [];
  const wanted = given.replace(/(?<=^|\s)-("[^"]*"|\S+)/g, (_, words: string) => {
    unwanted.push(words);
    return ' ';
  });
  // What is not wanted is excluded in whichever way it is read, so it stands outside the alternatives.
  if (unwanted.length > 0) return `(${inAnyWay(bind(wanted))}) && !!(${inAnyWay(bind(unwanted.join(' or ')))})`;
  return [inAnyWay(bind(wanted)), ...beginning(wanted, bind)].join(' || ');
}

const inAnyWay = (words: string): string =>
  configurations.map((configuration) => `websearch_to_tsquery('${configuration}', ${words})`).join(' || ');

/** Whoever types has not finished the last word. */
function beginning(wanted: string, bind: Bind): string[] {
  const words = plainWords.test(wanted) ? wanted.split(' ') : [];
  const last = words.pop();
  if (last === undefined || last.length < shortestBeginning) return [];
  const lexeme = `phraseto_tsquery('${asItStands}', ${bind(last)})`;
  const begins = `CASE numnode(${lexeme}) WHEN 0 THEN ${lexeme} ELSE (${lexeme}::text || ':*')::tsquery END`;
  return [
    words.length === 0 ? begins : `(websearch_to_tsquery('${asItStands}', ${bind(words.join(' '))}) && ${begins})`,
  ];
}

interface Searched {
  /** Localized texts of the row: `NEW.title`. */
  readonly texts?: readonly string[];
  /** What is written the same in every language: `NEW.ref`, `NEW.holder->>'name'`. */
  readonly words?: readonly string[];
}

/** For migrations: the column that `search` reads, kept by PostgreSQL at every write, and its index. */
export async function addSearch(runner: QueryRunner, table: string, searched: Searched): Promise<void> {
  // Not a generated column: adding one would write the whole table anew under a lock.
  await runner.query(`ALTER TABLE ${table} ADD searched tsvector`);
  const read = [...(searched.texts ?? []), ...(searched.words ?? [])];
  await runner.query(`
    CREATE FUNCTION ${table}_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Most acts change no word: what was read then holds.
      IF TG_OP = 'UPDATE' AND OLD.searched IS NOT NULL
        AND (${read.join(', ')}) IS NOT DISTINCT FROM (${read.map((each) => each.replace('NEW.', 'OLD.')).join(', ')}) THEN
        NEW.searched := OLD.searched;
      ELSE
        NEW.searched := ${vectorOf(searched)};
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(
    `CREATE TRIGGER ${table}_search BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_search()`,
  );
  await fill(runner, table);
  await runner.query(`CREATE INDEX ${table}_searched ON ${table} USING gin (searched)`);
}

/** Row-level security holds the owner of the schema too: it would find no row to fill in, and not say so. */
async function fill(runner: QueryRunner, table: string): Promise<void> {
  const held: unknown[] = await runner.query(
    'SELECT 1 FROM pg_class WHERE oid = $1::regclass AND relforcerowsecurity',
    [table],
  );
  if (held.length > 0) await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  await runner.query(`UPDATE ${table} SET searched = NULL`);
  if (held.length > 0) await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
}

export async function dropSearch(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`DROP TRIGGER ${table}_search ON ${table}`);
  await runner.query(`DROP FUNCTION ${table}_search`);
  await runner.query(`ALTER TABLE ${table} DROP COLUMN searched`);
}

function vectorOf({ texts = [], words = [] }: Searched): string {
  const written = words.map((word) => `coalesce(${word}, '')`);
  const inLanguage = (language: string): string[] => texts.map((text) => `coalesce(${text}->>'${language}', '')`);
  const vector = (configuration: string, parts: readonly string[]): string =>
    `to_tsvector('${configuration}', ${[...parts, ...written].join(` || ' ' || `)})`;
  const byLanguage = languages.map((language) => {
    const has = texts.map((text) => `${text} ? '${language}'`).join(' OR ');
    const read = vector(`search_${language}`, inLanguage(language));
    return texts.length === 0 ? read : `CASE WHEN ${has} THEN ${read} ELSE '' END`;
  });
  return [...byLanguage, vector(asItStands, languages.flatMap(inLanguage))].join(' || ');
}

/**
 * How the words of each language are read. Accents are folded where administration has installed `unaccent`, which no
 * service may; without it everything is found by the letters that were written.
 */
export class SearchConfigurations1763942440000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const folds: unknown[] = await runner.query(`SELECT 1 FROM pg_extension WHERE extname = 'unaccent'`);
    for (const [configuration, language] of Object.entries(dictionaries)) {
      await runner.query(`CREATE TEXT SEARCH CONFIGURATION ${configuration} (COPY = ${language})`);
      const stem = language === 'simple' ? 'simple' : `${language}_stem`;
      if (folds.length > 0)
        await runner.query(`ALTER TEXT SEARCH CONFIGURATION ${configuration}
          ALTER MAPPING FOR hword, hword_part, word WITH unaccent, ${stem}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const configuration of configurations) await runner.query(`DROP TEXT SEARCH CONFIGURATION ${configuration}`);
  }
}
