import { isObject, objectAt, type Json } from './json.js';

// What the AsyncAPI documents have in common: schemas that are written once, and the envelope of events.

export interface Hoisted {
  readonly schemas: Readonly<Record<string, unknown>>;
  /** By the name that was given: a reference to the schema. */
  readonly dataOf: ReadonlyMap<string, Json>;
}

/**
 * Each schema is a document with definitions of its own: those that several share are written once. One whose definitions differ, as
 * during an upgrade, has its own under its name.
 */
export function hoisted(given: Iterable<readonly [name: string, schema: Json]>, common: Json): Hoisted {
  const schemas = new Map<string, unknown>(Object.entries(common));
  const dataOf = new Map<string, Json>();
  for (const [name, schema] of given) {
    const shared = Object.entries(objectAt(moved(schema, ''), '$defs'));
    const isCommon = shared.every(([key, each]) => !schemas.has(key) || isSame(schemas.get(key), each));
    const under = isCommon ? '' : `${name}.`;
    const { $schema: _, $defs, ...data } = moved(schema, under);
    for (const [key, each] of Object.entries(isObject($defs) ? $defs : {})) schemas.set(`${under}${key}`, each);
    const isNamed = typeof data['$ref'] === 'string' && Object.keys(data).length === 1;
    if (!isNamed) schemas.set(name, data);
    dataOf.set(name, isNamed ? data : referenceTo(name));
  }
  return { schemas: Object.fromEntries(schemas), dataOf };
}

export const referenceTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function moved(schema: Json, under: string): Json {
  const read: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"#/components/schemas/${under}`));
  return isObject(read) ? read : {};
}

export const aboutAll = (version: string, description: string): Json => ({
  title: 'Passerelle',
  version,
  description,
  license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
});

const text = { type: 'string', minLength: 1 };
const instant = { type: 'string', format: 'date-time' };

const attributes = {
  specversion: { const: '1.0' },
  id: { type: 'string', format: 'uuid', description: 'Unique: the same fact always has the same id.' },
  source: { ...text, description: 'The outbox that the fact comes from.' },
  type: text,
  service: text,
  subject: { ...text, description: 'The record: its collection and its id.' },
  time: { ...instant, description: 'When it happened.' },
  recordedtime: { ...instant, description: 'When it was recorded here; never decreasing within a source.' },
  dataschema: { type: 'string', format: 'uri' },
  datacontenttype: { const: 'application/json' },
  sequence: { type: 'string', pattern: '^\\d{20}$', description: 'Without a gap within a source.' },
  partitionkey: { ...text, description: 'The id of the record.' },
  traceparent: text,
};

const required = [
  ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'recordedtime'],
  ...['dataschema', 'sequence', 'partitionkey', 'data'],
];

/** An event for the installation itself. */
export const cloudEvent = {
  type: 'object',
  description: 'CloudEvents 1.0, structured JSON.',
  required,
  properties: {
    ...attributes,
    aggregateversion: { type: 'integer', minimum: 1 },
    data: { type: 'object', description: 'The whole state of the record after the change.' },
  },
};

/** An event of a data product: it has no version, and what proves that no event is missing. */
export const productEvent = {
  type: 'object',
  description: 'CloudEvents 1.0, structured JSON.',
  required: [...required, 'datasha256'],
  properties: {
    ...attributes,
    datasha256: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: 'Of `data` as published: for the checkpoints.',
    },
    takenback: { const: 'true', description: 'A text was taken back: `data` is no longer what the digest is of.' },
    data: { type: 'object', description: "What its reader gets at the record's address." },
  },
};
