import { LocalizedText } from '@passerelle/domain/localized-text';
import { ReferenceList } from '@passerelle/domain/reference-list';
import { z } from 'zod';

/** A code list at its own address. */
export const CodeList = z.object({ href: z.url(), ...ReferenceList.shape }).meta({ id: 'CodeList' });

/** A code list in the index. */
export const CodeListSummary = z
  .object({
    href: z.url(),
    id: ReferenceList.shape.id,
    title: LocalizedText(1, 300),
    size: z.int().min(1).max(1000).describe('How many codes it has'),
    services: z.array(z.string().max(64)).min(1).max(100).describe('The services that own it'),
  })
  .meta({ id: 'CodeListSummary' });
export type CodeListSummary = z.infer<typeof CodeListSummary>;

export const CodeListIndex = z.object({ self: z.url(), items: z.array(CodeListSummary).max(1000) });
