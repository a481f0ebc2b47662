import type { FactDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';

// The facts of all services as one AsyncAPI 3.0.0 document: a channel per NATS subject, a message per fact. Pure.

type Json = Readonly<Record<string, unknown>>;

export interface AsyncApiInput {
  readonly publicUrl: string;
  readonly version: string;
  readonly descriptions: readonly ServiceDescription[];
}

interface Published {
  /** `cooperation.agreements.signed` */
  readonly name: string;
  readonly service: string;
  readonly fact: FactDescription;
}

export function asyncApiDocument({ publicUrl, version, descriptions }: AsyncApiInput): object {
  const published = descriptions
    .flatMap(({ service, facts }) =>
      facts.map((fact) => ({ name: `${service}.${fact.resource}.${fact.verb}`, service, fact })),
    )
    .sort((one, other) => one.name.localeCompare(other.name));
  const each = <Value>(write: (one: Published) => Value) =>
    Object.fromEntries(published.map((one) => [one.name, write(one)]));
  return {
    asyncapi: '3.0.0',
    id: publicUrl,
    info: {
      title: 'Passerelle',
      version,
      description: 'Facts: what happened, published once, in order, with the whole record.',
      license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: each(channel),
    operations: each(({ name, fact }) => ({
      action: 'send',
      summary: fact.summary,
      channel: { $ref: `#/channels/${name}` },
    })),
    components: {
      messages: each((one) => message(one, publicUrl)),
      schemas: { CloudEvent: cloudEvent, ...each(({ name, fact }) => hoisted(name, fact.data)) },
    },
  };
}

const channel = ({ name, service, fact }: Published): Json => ({
  address: fact.subject,
  title: name,
  summary: fact.summary,
  description: `Published by the service ${service}, in the order of its outbox.`,
  messages: { [name]: { $ref: `#/components/messages/${name}` } },
});

const message = ({ name, service, fact }: Published, publicUrl: string): Json => ({
  name: fact.type,
  title: fact.summary,
  contentType: 'application/cloudevents+json',
  payload: {
    allOf: [
      { $ref: '#/components/schemas/CloudEvent' },
      {
        type: 'object',
        properties: {
          type: { const: fact.type },
          dataschema: { const: `${publicUrl}/schemas/${service}.${fact.resource}.${fact.verb}/${fact.version}` },
          data: { $ref: `#/components/schemas/${name}` },
        },
      },
    ],
  },
});

/**
 * The schema of a fact's data is a document with a root of its own; its inner references are rewritten for this one.
 */
function hoisted(name: string, data: Json): unknown {
  const { $schema: _, ...schema } = data;
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', `"#/components/schemas/${name}/$defs/`);
  return JSON.parse(text);
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
