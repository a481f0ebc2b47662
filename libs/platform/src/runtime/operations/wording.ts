import type { z } from 'zod';

// What is wrong with a value, in the words of the rest of the API. It replaces the library's own sentences, which name its types; a
// schema with a sentence of its own keeps that.

type Found = z.core.$ZodRawIssue;

/** For `safeParse(value, { error: plainly })`. */
export function plainly(found: Found): string {
  switch (found.code) {
    case 'invalid_type':
      return found.input === undefined ? 'is required' : `must be ${kinds[found.expected] ?? found.expected}`;
    case 'invalid_value':
      return `must be ${alternatives(found.values.map(String))}`;
    case 'too_small':
      return `must ${tooSmall(found)}`;
    case 'too_big':
      return `must ${tooBig(found)}`;
    case 'invalid_format':
      return `must ${formats[found.format] ?? `match ${found.pattern ?? `the format ${found.format}`}`}`;
    case 'not_multiple_of':
      return `must be a multiple of ${found.divisor}`;
    case 'invalid_union':
      return Array.isArray(found.options)
        ? `must be ${alternatives(found.options.map(String))}`
        : 'must have one of the documented forms';
    default:
      return 'is not valid here';
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'be a UUID',
  url: 'be an absolute address, such as https://example.org/plan',
  email: 'be an e-mail address',
  date: 'be a day of the calendar, such as 2026-03-01',
  datetime: 'be an instant, such as 2026-03-01T09:00:00Z',
};

const alternatives = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? '') : `one of: ${values.join(', ')}`;

const many = (count: number | bigint, noun: string): string => `${count} ${noun}${Number(count) === 1 ? '' : 's'}`;

const counted: Readonly<Record<string, string>> = { string: 'character', array: 'item', object: 'field' };

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string {
  const noun = counted[origin];
  if (noun === undefined) return inclusive === false ? `be more than ${minimum}` : `be ${minimum} or more`;
  return Number(minimum) === 1 ? 'not be empty' : `have at least ${many(minimum, noun)}`;
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>): string {
  const noun = counted[origin];
  if (noun === undefined) return inclusive === false ? `be less than ${maximum}` : `be ${maximum} or less`;
  return `have at most ${many(maximum, noun)}`;
}
