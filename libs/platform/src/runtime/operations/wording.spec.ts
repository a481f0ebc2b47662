import { Instant } from '@passerelle/domain/instant';
import { IsoDate } from '@passerelle/domain/period';
import { z } from 'zod';
import { plainly } from './wording.js';

const wordsFor = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value, { error: plainly }).error?.issues ?? []).map(({ message }) => message);

const acts = z.discriminatedUnion('transition', [
  z.object({ transition: z.literal('sign') }),
  z.object({ transition: z.literal('end') }),
]);

it.each<[string, z.ZodType, unknown]>([
  ['is required', z.string(), undefined],
  ['must be a text', z.string(), 7],
  ['must be a whole number', z.int(), 1.5],
  ['must be true or false', z.boolean(), 'yes'],
  ['must be a list', z.array(z.string()), 'one'],
  ['must be an object', z.object({}), null],
  ['must be one of: draft, signed', z.enum(['draft', 'signed']), 'sent'],
  ['must be EUR', z.literal('EUR'), 'USD'],
  ['must not be empty', z.string().min(1), ''],
  ['must have at least 3 characters', z.string().min(3), 'ab'],
  ['must have at most 1 item', z.array(z.string()).max(1), ['a', 'b']],
  ['must be 1 or more', z.number().min(1), 0],
  ['must be less than 10', z.number().lt(10), 10],
  ['must be a UUID', z.uuid(), '7'],
  ['must match /^[a-z]+$/', z.string().regex(/^[a-z]+$/), '7'],
  ['must be an absolute address, such as https://example.org/plan', z.url(), 'plan'],
  ['must be a multiple of 5', z.number().multipleOf(5), 7],
  ['must have one of the documented forms', z.union([z.string(), z.number()]), true],
  ['must be one of: sign, end', acts, { transition: 'sing' }],
  ['is not valid here', z.custom(() => false), 1],
  ['has a sentence of its own', z.string().refine(() => false, 'has a sentence of its own'), 'x'],
  ['must be a day of the calendar, such as 2026-03-01', IsoDate, '2026-02-30'],
])('says once: %s', (sentence, schema, value) => expect(wordsFor(schema, value)).toEqual([sentence]));

it('has one sentence for a bad instant', () => expect(wordsFor(Instant, 'yesterday')).toHaveLength(1));
