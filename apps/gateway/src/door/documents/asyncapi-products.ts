import { productName, type Product } from '@passerelle/platform/events/facts';
import type { FactDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { natsChannels, natsOperations, natsSecurity, natsServers } from './asyncapi-nats.js';
import { aboutAll, hoisted, productEvent, referenceTo } from './asyncapi-schemas.js';
import type { Json } from './json.js';
import { recordsIn, type ProductRecord, type Shape } from './product-records.js';

// Data products as an AsyncAPI 3.0.0 document: a channel per kind of record, whose messages have one shape, whatever happened; the same
// once more for those who follow over NATS. Pure.

export interface ProductsInput {
  readonly publicUrl: string;
  /** NATS as subscribers reach it, where it is offered. */
  readonly natsUrl?: string | undefined;
  readonly version: string;
  /** The discovery addresses of the issuers whose tokens are accepted. */
  readonly issuers: readonly string[];
  readonly descriptions: readonly ServiceDescription[];
  /** `public`, or `party.BE-VLG`: whose products they are. */
  readonly product: Product;
}

interface Followed extends ProductRecord {
  /** `party.cooperation.BE-VLG` */
  readonly product: string;
}

export function productsDocument({
  publicUrl,
  natsUrl,
  version,
  issuers,
  descriptions,
  product,
}: ProductsInput): object {
  const records = descriptions
    .flatMap((one) => recordsIn(one, product).map((record) => followed(record, product)))
    .sort((one, other) => one.name.localeCompare(other.name));
  const { schemas } = hoisted(records.flatMap(shapesOf), { ProductEvent: productEvent });
  const events = records.flatMap((record) => [
    [
      `${record.name}.event`,
      eventOf(
        record.shapes,
        record.shapes.map((shape) => nameOf(record, shape)),
      ),
    ] as const,
  ]);
  const securitySchemes = securityOf(issuers);
  const servers = serversOf(publicUrl, product, Object.keys(securitySchemes));
  return {
    asyncapi: '3.0.0',
    id: `${publicUrl}#${product}`,
    info: aboutAll(version, introduction),
    defaultContentType: 'application/cloudevents+json',
    servers: { ...servers, ...(natsUrl === undefined ? {} : natsServers(natsUrl)) },
    channels: {
      ...Object.fromEntries(records.map((record) => [record.name, channel(record, Object.keys(servers))])),
      ...(natsUrl === undefined ? {} : natsChannels(records, product)),
    },
    operations: {
      ...Object.fromEntries(records.map(({ name }) => [`receive.${name}`, operation(name)])),
      ...(natsUrl === undefined ? {} : natsOperations(records)),
    },
    components: {
      schemas: { ...schemas, Left: left, ...Object.fromEntries(events) },
      securitySchemes: { ...securitySchemes, ...(natsUrl === undefined ? {} : natsSecurity) },
      operationBindings: { feed },
    },
  };
}

const introduction = [
  'Data products: every fact about the records that a reader may see, in order. `data` is what the reader gets at the address of the record, without `href`, `version` and `changedAt`.',
  'All kinds of records of a product have one address and one sequence: an answer is a page of events as `application/cloudevents-batch+json`, and its header `Link` (`rel="next"`) has the next page. `snapshot` and `checkpoints` are at the same address instead of `events`.',
  'A record that its reader comes to see is `shared`; of one that the reader sees no more comes `left`, with the id alone: delete the copy.',
].join('\n\n');

const followed = (record: ProductRecord, product: Product): Followed => ({
  ...record,
  product: productName(record.service, product),
});

/** The name of a shape, which has its version only where a kind of record has several. */
const nameOf = ({ name, shapes }: ProductRecord, { version }: Shape): string =>
  shapes.length === 1 ? name : `${name}.${version}`;

const shapesOf = (record: ProductRecord): (readonly [string, Json])[] =>
  record.shapes.map((shape) => [nameOf(record, shape), shape.schema] as const);

const left: Json = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
};

function eventOf(shapes: readonly Shape[], names: readonly string[]): Json {
  const [only, ...others] = names.map(referenceTo);
  return withFields({
    dataschema: oneOf(shapes.map(({ urn }) => urn)),
    data: others.length === 0 ? only : { anyOf: [only, ...others] },
  });
}

const oneOf = (values: readonly string[]): Json => (values.length === 1 ? { const: values[0] } : { enum: values });

const withFields = (properties: Json, event = 'ProductEvent'): Json => ({
  allOf: [referenceTo(event), { type: 'object', properties }],
});

function channel(record: Followed, servers: readonly string[]): Json {
  const { name, product, facts, leavings, typeOf } = record;
  const event = `${name}.event`;
  const seen = (type: string, title: string): Json => ({
    name: type,
    title,
    payload: withFields({ type: { const: type } }, event),
  });
  const gone = {
    type: { const: typeOf('left') },
    dataschema: oneOf(leavings.map(({ urn }) => urn)),
    data: referenceTo('Left'),
  };
  return {
    address: `/v1/products/${product}/events`,
    title: name,
    description: `In the product ${product}.`,
    servers: servers.map((server) => ({ $ref: `#/servers/${server}` })),
    messages: {
      ...Object.fromEntries(facts.map(({ verb, type, summary }: FactDescription) => [verb, seen(type, summary)])),
      shared: seen(typeOf('shared'), 'Its reader has come to see the record: its whole state.'),
      left: {
        name: typeOf('left'),
        title: 'Its reader sees the record no more: its id alone.',
        payload: withFields(gone),
      },
    },
  };
}

const operation = (record: string): Json => ({
  action: 'receive',
  summary: `Receive the facts of ${record}.`,
  channel: { $ref: `#/channels/${record}` },
  bindings: { $ref: '#/components/operationBindings/feed' },
});

const feed: Json = {
  http: {
    method: 'GET',
    query: {
      type: 'object',
      properties: {
        after: { type: 'string', description: 'The cursor of the page before; from the first event on without it.' },
        wait: { type: 'integer', minimum: 0, maximum: 25, description: 'Seconds to wait for a new event.' },
      },
    },
    bindingVersion: '0.3.0',
  },
};

/** Public products can be followed without credentials: a server with them and one without, as security cannot be optional. */
function serversOf(publicUrl: string, product: Product, schemes: readonly string[]): Json {
  const { host, protocol, pathname } = new URL(publicUrl);
  const server = { host, protocol: protocol.slice(0, -1), ...(pathname === '/' ? {} : { pathname }) };
  const security = schemes.map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` }));
  const identified = { ...server, description: 'With a key or a token, never both.', security };
  return product === 'public'
    ? { anonymous: { ...server, description: 'Without credentials, in a smaller quota.' }, identified }
    : { identified };
}

function securityOf(issuers: readonly string[]): Readonly<Record<string, Json>> {
  const tokens = issuers.map((openIdConnectUrl, index) => {
    const name = index === 0 ? 'openIdConnect' : `openIdConnect${index + 1}`;
    return [name, { type: 'openIdConnect', openIdConnectUrl, description: 'A bearer token of this issuer.' }] as const;
  });
  return {
    apiKey: { type: 'httpApiKey', name: 'X-Api-Key', in: 'header' },
    ...(tokens.length === 0
      ? { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } }
      : Object.fromEntries(tokens)),
  };
}
