import { schemaUrn } from '@passerelle/platform/events/facts';
import type { FactDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { aboutAll, cloudEvent, hoisted, referenceTo } from './asyncapi-schemas.js';
import type { Json } from './json.js';

// The facts of all services as one AsyncAPI 3.0.0 document, for engineers of the installation itself: a channel per kind of record,
// with its facts as messages. What others may follow is in the documents of the data products. Pure.

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
  const given = published.map(({ name, fact }) => [name, fact.data] as const);
  const { schemas, dataOf } = hoisted(given, { CloudEvent: cloudEvent });
  const records = [...Map.groupBy(published, ({ record }) => record)];
  const write = (one: Published): Json => message(one, dataOf.get(one.name));
  return {
    asyncapi: '3.0.0',
    id: publicUrl,
    info: aboutAll(
      version,
      'Facts: what happened, published once, in order, with the whole record. Only services of the installation receive them; what others may follow is in `/doc/asyncapi.json`.',
    ),
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
