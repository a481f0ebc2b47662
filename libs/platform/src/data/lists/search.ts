import { MultilineText } from '@passerelle/domain/text';
import type { By, Database } from '../database/index.js';
import type { Bind } from '../../access/rights/index.js';
import type { Filter } from './filters.js';
import { asItStands, configurations, inOneWord } from './search-index.js';

// Full-text search in four languages. The query is built in the same five configurations as the search column (`search-index`):
// a record is found if one of them matches.

/** As many words as a long title has; each costs at least one function call in the statement. */
const mostWords = 60;

/** All words are required; "words in a row", `one or other`, `-unwanted`; the last word may be a prefix. */
export const search: Filter = {
  schema: MultilineText(1, 300)
    .refine((q) => termsOf(q).length <= mostWords, `must have at most ${mostWords} words`)
    .optional()
    .describe(
      'Full text: all of these words, "words in a row", `one or other`, `-unwanted`; the last may be a beginning.',
    ),
  sql: (value, bind) => `record.searched @@ (${searchQuery(String(value), bind)})`,
};

/** More than one page, and few enough to sort. */
const few = 1_000;

/**
 * The matches of a full-text search, if they are few. PostgreSQL estimates the number of matches; when it overestimates, it
 * scans the whole table in the order of the list to find few records late. So few matches are found first and sorted then.
 * Undefined for many matches: a scan in the order of the list meets them soon.
 */
export async function soughtIds(db: Database, by: By, table: string, q: unknown): Promise<string[] | undefined> {
  const values: unknown[] = [];
  const condition = search.sql(q, (value) => `$${values.push(value)}`);
  // MATERIALIZED: planned as if all matches were wanted, but still stops at the limit.
  const sql =
    `WITH found AS MATERIALIZED (SELECT record.id FROM ${table} record WHERE ${condition})` +
    ` SELECT id FROM found LIMIT ${few + 1}`;
  const rows = await db.list<{ id: string }>(by, sql, values);
  return rows.length > few ? undefined : rows.map(({ id }) => id);
}

interface Term {
  /** As written, without leading dashes and without quotes. */
  readonly words: string;
  readonly unwanted: boolean;
  readonly quoted: boolean;
}

/** Leading dashes, then words in quotes (the closing quote may be missing) or all characters up to the next space. */
const written = /(-*)("[^"]*"?|[^\s"]*)/g;
const plainWord = /^[\p{L}\p{N}]+$/u;
const withoutSignsAround = /[\p{L}\p{N}](?:.*[\p{L}\p{N}\p{M}])?/su;
const shortestBeginning = 2;

/** Punctuation alone, and an empty pair of quotes, are no term. */
function termsOf(given: string): Term[] {
  return [...given.matchAll(written)].flatMap(([, dashes = '', text = '']) => {
    const words = withoutSignsAround.exec(text)?.[0];
    return words === undefined ? [] : [{ words, unwanted: dashes !== '', quoted: text.startsWith('"') }];
  });
}

/** An `or` is an operator only between two terms: in French it is a word (gold). */
function alternativesOf(wanted: readonly Term[]): Term[][] {
  const alternatives: Term[][] = [];
  let current: Term[] = [];
  for (const [index, term] of wanted.entries()) {
    const isOr = !term.quoted && term.words.toLowerCase() === 'or';
    if (isOr && current.length > 0 && index < wanted.length - 1) current = [];
    else if (current.push(term) === 1) alternatives.push(current);
  }
  return alternatives;
}

/**
 * The query is parsed here and PostgreSQL gets only words, because PostgreSQL's own query parsers have a nesting limit:
 * `websearch_to_tsquery` fails on 33 dashes, while `plainto_tsquery` and `phraseto_tsquery` know no operators.
 */
function searchQuery(given: string, bind: Bind): string {
  const terms = termsOf(given);
  const unwanted = terms.filter((term) => term.unwanted).map((term) => inAnyWay(allOf([term], bind)));
  const alternatives = alternativesOf(terms.filter((term) => !term.unwanted));
  const wanted = [
    ...alternatives.map((each) => inAnyWay(allOf(each, bind))),
    ...beginning(terms.at(-1), alternatives.at(-1) ?? [], bind),
  ];
  // An unwanted word is excluded in every configuration, so it is outside the alternatives.
  const sides = [
    ...(wanted.length === 0 ? [] : [`(${wanted.join(' || ')})`]),
    ...(unwanted.length === 0 ? [] : [`!!(${unwanted.join(' || ')})`]),
  ];
  return sides.length === 0 ? `''::tsquery` : sides.join(' && ');
}

type Reading = (configuration: string) => string;

const inAnyWay = (reading: Reading): string => configurations.map(reading).join(' || ');

/** All terms, in any order; quoted terms and terms with a sign (`AB-2024`) as a phrase, or as a reference. */
function allOf(terms: readonly Term[], bind: Bind): Reading {
  const isPlain = ({ words }: Term): boolean => plainWord.test(words);
  const plain = terms.filter(isPlain).map(({ words }) => words);
  const parts: Reading[] = [
    ...(plain.length === 0 ? [] : [wordsIn(bind(plain.join(' ')))]),
    ...terms.filter((term) => !isPlain(term)).map(({ words }) => inARow(words, bind(words))),
  ];
  return (configuration) => `(${parts.map((part) => part(configuration)).join(' && ')})`;
}

const wordsIn =
  (place: string): Reading =>
  (configuration) =>
    `plainto_tsquery('${configuration}', search_words(${place}))`;

const maybeReference = (words: string): boolean => /\p{N}/u.test(words) && !/\s/.test(words);

function inARow(words: string, place: string): Reading {
  const whole = maybeReference(words) ? ` || plainto_tsquery('${asItStands}', ${inOneWord(place)})` : '';
  return (configuration) => `(phraseto_tsquery('${configuration}', search_words(${place}))${whole})`;
}

/** The last word may be unfinished, so it is a prefix. The cast to tsquery sees one lexeme only, quoted by PostgreSQL itself. */
function beginning(last: Term | undefined, alternative: readonly Term[], bind: Bind): string[] {
  if (last === undefined || last.unwanted || last.quoted || last.words.length < shortestBeginning) return [];
  if (!plainWord.test(last.words) && !maybeReference(last.words)) return [];
  const lexeme = `plainto_tsquery('${asItStands}', ${inOneWord(bind(last.words))})`;
  const begins = `CASE numnode(${lexeme}) WHEN 1 THEN (${lexeme}::text || ':*')::tsquery ELSE ${lexeme} END`;
  const others = alternative.slice(0, -1);
  return [others.length === 0 ? begins : `(${allOf(others, bind)(asItStands)} && ${begins})`];
}
