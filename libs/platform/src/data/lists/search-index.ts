import { languages } from '@passerelle/domain/language';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defineFolding, dropFolding } from './folding.js';

// The search column of a record, kept by a trigger: each language of its texts stemmed by the rules of that language; names,
// codes and references stemmed by the rules of all languages, and unstemmed. Only folded words reach PostgreSQL's parser, so
// that the result does not depend on punctuation, on the server's locale or on an extension.

export const asItStands = 'search_simple';
export const configurations = [...languages.map((language) => `search_${language}`), asItStands];
const dictionaries: Readonly<Record<string, string>> = {
  search_fr: 'french',
  search_nl: 'dutch',
  search_en: 'english',
  search_de: 'german',
  [asItStands]: 'simple',
};

interface Searched {
  /** Localized texts of the row: `NEW.title`. */
  readonly texts?: readonly string[];
  /** Texts that are the same in every language: `NEW.acronym`, `NEW.holder->>'name'`. */
  readonly words?: readonly string[];
  /** Found as a whole or by prefix, not by parts: `NEW.ref`, so that `2026` does not find CO-2026-0001. */
  readonly references?: readonly string[];
}

/** For migrations: the column that `search` reads, kept by PostgreSQL at every write, and its index. */
export async function addSearch(runner: QueryRunner, table: string, searched: Searched): Promise<void> {
  // Not a generated column: adding one would rewrite the whole table under a lock.
  await runner.query(`ALTER TABLE ${table} ADD searched tsvector`);
  await defineTrigger(runner, table, searched);
  await runner.query(
    `CREATE TRIGGER ${table}_search BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_search()`,
  );
  await fill(runner, table);
  await runner.query(`CREATE INDEX ${table}_searched ON ${table} USING gin (searched)`);
}

/** For migrations: rebuilds the search column of these tables after a change of its sources or rules. */
export async function rebuildSearch(runner: QueryRunner, tables: Readonly<Record<string, Searched>>): Promise<void> {
  await defineFolding(runner);
  for (const configuration of configurations) await readByStem(runner, configuration);
  for (const [table, searched] of Object.entries(tables)) {
    await defineTrigger(runner, table, searched);
    await fill(runner, table);
  }
}

async function defineTrigger(runner: QueryRunner, table: string, searched: Searched): Promise<void> {
  const { texts = [], words = [], references = [] } = searched;
  const read = [...texts, ...words, ...references];
  await runner.query(`
    CREATE OR REPLACE FUNCTION ${table}_search() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE words text;
    BEGIN
      -- Most acts change no word: what was read then holds.
      IF TG_OP = 'UPDATE' AND NEW.searched IS NOT NULL
        AND (${read.join(', ')}) IS NOT DISTINCT FROM (${read.map((each) => each.replace('NEW.', 'OLD.')).join(', ')}) THEN
        NEW.searched := OLD.searched;
      ELSE
        words := search_words(${joined(words)});
        NEW.searched := ${vectorOf(searched)};
      END IF;
      RETURN NEW;
    END $$`);
}

const joined = (texts: readonly string[]): string =>
  texts.length === 0 ? `''` : texts.map((text) => `coalesce(${text}, '')`).join(` || ' ' || `);

function vectorOf({ texts = [], references = [] }: Searched): string {
  const inLanguage = (language: string): string[] => texts.map((text) => `${text}->>'${language}'`);
  const vector = (configuration: string, parts: readonly string[]): string =>
    parts.length === 0
      ? `to_tsvector('${configuration}', words)`
      : `to_tsvector('${configuration}', search_words(${joined(parts)}) || ' ' || words)`;
  const byLanguage = languages.map((language) => {
    const has = texts.map((text) => `${text} ? '${language}'`).join(' OR ');
    const read = vector(`search_${language}`, inLanguage(language));
    return texts.length === 0 ? read : `CASE WHEN ${has} THEN ${read} ELSE '' END`;
  });
  const whole = references.map(
    (reference) => `to_tsvector('${asItStands}', ${inOneWord(`coalesce(${reference}, '')`)})`,
  );
  return [...byLanguage, vector(asItStands, languages.flatMap(inLanguage)), ...whole].join(' || ');
}

/** A reference without its signs: `co20260001`. */
export const inOneWord = (text: string): string => `replace(search_words(${text}), ' ', '')`;

/** Row-level security also applies to the owner of the schema (FORCE): the update would silently find no row. */
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

/** `search_words` has folded the accents already, so no optional extension (`unaccent`) is needed. */
async function readByStem(runner: QueryRunner, configuration: string): Promise<void> {
  const language = dictionaries[configuration];
  const stem = language === 'simple' ? 'simple' : `${language}_stem`;
  await runner.query(
    `ALTER TEXT SEARCH CONFIGURATION ${configuration} ALTER MAPPING FOR hword, hword_part, word WITH ${stem}`,
  );
}

/** Creates the text-search configuration of each language. */
export class SearchConfigurations1763942440000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [configuration, language] of Object.entries(dictionaries))
      await runner.query(`CREATE TEXT SEARCH CONFIGURATION ${configuration} (COPY = ${language})`);
    await defineFolding(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropFolding(runner);
    for (const configuration of configurations) await runner.query(`DROP TEXT SEARCH CONFIGURATION ${configuration}`);
  }
}
