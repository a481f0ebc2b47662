import { Classification } from '@passerelle/domain/classification';
import { schemaUrn } from '@passerelle/platform/events/facts';
import { kept } from '@passerelle/platform/access/rights';
import { ActTables1763942420000 } from '@passerelle/platform/data/request-transaction';
import { Controller, Module } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { fact, factTables } from '@passerelle/platform/events/facts';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { stalePrecondition, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { gateway } from '../../gateway.js';

const City = z.string().max(100).meta({ id: 'City' });
const Visit = z.object({ id: z.uuid(), version: z.int(), city: City }).meta({ id: 'Visit' });
const NewVisit = z.strictObject({ city: City }).meta({ id: 'NewVisit' });
const VisitState = Visit.extend({ classification: Classification, parties: z.array(z.string()) }).meta({
  id: 'VisitState',
});
const visitBegun = fact('visits', 'begun', VisitState, { summary: 'A visit began.' });
const visitMissed = fact('visits', 'missed', VisitState, {
  summary: 'Nobody came.',
  also: { missed: z.object({ on: z.iso.date() }) },
});

@Controller()
class VisitsController {
  @Operation({
    route: 'PATCH /visits/{visitId}',
    summary: 'Correct a visit',
    scope: 'networks:write',
    body: NewVisit,
    returns: Visit,
    refuses: [resourceNotFound, stalePrecondition],
    examples: { toGhent: { city: 'Gent' } },
  })
  change({ params, body }: Call<z.infer<typeof NewVisit>, 'visitId'>): object {
    return { id: params.visitId, version: 2, ...body };
  }
}

@Module({ controllers: [VisitsController] })
class VisitsModule {}

const networks: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: VisitsModule,
  settings: ServiceSettings,
  migrations: [...factTables, ActTables1763942420000],
  facts: [visitBegun.kind, visitMissed.kind],
  policy: { changeVisit: kept },
};

const stage = onOwnDoor(gateway, { service: networks });

const get = (path: string, headers: Record<string, string> = {}) => stage.ask('GET', path, { headers });

beforeAll(async () => {
  await until('both are documented', async () => {
    const { paths } = (await get('/doc/openapi.json')).body;
    return '/v1/visits/{visitId}' in paths && '/v1/refData/problemTypes' in paths;
  });
});

it('are sent again only when they change', async () => {
  for (const path of ['/doc/openapi.json', '/doc/asyncapi.json']) {
    const first = await get(path);
    expect([first.status, first.header('cache-control')]).toEqual([200, 'no-cache']);
    expect((await get(path, { 'if-none-match': first.header('etag') })).status).toBe(304);
  }
});

it('describe an operation as announced', async () => {
  const { body } = await get('/doc/openapi.json');
  expect(body.paths['/v1/visits/{visitId}'].patch).toMatchObject({
    operationId: 'changeVisit',
    tags: ['visits'],
    requestBody: {
      content: { 'application/merge-patch+json': { schema: { $ref: '#/components/schemas/NewVisit' } } },
    },
    responses: { '412': { $ref: '#/components/responses/StalePrecondition' } },
    security: [{ oauth2: ['networks:write'] }],
  });
  const { description } = body.components.responses.StalePrecondition;
  expect(description).toContain('urn:problem-type:passerelle:stalePrecondition');
  expect(body.components.schemas.Visit.properties.city).toEqual({ $ref: '#/components/schemas/City' });
});

it('contain the address where tokens are issued', async () => {
  await until('the issuer was asked', async () => {
    const { oauth2 } = (await get('/doc/openapi.json')).body.components.securitySchemes;
    return oauth2.flows?.clientCredentials.tokenUrl === stage.issuer.tokenEndpoint;
  });
});

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

it('contain the schema of every fact, under the name that its events give', async () => {
  const [, , , fact, version] = schemaUrn('networks.visits.begun', '1.0').split(':');
  const answer = await get(`/schemas/${fact}/${version}`);
  expect(answer.header('cache-control')).toContain('immutable');
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(answer.body);
  expect(validate({ id, version: 1, city: 'Gent', classification: 'public', parties: [] })).toBe(true);
  expect(validate({ version: 1 })).toBe(false);
  expect((await get('/schemas/networks.visits.begun/1.1')).status).toBe(404);
  expect((await get('/schemas/networks.visits.ended/1.0')).status).toBe(404);
});

it('contain the schemas of what data products say, without version and without what only the fact carries', async () => {
  const { body: shared } = await get('/schemas/networks.visits.shared/1.0');
  expect(Object.keys(shared.properties)).toEqual(['id', 'city', 'classification', 'parties']);
  expect(Object.keys(shared.$defs)).toEqual(['City', 'Classification']);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const state = { id, city: 'Gent', classification: 'public', parties: [] };
  const validate = ajv.compile(shared);
  expect([validate(state), validate({ id })]).toEqual([true, false]);
  const left = ajv.compile((await get('/schemas/networks.visits.left/1.0')).body);
  expect([left({ id }), left({})]).toEqual([true, false]);
  for (const absent of ['networks.visits.shared/1.1', 'networks.towns.left/1.0', 'projects.visits.shared/1.0'])
    expect((await get(`/schemas/${absent}`)).status).toBe(404);
});

