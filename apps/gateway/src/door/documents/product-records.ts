import { schemaUrn } from '@passerelle/platform/events/facts';
import type { FactDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { isObject, objectAt, type Json } from './json.js';

// The kinds of records in a data product, from what their service announces. A product says of each record what its reader gets at the
// record's own address, whatever the fact: the state without its version and without what a fact carries besides. Pure.

export interface Shape {
  readonly version: string;
  /** The URN that events give as their `dataschema`. */
  readonly urn: string;
  /** A JSON Schema with the definitions that it needs. */
  readonly schema: Json;
}

export interface ProductRecord {
  /** `cooperation.consultations` */
  readonly name: string;
  readonly service: string;
  readonly facts: readonly FactDescription[];
  /** One for each version that its facts have. */
  readonly shapes: readonly Shape[];
  /** The same versions for a record that its reader sees no more. */
  readonly leavings: readonly Shape[];
  /** The type of an event that a product adds: `typeOf('shared')`. */
  readonly typeOf: (verb: 'shared' | 'left') => string;
}

/** The kinds of records of a service that a product may contain: `public`, `party.BE-VLG`. */
export function recordsIn(description: ServiceDescription, product: string): ProductRecord[] {
  if (!description.products.some((each) => each === product)) return [];
  return recordsOf(description.service, description.facts.filter(isFor(product)));
}

function recordsOf(service: string, facts: readonly FactDescription[]): ProductRecord[] {
  return [...Map.groupBy(facts, ({ resource }) => resource)].map(([resource, every]) => {
    const name = `${service}.${resource}`;
    const versions = [...new Map(every.map((fact) => [fact.version, fact] as const)).values()];
    const shaped = (verb: string, schemaOf: (fact: FactDescription) => Json): Shape[] =>
      versions.map((fact) => ({
        version: fact.version,
        urn: schemaUrn(`${name}.${verb}`, fact.version),
        schema: schemaOf(fact),
      }));
    const family = every[0]?.type.split('.').slice(0, -1).join('.') ?? '';
    return {
      name,
      service,
      // Who takes a record back lets it leave the products.
      facts: every.filter(({ verb }) => verb !== 'retracted'),
      shapes: shaped('shared', shownBy),
      leavings: shaped('left', () => leaving),
      typeOf: (verb) => `${family}.${verb}`,
    };
  });
}

/** The schema that the `dataschema` of a product event names: `cooperation.consultations.shared`, `1.0`. */
export function productSchema(description: ServiceDescription, fact: string, version: string): Json | undefined {
  const records = recordsOf(description.service, description.facts);
  const shapes = records.flatMap((record) => [...record.shapes, ...record.leavings]);
  return shapes.find(({ urn }) => urn === schemaUrn(fact, version))?.schema;
}

const leaving = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  description: 'The reader sees the record no more.',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
};

/** Records that name no region are in the products of none, and those that are never public are in no public one. */
const isFor = (product: string) => {
  const isPublic = product === 'public';
  return ({ data }: FactDescription): boolean => {
    const fields = objectAt(rootOf(data), 'properties');
    const { classification } = fields;
    const allowed = isObject(classification) ? resolved(classification, data) : {};
    return isPublic ? JSON.stringify(allowed).includes('"public"') : 'parties' in fields;
  };
};

const resolved = (schema: Json, { $defs }: Json): Json => {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  return name === undefined || !isObject($defs) ? schema : objectAt($defs, name);
};

const rootOf = (data: Json): Json => resolved(data, data);

function shownBy({ data, also }: FactDescription): Json {
  const { properties, required, ...rest } = rootOf(data);
  const isShown = (name: string): boolean => name !== 'version' && !also.includes(name);
  const fields = Object.entries(isObject(properties) ? properties : {}).filter(([name]) => isShown(name));
  const names = Array.isArray(required) ? required.filter((name) => isShown(String(name))) : [];
  const { $defs: _, $schema, ...own } = rest;
  const root = { ...own, properties: Object.fromEntries(fields), required: names };
  return { $schema: $schema ?? data['$schema'], ...root, $defs: needed(root, objectAt(data, '$defs')) };
}

/** The definitions that a schema refers to, also through others. */
function needed(root: Json, definitions: Json): Json {
  const found = new Map<string, unknown>();
  const waiting: unknown[] = [root];
  for (const schema of waiting)
    for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.set(name, definitions[name]);
      waiting.push(definitions[name]);
    }
  return Object.fromEntries(found);
}
