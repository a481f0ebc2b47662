import { isObject, objectAt, type Json } from './json.js';

// A value of an OpenAPI schema, as short as it may be: what is required, as it is given, else a sample. Pure.

export interface Sampling {
  readonly schemas: Readonly<Record<string, Json>>;
  /** Samples by the name of a field, at any depth. */
  readonly named: Json;
}

const languages = ['fr', 'nl', 'en', 'de'];

/** For texts, the first that fits. */
const words = ['Forum', 'forum', 'FORUM', 'NW-2026-0001', '2026-Q1', '2026', 'BE10', 'Q240', 'a'.repeat(64), 'BE'];

const formats: Json = {
  date: '2026-03-01',
  'date-time': '2026-03-01T09:00:00Z',
  email: 'forum@example.org',
  uri: 'https://example.org/forum',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

export function sampleOf(schema: unknown, given: unknown, how: Sampling): unknown {
  const shape = whole(schema, how);
  // Which of several forms is meant is known by whoever gave the value.
  if (given !== undefined && hasForms(schema, how)) return given;
  if ('enum' in shape || 'default' in shape) return given ?? firstOf(shape);
  if (isObject(shape['properties'])) return objectOf(shape, isObject(given) ? given : {}, how);
  if (shape['type'] === 'array') return listOf(shape, Array.isArray(given) ? given : [], how);
  return given ?? scalarOf(shape);
}

function hasForms(schema: unknown, how: Sampling): boolean {
  if (!isObject(schema)) return false;
  const { $ref, allOf } = schema;
  const parts = [
    typeof $ref === 'string' ? how.schemas[$ref.replace(/^.*\//, '')] : undefined,
    ...(Array.isArray(allOf) ? allOf : []),
  ];
  return 'oneOf' in schema || 'anyOf' in schema || parts.some((part) => hasForms(part, how));
}

/** Without references and wrappers; of alternatives the first. */
function whole(schema: unknown, how: Sampling): Json {
  if (!isObject(schema)) return {};
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  const parts = [
    ...(typeof $ref === 'string' ? [how.schemas[$ref.replace(/^.*\//, '')]] : []),
    ...(Array.isArray(allOf) ? allOf : []),
    ...[anyOf, oneOf].flatMap((options) => (Array.isArray(options) ? options.slice(0, 1) : [])),
  ];
  return parts.map((part) => whole(part, how)).reduce((all, part) => ({ ...part, ...all }), own);
}

const firstOf = (shape: Json): unknown =>
  'default' in shape ? shape['default'] : Array.isArray(shape['enum']) ? shape['enum'][0] : undefined;

function objectOf(shape: Json, given: Json, how: Sampling): Json {
  const required: readonly unknown[] = Array.isArray(shape['required']) ? shape['required'] : [];
  const fields = Object.entries(objectAt(shape, 'properties'));
  const isText = fields.map(([name]) => name).join() === languages.join();
  const [text = ['fr', 'Forum']] = Object.entries(given);
  if (isText && required.length === 0) return Object.fromEntries([text]);
  return Object.fromEntries(
    fields
      .filter(([name]) => required.includes(name))
      .map(([name, field]) => [name, sampleOf(field, given[name] ?? namedFor(name, field, how), how)]),
  );
}

/** An id of another kind, such as a code, is no id of a record. */
const namedFor = (name: string, field: unknown, how: Sampling): unknown =>
  'format' in whole(field, how) ? how.named[name] : undefined;

/** The first of several is enough, where the schema does not ask for more. */
function listOf({ items, minItems = 0 }: Json, given: readonly unknown[], how: Sampling): unknown[] {
  const length = Math.max(Math.min(given.length, 1), Number(minItems));
  return Array.from({ length }, (_, index) => sampleOf(items, given[index], how));
}

function scalarOf({ type, format, pattern, minimum = 0, minLength = 0, maxLength = Infinity }: Json): unknown {
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return minimum;
  if (type !== 'string') return {};
  if (typeof format === 'string' && format in formats) return formats[format];
  // Patterns come from the services' own schemas, and meet these few words only.
  const fits = (word: string): boolean => typeof pattern !== 'string' || word.search(pattern) >= 0;
  const isOfLength = ({ length }: string): boolean => length >= Number(minLength) && length <= Number(maxLength);
  return words.find((word) => isOfLength(word) && fits(word)) ?? words[0];
}
