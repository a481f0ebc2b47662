import { Language } from '@passerelle/domain/language';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

// Papers lie elsewhere: a record says which they are, where they lie and what they say to the byte.

export const Sha256 = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/)
  .describe('Of the file, in hexadecimal: two regions that hold the same number hold the same paper');

const paper = {
  title: Text(1, 300).optional(),
  sha256: Sha256.optional(),
  href: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
};

/** A paper that a procedure asks for, by its kind: it may be named before the file is at hand. */
export const ProcedureDocument = z
  .strictObject({ type: CodeOf('documentTypes'), language: Language, ...paper })
  .meta({ id: 'ProcedureDocument' });
export type ProcedureDocument = z.infer<typeof ProcedureDocument>;

/** A document by its address, by its hash, or by both. */
export const FiledDocument = z
  .strictObject({ language: Language.optional(), ...paper })
  .refine(({ href, sha256 }) => href !== undefined || sha256 !== undefined, 'needs href or sha256')
  .meta({ id: 'FiledDocument' });
export type FiledDocument = z.infer<typeof FiledDocument>;
