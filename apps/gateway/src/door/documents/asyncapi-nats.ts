import { kebab, streamOf, subjectsOf, type Product } from '@passerelle/platform/events/facts';
import type { Json } from './json.js';
import type { ProductRecord } from './product-records.js';

// What the document of a data product says to those who follow it over NATS: the same messages, from a stream in an account of their own.

export function natsServers(natsUrl: string): Readonly<Record<string, Json>> {
  const [first = ''] = natsUrl.split(',');
  const { host } = new URL(first.trim().replace(/^\w+:/, 'http:'));
  const isEncrypted = first.trim().startsWith('tls:');
  const nats = {
    ...{ host, protocol: 'nats', description: 'An account of your own, with copies of your products.' },
    ...(isEncrypted ? { tags: [{ name: 'tls', description: 'Connections are encrypted.' }] } : {}),
    security: [{ $ref: '#/components/securitySchemes/nkey' }],
  };
  return { nats };
}

export const natsSecurity: Readonly<Record<string, Json>> = {
  nkey: {
    type: 'asymmetricEncryption',
    description: 'An nkey: the server knows the public key, and you sign its challenge with the seed.',
  },
};

const nameOf = ({ name }: ProductRecord): string => `nats.${name}`;

export const natsChannels = (records: readonly ProductRecord[], product: Product): Readonly<Record<string, Json>> =>
  Object.fromEntries(records.map((record) => [nameOf(record), channel(record, product)]));

function channel({ name, service, facts }: ProductRecord, product: Product): Json {
  const [, resource = ''] = name.split('.');
  const stream = streamOf(service, product);
  const verbs = [...facts.map(({ verb }) => verb), 'shared', 'left'];
  return {
    address: `${subjectsOf(service, product)}.${kebab(resource)}.{fact}.{version}`,
    title: name,
    description: `In the stream ${stream}, whose sequence is that of the events. Pull from its consumer \`follower\`, and acknowledge each message; \`$JS.API.CONSUMER.RESET.${stream}.follower\` sets it to a sequence.`,
    servers: [{ $ref: '#/servers/nats' }],
    parameters: {
      fact: { description: 'What happened.' },
      version: { description: 'The major version of its shape.' },
    },
    messages: Object.fromEntries(verbs.map((verb) => [verb, { $ref: `#/channels/${name}/messages/${verb}` }])),
  };
}

export const natsOperations = (records: readonly ProductRecord[]): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    records.map((record) => [
      `receive.${nameOf(record)}`,
      {
        action: 'receive',
        summary: `Receive the facts of ${record.name} over NATS.`,
        channel: { $ref: `#/channels/${nameOf(record)}` },
      },
    ]),
  );
