import type { Fact, FactOf } from '@passerelle/platform/events/facts';

/** A fact with any data, such as that of an earlier release. */
export const factWith = ({ kind }: FactOf, data: Readonly<Record<string, unknown>>): Fact => ({
  kind,
  id: String(data['id']),
  version: Number(data['version']),
  classification: 'internal',
  parties: [],
  data,
});
