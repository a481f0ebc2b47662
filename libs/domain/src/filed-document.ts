import { z } from 'zod';
import { Language } from './language.js';
import { Text } from './text.js';

// Documents are stored elsewhere: a record keeps their title, their address and the hash of their bytes.

export const Sha256 = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the file, in hexadecimal: equal hashes mean the same document');

/** What every document has, whatever it is for. */
export const paper = {
  title: Text(1, 300).optional().describe('As it says itself'),
  sha256: Sha256.optional(),
  href: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional()
    .describe('Where it is'),
};

/** A document by its address, its hash, or both. */
export const FiledDocument = z
  .strictObject({ language: Language.optional(), ...paper })
  .refine(({ href, sha256 }) => href !== undefined || sha256 !== undefined, 'needs href or sha256')
  .meta({ id: 'FiledDocument', description: 'A document by its address, its hash, or both' });
export type FiledDocument = z.infer<typeof FiledDocument>;
