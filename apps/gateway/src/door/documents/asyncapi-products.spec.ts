import { Parser } from '@asyncapi/parser';
import { Classification } from '@passerelle/domain/classification';
import { fact, type Product } from '@passerelle/platform/events/facts';
import { describeService } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { productsDocument } from './asyncapi-products.js';

const City = z.string().max(100).meta({ id: 'City' });
const Reason = z.string().max(9).meta({ id: 'Reason' });
const common = { id: z.uuid(), version: z.int(), classification: Classification };
const VisitState = z
  .object({ ...common, city: City, parties: z.array(z.string()), retractedAt: z.iso.datetime().optional() })
  .meta({ id: 'VisitState' });
const TownState = z.object({ ...common, city: City }).meta({ id: 'TownState' });
const contacts = { ...common, classification: z.literal('internal'), parties: z.array(z.string()) };
const facts = [
  fact('visits', 'missed', VisitState, { summary: 'Nobody came.', also: { because: Reason } }),
  fact('visits', 'begun', VisitState, { summary: 'A visit began.' }),
  fact('visits', 'retracted', VisitState, { summary: 'It was taken back.' }),
  fact('towns', 'found', TownState, { summary: 'A town was found.' }),
  fact('contacts', 'named', z.object(contacts), { summary: 'A contact was named.' }),
  fact('seals', 'set', z.object({ ...common, classification: z.literal('internal') }), { summary: 'A seal was set.' }),
];

interface More {
  readonly publicUrl?: string;
  readonly natsUrl?: string;
  readonly kinds?: typeof facts;
  readonly issuers?: string[];
}

function documentOf(product: Product, more: More = {}) {
  const {
    publicUrl = 'https://passerelle.test',
    kinds = facts,
    issuers = ['https://issuer.test/openid'],
    natsUrl,
  } = more;
  const described = { service: 'networks', version: '1', typePrefix: 'test', operations: [] };
  const products = ['public', 'party.BE-VLG'] as const;
  const description = describeService({ ...described, products, facts: kinds.map(({ kind }) => kind) });
  const document = productsDocument({
    publicUrl,
    natsUrl,
    version: '1',
    issuers,
    descriptions: [description],
    product,
  });
  return JSON.parse(JSON.stringify(document));
}

const natsUrl = 'tls://nats.passerelle.test:4222, tls://other.passerelle.test:4222';

it.each([
  ['public', {}],
  ['party.BE-VLG', {}],
  ['public', { natsUrl }],
  ['party.BE-VLG', { natsUrl }],
] as const)('is valid for %s, without a warning (%o)', async (product, more) => {
  const { diagnostics } = await new Parser().parse(JSON.stringify(documentOf(product, more)));
  // There is a newer AsyncAPI than 3.0: an advice, no fault.
  expect(diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')).toEqual([]);
});

it('has a channel for each kind of record that the product may contain, at the address of the feed', () => {
  const { channels } = documentOf('public');
  expect(Object.keys(channels)).toEqual(['networks.towns', 'networks.visits']);
  expect(channels['networks.visits'].address).toBe('/v1/products/public.networks/events');
  const ofRegion = documentOf('party.BE-VLG').channels;
  expect(Object.keys(ofRegion)).toEqual(['networks.contacts', 'networks.visits']);
  expect(ofRegion['networks.visits'].address).toBe('/v1/products/party.networks.BE-VLG/events');
  expect(documentOf('party.BE-WAL').channels).toEqual({});
});

it('has every fact but the one that takes a record back, and what a product says of entering and leaving', () => {
  const { messages } = documentOf('public').channels['networks.visits'];
  expect(Object.entries<{ name: string }>(messages).map(([key, { name }]) => `${key} ${name}`)).toEqual([
    'missed test.networks.v1.visits.notify.missed',
    'begun test.networks.v1.visits.notify.begun',
    'shared test.networks.v1.visits.notify.shared',
    'left test.networks.v1.visits.notify.left',
  ]);
});

it('has one shape for a kind of record: without its version, and without what one fact carries besides', () => {
  const { schemas } = documentOf('public').components;
  expect(schemas['networks.visits']).toMatchObject({ required: ['id', 'classification', 'city', 'parties'] });
  expect(Object.keys(schemas['networks.visits'].properties)).toEqual([
    ...['id', 'classification', 'city', 'parties', 'retractedAt'],
  ]);
  expect(Object.keys(schemas)).not.toContain('Reason');
  expect(schemas['networks.visits.event'].allOf[1].properties).toEqual({
    dataschema: { const: 'urn:passerelle:schema:networks.visits.shared:1.0' },
    data: { $ref: '#/components/schemas/networks.visits' },
  });
});

it('has each version of a shape while facts have several', () => {
  const later = fact('towns', 'grown', TownState.extend({ people: z.int() }), { summary: 'It grew.', version: '1.1' });
  const { schemas } = documentOf('public', { kinds: [...facts, later] }).components;
  expect(schemas['networks.towns.event'].allOf[1].properties).toEqual({
    dataschema: { enum: ['1.0', '1.1'].map((version) => `urn:passerelle:schema:networks.towns.shared:${version}`) },
    data: { anyOf: ['1.0', '1.1'].map((version) => ({ $ref: `#/components/schemas/networks.towns.${version}` })) },
  });
});

it('names the server of the gateway and the credentials that it takes', () => {
  const { servers, components } = documentOf('party.BE-VLG', { publicUrl: 'https://region.test:8443/passerelle' });
  expect(servers).toMatchObject({
    identified: { host: 'region.test:8443', protocol: 'https', pathname: '/passerelle' },
  });
  expect(components.securitySchemes).toMatchObject({
    apiKey: { type: 'httpApiKey', name: 'X-Api-Key', in: 'header' },
    openIdConnect: { type: 'openIdConnect', openIdConnectUrl: 'https://issuer.test/openid' },
  });
  expect(Object.keys(documentOf('public').servers)).toEqual(['anonymous', 'identified']);
  expect(documentOf('public', { issuers: [] }).components.securitySchemes).toMatchObject({
    bearer: { scheme: 'bearer' },
  });
});

it('has the same messages over NATS where it is offered: stream, consumer and subjects of an account of their own', () => {
  const { servers, channels, operations } = documentOf('party.BE-VLG', { natsUrl });
  expect(servers.nats).toMatchObject({ host: 'nats.passerelle.test:4222', protocol: 'nats', tags: [{ name: 'tls' }] });
  expect(channels['nats.networks.visits']).toMatchObject({
    address: 'facts.party.networks.be-vlg.visits.{fact}.{version}',
    description: expect.stringMatching(/PARTY_NETWORKS_BE-VLG.*`follower`/),
    servers: [{ $ref: '#/servers/nats' }],
  });
  const { messages } = channels['networks.visits'];
  expect(Object.keys(channels['nats.networks.visits'].messages)).toEqual(Object.keys(messages));
  expect(operations['receive.nats.networks.visits'].channel.$ref).toBe('#/channels/nats.networks.visits');
  expect(JSON.stringify(documentOf('party.BE-VLG'))).not.toContain('nats');
});
