import { Language } from '@passerelle/domain/language';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

// Documents are stored elsewhere: a record keeps their title, their address and the hash of their bytes.

export const Sha256 = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the file, in hexadecimal: equal hashes mean the same document');

const paper = {
  title: Text(1, 300).optional().describe('As it says itself'),
  sha256: Sha256.optional(),
  href: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional()
    .describe('Where it is'),
};

/** A document that a procedure requires, by its kind: it may be named before the file is available. */
export const ProcedureDocument = z
  .strictObject({ type: CodeOf('documentTypes'), language: Language, ...paper })
  .meta({ id: 'ProcedureDocument', description: 'A document that the procedure requires' });
export type ProcedureDocument = z.infer<typeof ProcedureDocument>;

/** A document by its address, its hash, or both. */
export const FiledDocument = z
  .strictObject({ language: Language.optional(), ...paper })
  .refine(({ href, sha256 }) => href !== undefined || sha256 !== undefined, 'needs href or sha256')
  .meta({ id: 'FiledDocument', description: 'A document by its address, its hash, or both' });
export type FiledDocument = z.infer<typeof FiledDocument>;
