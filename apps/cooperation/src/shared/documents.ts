import { paper } from '@passerelle/domain/filed-document';
import { Language } from '@passerelle/domain/language';
import { CodeOf } from '@passerelle/domain/reference-list';
import { z } from 'zod';

/** A document that a procedure requires, by its kind: it may be named before the file is available. */
export const ProcedureDocument = z
  .strictObject({ type: CodeOf('documentTypes'), language: Language, ...paper })
  .meta({ id: 'ProcedureDocument', description: 'A document that the procedure requires' });
export type ProcedureDocument = z.infer<typeof ProcedureDocument>;
