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
const VisitState = Visit.extend({ classification: Classification }).meta({ id: 'VisitState' });
const visitBegun = fact('visits', 'begun', VisitState, { summary: 'A visit began.' });

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
  facts: [visitBegun.kind],
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

it('contain the schema of every fact, under the name that its events give', async () => {
  const [, , , fact, version] = schemaUrn('networks.visits.begun', '1.0').split(':');
  const answer = await get(`/schemas/${fact}/${version}`);
  expect(answer.header('cache-control')).toContain('immutable');
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(answer.body);
  expect(
    validate({ id: '01890a5d-ac96-774b-bcce-b302099a8057', version: 1, city: 'Gent', classification: 'public' }),
  ).toBe(true);
  expect(validate({ version: 1 })).toBe(false);
  expect((await get('/schemas/networks.visits.begun/1.1')).status).toBe(404);
  expect((await get('/schemas/networks.visits.ended/1.0')).status).toBe(404);
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