describe('describe a data product', () => {
  const of = (product: string, client = '') =>
    stage.ask('GET', `/doc/asyncapi/${product}.json`, { token: stage.issuer.tokens[client] ?? '' });

  beforeAll(() => until('the products are announced', async () => (await of('public.networks')).status === 200));

  it('for everybody at one address, and alone', async () => {
    const { body: every } = await get('/doc/asyncapi.json');
    const { body: alone } = await of('public.networks');
    for (const { channels } of [every, alone])
      expect(channels['networks.visits']).toMatchObject({
        address: '/v1/products/public.networks/events',
        messages: { begun: {}, missed: {}, shared: {}, left: {} },
      });
    expect(alone.servers.anonymous).toMatchObject({ host: 'passerelle.test', protocol: 'http' });
  });

  it('of a region for its callers and for the region that runs the installation', async () => {
    const product = 'party.networks.BE-VLG';
    for (const client of ['partner-flanders', 'editor', 'reader'])
      expect([client, (await of(product, client)).body.channels['networks.visits'].address]).toEqual([
        client,
        `/v1/products/${product}/events`,
      ]);
    const { header, body } = await of(product, 'partner-flanders');
    expect(header('cache-control')).toBe('private, no-cache');
    expect(body.servers.identified.security).toEqual([
      { $ref: '#/components/securitySchemes/apiKey' },
      { $ref: '#/components/securitySchemes/openIdConnect' },
    ]);
  });

  it('to nobody else, who gets what an unknown address answers, to the byte', async () => {
    const plain = ({ status, text, header }: Awaited<ReturnType<typeof of>>) => [
      status,
      text.replace(/urn:uuid:[0-9a-f-]+/, 'urn:uuid:'),
      header('cache-control'),
    ];
    for (const client of ['', 'partner-wallonia']) {
      const unknown = plain(await of('party.networks.BE-XYZ', client));
      expect(unknown[0]).toBe(404);
      const foreign = ['party.networks.BE-VLG', 'internal', 'party.BE-VLG', 'party.nowhere.BE-VLG', '__proto__'];
      for (const product of foreign) expect([product, plain(await of(product, client))]).toEqual([product, unknown]);
    }
    expect(plain(await get('/doc/asyncapi/nowhere'))).toEqual(plain(await of('internal')));
  });

  it('for engineers of the installation: every fact, whole', async () => {
    const { status, body } = await of('internal', 'reader');
    expect([status, Object.keys(body.channels['networks.visits'].messages)]).toEqual([200, ['begun', 'missed']]);
    expect((await get('/doc/asyncapi/internal.json', { authorization: 'Bearer x' })).status).toBe(401);
  });
});

it('explain every problem, to programs and to people in their language', async () => {
  const { body } = await get('/v1/visits');
  expect(body.href).toBe('http://passerelle.test/v1/refData/problemTypes/resourceNotFound');
  const { pathname } = new URL(body.href);
  expect((await get(pathname)).body).toMatchObject({
    href: body.href,
    code: 'resourceNotFound',
    status: 404,
    detail: { de: expect.stringContaining('Adresse') },
    remedy: { nl: expect.stringContaining('adres') },
  });
  expect((await get('/v1/refData/problemTypes/samePerson')).body).toMatchObject({
    status: 409,
    remedy: {
      fr: expect.stringMatching(/collègue.*ANOTHER_PERSON/),
      nl: expect.stringMatching(/collega.*ANOTHER_PERSON/),
      en: expect.stringMatching(/colleague.*ANOTHER_PERSON/),
      de: expect.stringMatching(/Kollegin.*ANOTHER_PERSON/),
    },
  });
  const page = await get(pathname, { accept: 'text/html,*/*;q=0.8', 'accept-language': 'fr' });
  expect([page.status, page.header('content-language')]).toEqual([200, 'fr']);
  expect(page.header('content-type')).toMatch(/^text\/html/);
  expect(page.text).toContain('<html lang="fr">');
  const inDutch = await get(`${pathname}?lang=nl`, { accept: 'text/html', 'accept-language': 'fr' });
  expect([inDutch.header('content-language'), inDutch.text.includes('<html lang="nl">')]).toEqual(['nl', true]);
  for (const accept of ['text/html', 'application/json'])
    expect((await get('/v1/refData/problemTypes/nothing', { accept })).status).toBe(404);
  const { items } = (await get('/v1/refData/problemTypes')).body;
  expect(items.length).toBeGreaterThan(15);
  expect(new Set(items.map(({ code }: { code: string }) => code)).size).toBe(items.length);
});

it('start at a page that introduces the system in four languages and links to the rest', async () => {
  for (const language of ['fr', 'nl', 'en', 'de']) {
    const page = await get('/', { accept: 'text/html', 'accept-language': language });
    expect([page.status, page.header('content-language')]).toEqual([200, language]);
    expect(page.text).toContain(`<html lang="${language}">`);
    const links = [...page.text.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href ?? '');
    const leading = links.filter((href) => href.startsWith('/'));
    expect(leading.length).toBeGreaterThan(4);
    for (const href of leading) expect([href, (await get(href, { accept: '*/*' })).status]).toEqual([href, 200]);
  }
  expect((await get('/', { accept: '*/*' })).status).toBe(200);
  expect(await get('/', { accept: 'application/json' })).toMatchObject({ status: 406, body: { status: 406 } });
});

it('have a user interface that loads the live document', async () => {
  const page = await get('/docs');
  expect(page.header('content-security-policy')).toContain("script-src 'self'");
  const files = [...page.text.matchAll(/(?:src|href)=["']\.\/(docs\/[^"']+)["']/g)].map((match) => match[1]);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect([file, (await get(`/${file}`)).status]).toEqual([file, 200]);
  expect((await get('/docs/swagger-ui-init.js')).text).toContain('"url": "/doc/openapi.json"');
});
