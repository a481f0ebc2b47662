import { schemaUrn } from '@passerelle/platform/events/facts';
import type { FactDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { isObject, objectAt, type Json } from './json.js';

// The facts of all services as one AsyncAPI 3.0.0 document, for those who subscribe: a channel per kind of record, with its facts as
// messages. Pure.

export interface AsyncApiInput {
  readonly publicUrl: string;
  readonly version: string;
  readonly descriptions: readonly ServiceDescription[];
}

interface Published {
  /** `cooperation.agreements.signed` */
  readonly name: string;
  /** `cooperation.agreements` */
  readonly record: string;
  readonly service: string;
  readonly fact: FactDescription;
}

export function asyncApiDocument({ publicUrl, version, descriptions }: AsyncApiInput): object {
  const published = descriptions
    .flatMap(({ service, facts }) => facts.map((fact) => publishedBy(service, fact)))
    .sort((one, other) => one.name.localeCompare(other.name));
  const { schemas, dataOf } = hoisted(published);
  const records = [...Map.groupBy(published, ({ record }) => record)];
  const write = (one: Published): Json => message(one, dataOf.get(one.name));
  return {
    asyncapi: '3.0.0',
    id: publicUrl,
    info: {
      title: 'Passerelle',
      version,
      description:
        'Facts: what happened, published once, in order, with the whole record. Written for those who subscribe: each operation receives the facts about one kind of record.',
      license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(records.map(([record, facts]) => [record, channel(record, facts, write)])),
    operations: Object.fromEntries(records.map(([record]) => [`receive.${record}`, operation(record)])),
    components: { schemas },
  };
}

function publishedBy(service: string, fact: FactDescription): Published {
  const record = `${service}.${fact.resource}`;
  return { name: `${record}.${fact.verb}`, record, service, fact };
}

/** Its address is the subject of its facts; `*` for the two parameters subscribes to all of them. */
function channel(record: string, facts: readonly Published[], write: (one: Published) => Json): Json {
  const subjects = facts.map(({ fact }) => fact.subject.split('.'));
  const values = (place: number): string[] => [...new Set(subjects.map((subject) => subject.at(place) ?? ''))].sort();
  return {
    address: [...(subjects[0]?.slice(0, -2) ?? []), '{fact}', '{version}'].join('.'),
    title: record,
    description: `Published by the service ${facts[0]?.service}, in the order of its outbox.`,
    parameters: {
      fact: { description: 'What happened.', enum: values(-2) },
      version: { description: 'The major version of its shape.', enum: values(-1) },
    },
    messages: Object.fromEntries(facts.map((one) => [one.fact.verb, write(one)])),
  };
}

const operation = (record: string): Json => ({
  action: 'receive',
  summary: `Receive the facts of ${record}.`,
  channel: { $ref: `#/channels/${record}` },
});

const message = ({ name, fact }: Published, data: unknown): Json => ({
  name: fact.type,
  title: fact.summary,
  payload: {
    allOf: [
      referenceTo('CloudEvent'),
      {
        type: 'object',
        properties: {
          type: { const: fact.type },
          dataschema: { const: schemaUrn(name, fact.version) },
          data,
        },
      },
    ],
  },
});

interface Hoisted {
  readonly schemas: Readonly<Record<string, unknown>>;
  /** By the name of a fact: a reference to the schema of its data. */
  readonly dataOf: ReadonlyMap<string, Json>;
}

/**
 * The schema of a fact's data is a document with definitions of its own: those that facts share are written once. A fact whose
 * definitions differ, as during an upgrade, has its own under its name.
 */
function hoisted(published: readonly Published[]): Hoisted {
  const schemas = new Map<string, unknown>([['CloudEvent', cloudEvent]]);
  const dataOf = new Map<string, Json>();
  for (const { name, fact } of published) {
    const common = Object.entries(objectAt(moved(fact.data, ''), '$defs'));
    const isCommon = common.every(([key, schema]) => !schemas.has(key) || isSame(schemas.get(key), schema));
    const under = isCommon ? '' : `${name}.`;
    const { $schema: _, $defs, ...data } = moved(fact.data, under);
    for (const [key, schema] of Object.entries(isObject($defs) ? $defs : {})) schemas.set(`${under}${key}`, schema);
    const isNamed = typeof data['$ref'] === 'string' && Object.keys(data).length === 1;
    if (!isNamed) schemas.set(name, data);
    dataOf.set(name, isNamed ? data : referenceTo(name));
  }
  return { schemas: Object.fromEntries(schemas), dataOf };
}

const referenceTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function moved(schema: Json, under: string): Json {
  const read: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"#/components/schemas/${under}`));
  return isObject(read) ? read : {};
}

const text = { type: 'string', minLength: 1 };
const instant = { type: 'string', format: 'date-time' };

const cloudEvent = {
  type: 'object',
  description: 'CloudEvents 1.0, structured JSON.',
  required: [
    ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'recordedtime'],
    ...['dataschema', 'sequence', 'partitionkey', 'data'],
  ],
  properties: {
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
    aggregateversion: { type: 'integer', minimum: 1 },
    traceparent: text,
    data: { type: 'object', description: 'The whole state of the record after the change.' },
  },
};
