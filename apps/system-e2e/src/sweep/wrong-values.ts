// Values that a schema forbids, generated from the schema: for a field of a body at any depth, and for a parameter as
// text.
import { shapeOf, type Schema } from './contract.ts';

export const impossibleDays = ['2025-02-30', '2025-13-01', '0000-00-00', '20250101', '2025-02-03T10:00:00Z'];

/** No field of ours accepts any of these. */
export const neverRight: readonly (readonly [string, unknown])[] = [
  ['an unknown object', { not: 'this' }],
  ['a list of lists', [[['x']]]],
  ['a NUL byte', '\u0000'],
  ['half a letter', '\ud800'],
  ['a number beyond all', 1.5e308],
];

export interface WrongValue {
  readonly what: string;
  readonly value: unknown;
  /** The place of the fault within the value: `.period.from`, or empty for the value itself. */
  readonly at: string;
}

/** Every fault against the schema, and against its inner schemas. */
export function wrongValues(part: unknown): WrongValue[] {
  const schema = shapeOf(part);
  const own = [
    ...neverRight.map(([, value]) => value),
    ...(schema.nullable === true ? [] : [null]),
    ...(schema.enum === undefined ? [] : ['none of these']),
    ...byType(schema),
  ];
  return [...own.map((value) => ({ what: shown(value), value, at: '' })), ...inside(schema)];
}

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 60);

function byType(schema: Schema): unknown[] {
  if (schema.type === 'string') return [7, true, ...wrongTexts(schema)];
  if (schema.type === 'integer' || schema.type === 'number') return ['1', true, ...wrongNumbers(schema)];
  if (schema.type === 'boolean') return ['true', 1];
  if (schema.type === 'array') return ['x', {}, ...wrongCounts(schema).map((count) => Array(count).fill(null))];
  if (schema.type === 'object') return ['x', 7, [], ...((schema.required ?? []).length > 0 ? [{}] : [])];
  return ['none of these'];
}

const notMatching = ['§', ' ', 'x y', ''];
const byFormat: Readonly<Record<string, readonly string[]>> = {
  date: impossibleDays,
  'date-time': ['2025-02-30T00:00:00Z', '2025-02-03'],
  uuid: ['not-a-uuid'],
  uri: ['not a uri'],
};

function wrongTexts({ minLength = 0, maxLength, pattern, format = '' }: Schema): string[] {
  const unlike = pattern === undefined ? undefined : notMatching.find((text) => !new RegExp(pattern, 'u').test(text));
  return [
    ...(minLength > 0 ? ['x'.repeat(minLength - 1)] : []),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
    ...(unlike === undefined ? [] : [unlike]),
    ...(byFormat[format] ?? []),
  ];
}

const wrongNumbers = ({ type, minimum, maximum }: Schema): number[] => [
  ...(type === 'integer' ? [1.5] : []),
  ...(minimum === undefined ? [] : [minimum - 1]),
  ...(maximum === undefined ? [] : [maximum + 1]),
];

const wrongCounts = ({ minItems = 0, maxItems }: Schema): number[] => [
  ...(minItems > 0 ? [minItems - 1] : []),
  ...(maxItems === undefined ? [] : [maxItems + 1]),
];

function inside({ items, properties = {}, additionalProperties }: Schema): WrongValue[] {
  const listed = items === undefined ? [] : wrongValues(items).map((wrong) => within(wrong, '0', [wrong.value]));
  const fields = Object.entries(properties).flatMap(([name, field]) =>
    wrongValues(field).map((wrong) => within(wrong, name, { [name]: wrong.value })),
  );
  const stranger = { what: 'an unknown field', value: { nothing: 1 }, at: '.nothing' };
  return [...listed, ...fields, ...(additionalProperties === false ? [stranger] : [])];
}

const within = ({ what, at }: WrongValue, name: string, value: unknown): WrongValue => ({
  what: `${name} ${what}`,
  value,
  at: `.${name}${at}`,
});

/** Texts that are invalid for a query parameter, each as its only value. */
export function wrongParameters(schema: Schema): string[][] {
  const { items, maxItems, type } = schema;
  if (items !== undefined)
    return [
      ...wrongParameters(shapeOf(items)),
      ...(maxItems === undefined ? [] : [Array<string>(maxItems + 1).fill('x')]),
    ];
  return wrongTextsFor(schema, type).map((text) => [text]);
}

function wrongTextsFor(schema: Schema, type: string | undefined): string[] {
  const always = ['\u0000'];
  if (schema.enum !== undefined || type === 'boolean') return [...always, 'none of these', ''];
  if (type === 'integer' || type === 'number') return [...always, 'many', ...wrongNumbers(schema).map(String)];
  return [...always, ...wrongTexts(schema)];
}
