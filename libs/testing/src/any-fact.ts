import { Classification } from '@passerelle/domain/classification';
import { fact, type Fact, type FactOf } from '@passerelle/platform/events/facts';
import type { z } from 'zod';

/** The fact `changed` of a kind of record with these fields; as in early releases it need not say who may see it. */
export const changedFact = (resource: string, schema: z.ZodObject): FactOf =>
  fact(resource, 'changed', schema.extend({ classification: Classification.optional() }), { summary: 'It changed' });

/** A fact with any data, such as that of an earlier release. */
export const factWith = ({ kind }: FactOf, data: Readonly<Record<string, unknown>>): Fact => ({
  kind,
  id: String(data['id']),
  version: Number(data['version']),
  classification: 'internal',
  parties: [],
  data,
});
