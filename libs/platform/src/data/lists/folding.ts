import type { QueryRunner } from 'typeorm';

// Two SQL functions that fold a text the same way on every server. PostgreSQL's own `lower`, text-search parser and `unaccent`
// depend on the server's locale, ICU version or extensions, so the tables of letters, capitals and signs are written into the
// functions, from the Unicode data of the Node that migrates.

const inOrder = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join('');

/** Every character that PostgreSQL can store, by code point. */
const everyCharacter = (): string => inOrder(0x1, 0xd7ff) + inOrder(0xe000, 0x10ffff);

const escaped = (letter = ''): string => `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;

/** The characters as a bracket expression of ranges. */
function bracket(characters: string, matches: RegExp): string {
  const runs = [...characters.matchAll(matches)];
  return `[${runs.map(([run]) => `${escaped(run)}-${escaped([...run.slice(-2)].at(-1))}`).join('')}]`;
}

const ascii = '[^\\u0001-\\u007f]';

/**
 * Statements that turn decomposed `given` to lower case. Two lists, because `translate` scans its whole list for each letter and
 * the capitals of Europe are a fifth of all.
 */
function smallLetters(characters: string): string {
  const pairs = [...characters.matchAll(/(?![A-Z])\p{Changes_When_Lowercased}/gu)]
    .map(([letter]) => ({ letter, small: letter.toLowerCase() }))
    .filter(({ letter, small }) => letter.normalize('NFD') === letter && [...small].length === 1);
  const isEuropean = ({ letter }: { letter: string }): boolean => letter < '\u0500';
  // A sigma at the end of a word is the same letter.
  const lists = [[...pairs.filter(isEuropean), { letter: 'ς', small: 'σ' }], pairs.filter((pair) => !isEuropean(pair))];
  const steps = lists.map((list) => {
    const [from, to] = [list.map(({ letter }) => letter).join(''), list.map(({ small }) => small).join('')];
    return `IF given ~ '[${from}]' THEN given := translate(given, '${from}', '${to}'); END IF;`;
  });
  return `${steps.join('\n')} given := lower(given COLLATE "C");`;
}

const oneLetter = { from: 'øłđðħŧŋıĸ', to: 'olddhtniq' };
const twoLetters = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' };

const spelledOut = Object.entries(twoLetters).reduce(
  (sql, [letter, letters]) => `replace(${sql}, '${letter}', '${letters}')`,
  `translate(given, '${oneLetter.from}', '${oneLetter.to}')`,
);

// Soft hyphens and joiners have no width and do not separate words.
const unseen = '\\u00ad\\u034f\\u200c\\u200d\\u2060';
const accents = '\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f';

const define = (name: string, body: string): string => `
  CREATE OR REPLACE FUNCTION ${name}(given text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$ BEGIN ${body} END $$`;

/**
 * The words of a text in lower case without accents, separated by one space. What is left are letters and digits on every
 * server: the text-search parser interprets no sign, and no mark or fraction that only some locales know as part of a word.
 */
const searchWords = (characters: string): string =>
  define(
    'search_words',
    `IF given ~ '${ascii}' THEN
       given := regexp_replace(normalize(given, NFKD), '[${unseen}${accents}]+', '', 'g');
     END IF;
     IF given ~ '${ascii}' THEN
       ${smallLetters(characters)}
       given := ${spelledOut};
       RETURN trim(regexp_replace(given, '${bracket(characters, /[^\p{L}\p{Nd}\p{Nl}]+/gu)}+', ' ', 'g'));
     END IF;
     RETURN trim(regexp_replace(lower(given COLLATE "C"), '[^a-z0-9]+', ' ', 'g'));`,
  );

/** `comparisonKey` of `@passerelle/domain/text`, as a SQL function: a test compares the two on the same texts. */
const comparisonKey = (characters: string): string =>
  define(
    'comparison_key',
    `IF given ~ '${ascii}' THEN
       given := regexp_replace(given, '[\\u00ad\\u200b-\\u200d\\u2060\\ufe00-\\ufe0f\\ufeff]', '', 'g');
       given := normalize(given, NFD);
       ${smallLetters(characters)}
       given := normalize(given, NFC);
       given := regexp_replace(given, '${bracket(characters, /[\s\p{Z}\p{Cc}]+/gu)}+', ' ', 'g');
       given := regexp_replace(given, '${bracket(characters, /[\p{Pd}\u2043\u2212\u02d7]+/gu)}', '-', 'g');
       given := regexp_replace(given, '[\\u2018\\u2019\\u201b\\u02b9\\u02bc\\u2032\\u00b4\`]', '''', 'g');
       RETURN trim(given);
     END IF;
     RETURN trim(regexp_replace(replace(lower(given COLLATE "C"), '\`', ''''), '[\\u0001-\\u0020\\u007f]+', ' ', 'g'));`,
  );

/** Creates or replaces the functions; after a replacement, indexes on them must be rebuilt. */
export async function defineFolding(runner: QueryRunner): Promise<void> {
  const characters = everyCharacter();
  await runner.query(searchWords(characters));
  await runner.query(comparisonKey(characters));
}

interface KeyedIndex {
  readonly index: string;
  readonly table: string;
  /** The indexed column or path: `organisation->>'name'`. */
  readonly name: string;
  /** The name is unique: within this column, among the rows of this condition. */
  readonly unique?: { readonly within: string; readonly where?: string };
  readonly method?: 'spgist';
}

/** For migrations: an index on the comparison key of a name; replaces an index with the same name. */
export async function indexByKey(
  runner: QueryRunner,
  { index, table, name, unique, method }: KeyedIndex,
): Promise<void> {
  if (unique !== undefined) await refuseTwins(runner, table, name, unique);
  await runner.query(`DROP INDEX IF EXISTS ${index}`);
  const columns = [...(unique === undefined ? [] : [unique.within]), `comparison_key(${name})`];
  const using = method === undefined ? '' : ` USING ${method}`;
  const where = unique?.where === undefined ? '' : ` WHERE ${unique.where}`;
  const kind = unique === undefined ? 'INDEX' : 'UNIQUE INDEX';
  await runner.query(`CREATE ${kind} ${index} ON ${table}${using} (${columns.join(', ')})${where}`);
}

/** Lists the records whose names are equal under the key: they must be renamed with the previous version before migrating. */
async function refuseTwins(
  runner: QueryRunner,
  table: string,
  name: string,
  { within, where = 'true' }: { readonly within: string; readonly where?: string },
): Promise<void> {
  const twins: { refs: string; names: string }[] = await runner.query(
    `SELECT string_agg(ref, ', ' ORDER BY ref) AS refs, string_agg(DISTINCT ${name}, ' | ') AS names
       FROM ${table} WHERE ${where} GROUP BY ${within}, comparison_key(${name}) HAVING count(*) > 1 LIMIT 20`,
  );
  if (twins.length === 0) return;
  const each = twins.map(({ refs, names }) => `${refs} (${names})`).join('; ');
  throw new Error(`These records of ${table} have one name in several spellings: rename all but one of each: ${each}`);
}

/**
 * For migrations: references are ordered by year and number, 9999 before 10000, also by indexes. Only digits and a few capitals
 * are compared, whose order no version of ICU changes.
 */
export async function orderByNumber(runner: QueryRunner, tables: readonly string[]): Promise<void> {
  await runner.query(`CREATE COLLATION IF NOT EXISTS by_number (provider = icu, locale = 'und-u-kn-true')`);
  for (const table of tables) await runner.query(`ALTER TABLE ${table} ALTER COLUMN ref TYPE text COLLATE by_number`);
}

export async function dropFolding(runner: QueryRunner): Promise<void> {
  for (const name of ['comparison_key', 'search_words']) await runner.query(`DROP FUNCTION ${name}(text)`);
}
