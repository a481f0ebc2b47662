import { Language } from '@passerelle/domain/language';
import { z } from 'zod';
import { holdsTexts } from './schemas.js';

// A caller may ask for fewer fields (Belgif `res-repres`) and fewer languages (Belgif `multi-lang`) of a representation.

/** Always sent: they identify the record. */
const always = ['href', 'id'];

const longest = 1_000;
/** Of a name that is not known. */
const longestShown = 100;

/** `select=(ref,title)`: names of the record's own fields, in brackets as the guide wants them. */
export function Select(record: z.ZodObject) {
  const names = Object.keys(record.shape);
  return z
    .string()
    .max(longest)
    .regex(/^\(\w+(,\w+)*\)$/)
    .superRefine((text, context) => {
      const unknown = selected(text).filter((name) => !names.includes(name));
      for (const name of unknown)
        context.addIssue({
          code: 'custom',
          message: `"${name.slice(0, longestShown)}" is not a field here`,
          params: { issue: 'unknownInput' },
        });
    })
    .transform(selected)
    .describe(
      '`(ref,version)`: only these fields of a record, besides href and id. The answer then lacks others that its schema requires.',
    );
}

const selected = (text: string): string[] => text.slice(1, -1).split(',');

const Lang = z
  .array(Language)
  .min(1)
  .max(Language.options.length)
  .describe('Only these languages of each text; a text that has none of them is sent in its fallback language.');

/** The query of an operation that reads one record. */
export const shapeQuery = (record: z.ZodObject) =>
  z.strictObject({ select: Select(record).optional(), ...(holdsTexts(record) ? { lang: Lang.optional() } : {}) });

const Asked = z.object({ select: z.array(z.string()).optional(), lang: z.array(Language).optional() });
export type AskedShape = z.infer<typeof Asked>;

/** The fields and languages that the validated query asks for, if any. */
export function askedShape(query: unknown): AskedShape | undefined {
  const asks = typeof query === 'object' && query !== null && ('select' in query || 'lang' in query);
  return asks ? Asked.parse(query) : undefined;
}

/** Names of the fields that stay, in the order of the schema. */
export const fieldsKept = (record: z.ZodObject, select: readonly string[]): string[] =>
  Object.keys(record.shape).filter((name) => always.includes(name) || select.includes(name));
