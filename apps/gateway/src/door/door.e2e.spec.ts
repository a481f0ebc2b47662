import { kept, shared } from '@passerelle/platform/access/rights';
import { ActTables1763942420000 } from '@passerelle/platform/data/request-transaction';
import { Controller, Module } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { factTables } from '@passerelle/platform/events/facts';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { audience } from '@passerelle/stack/issuer';
import { httpClient, type HttpClient, type HttpOptions } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { callerKeys } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { generateKeyPair, importJWK, SignJWT } from 'jose';
import { connect } from 'node:net';
import { z } from 'zod';
import { gateway } from '../gateway.js';

// A service that exists only in this test, under the name of a real one, because the broker knows no other.
const Visit = z.object({ id: z.uuid(), href: z.url(), version: z.int(), party: z.string() });
const NewVisit = z.strictObject({ city: z.string().max(100) });
type NewVisit = z.infer<typeof NewVisit>;
const id = '01890a5d-ac96-774b-bcce-b302099a8057';

@Controller()
class VisitsController {
  @Operation({ route: 'GET /visits/{visitId}', summary: 'Read a visit', scope: 'networks:read', returns: Visit })
  read({ params, caller }: Call<undefined, 'visitId'>): object {
    return { id: params.visitId, version: 7, party: caller.party ?? '' };
  }

  @Operation({
    route: 'POST /visits',
    summary: 'Register a visit',
    scope: 'networks:write',
    body: NewVisit,
    returns: Visit,
  })
  register({ caller }: Call<NewVisit>): object {
    return { id, version: 1, party: caller.party ?? '' };
  }

  @Operation({
    route: 'PATCH /visits/{visitId}',
    summary: 'Correct a visit',
    scope: 'networks:write',
    body: NewVisit,
    returns: Visit,
  })
  change({ expectedVersion }: Call<NewVisit, 'visitId'>): object {
    return { id, version: (expectedVersion ?? 0) + 1, party: '' };
  }

  @Operation({
    route: 'GET /visits',
    summary: 'List visits',
    scope: 'public',
    query: z.strictObject({ city: z.string().max(100).optional() }),
    returns: z.object({ city: z.string() }),
  })
  list({ query }: Call<undefined, never, { city?: string }>): object {
    return { city: query.city ?? '' };
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
  facts: [],
  policy: { readVisit: { ...shared, anonymous: [] }, registerVisit: kept, changeVisit: kept },
};

const stage = onOwnDoor(gateway, { service: networks });

let ask: HttpClient;

beforeAll(async () => {
  ask = httpClient(stage.base, stage.issuer.tokens.editor);
  await until('the gateway serves the service', async () => (await get('/v1/visits')).status === 200);
});

const get = (path: string, options?: HttpOptions) => ask('GET', path, options);
const anonymously = { token: '' };
const codeOf = (answer: { body?: { type?: string } }): string => answer.body?.type?.split(':').at(-1) ?? '';

/** A request as bytes, for requests that no client library would send. */
function raw(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(stage.base).port), '127.0.0.1');
    let text = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('no end')));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(`${line} HTTP/1.1\r\nHost: door\r\nConnection: close\r\n\r\n`);
  });
}

describe('a call', () => {
  it('reaches its service and returns byte for byte, with version, caller and trace', async () => {
    const answer = await get(`/v1/visits/${id}`);
    expect(answer).toMatchObject({ status: 200, body: { id, version: 7, party: 'BE-BRU' } });
    expect(answer.header('etag')).toBe('"7"');
    expect(answer.header('belgov-trace-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.header('cache-control')).toBe('private, no-cache');
  });

  it('continues the trace of its caller', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    expect((await get('/v1/visits', { headers })).header('belgov-trace-id')).toBe(trace);
    const broken = await get('/v1/visits', { headers: { traceparent: 'nonsense' } });
    expect(broken.header('belgov-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('registers, with the address of the new record', async () => {
    const answer = await ask('POST', '/v1/visits', { body: { city: 'Liège' } });
    expect(answer).toMatchObject({ status: 201, body: { id, version: 1 } });
    expect(answer.header('location')).toBe(`http://passerelle.test/v1/visits/${id}`);
  });

  it('carries path, query, If-Match and language', async () => {
    expect((await get('/v1/visits?city=K%C3%B6ln%20%F0%9F%87%A7')).body).toEqual({ city: 'Köln 🇧' });
    const body = { city: 'Namur' };
    const changed = await ask('PATCH', `/v1/visits/${id}`, {
      body,
      headers: { 'if-match': '"4"', 'content-type': 'application/merge-patch+json' },
    });
    expect(changed).toMatchObject({ status: 200, body: { version: 5 } });
    const refused = await ask('PATCH', `/v1/visits/${id}`, { body, headers: { 'accept-language': 'nl-BE' } });
    expect(refused.status).toBe(428);
    expect(refused.header('content-language')).toBe('nl');
  });

  it('answers 304 for a known version, and HEAD without the body', async () => {
    const unchanged = await get(`/v1/visits/${id}`, { headers: { 'if-none-match': 'W/"1", "7"' } });
    expect(unchanged).toMatchObject({ status: 304, text: '' });
    expect(unchanged.header('etag')).toBe('"7"');
    expect((await get(`/v1/visits/${id}`, { headers: { 'if-none-match': '"6"' } })).status).toBe(200);
    const head = await ask('HEAD', `/v1/visits/${id}`);
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(Number(head.header('content-length'))).toBeGreaterThan(20);
    expect((await ask('HEAD', `/v1/visits/${id}`, anonymously)).status).toBe(401);
  });
});

describe('an address', () => {
  it.each([
    '/v1/visits/',
    '//v1/visits',
    '/v1//visits',
    '/V1/visits',
    '/v1/Visits',
    '/v1/visits;a=b',
    '/v1/./visits/..%2f',
    '/v1/nothing',
    '/v1',
    '/doc',
    '/docs/../v1/visits/',
  ])('is served in canonical form only: %s', async (path) => {
    const answer = await raw(`GET ${path}`);
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(answer).toContain('urn:problem-type:belgif:resourceNotFound');
  });

  it('that is malformed is 400', async () => {
    for (const path of ['/v1/%zz', '/%', '/v1/visits/%ff%fe']) {
      const answer = await raw(`GET ${path}`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain('application/problem+json');
    }
  });

  it('lists its methods', async () => {
    const refused = await ask('DELETE', `/v1/visits/${id}`);
    expect(refused.status).toBe(405);
    expect(codeOf(refused)).toBe('methodNotAllowed');
    expect(refused.header('allow')).toBe('GET, HEAD, PATCH, OPTIONS');
    const options = await ask('OPTIONS', '/v1/visits');
    expect(options).toMatchObject({ status: 204, text: '' });
    expect(options.header('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(options.header('access-control-allow-origin')).toBe('');
    expect((await ask('OPTIONS', '/v1/nothing')).status).toBe(404);
    for (const method of ['TRACE', 'PROPFIND', 'PUT'])
      expect(await raw(`${method} /v1/visits`)).toMatch(/^HTTP\/1.1 405 /);
  });
});

describe('a body', () => {
  it('over 1 MiB is refused', async () => {
    const answer = await ask('POST', '/v1/visits', { body: { city: 'x'.repeat(1_100_000) } });
    expect(answer).toMatchObject({ status: 413, body: { limit: 1_048_576 } });
  });

  it.each([
    ['application/xml', {}],
    ['application/x-www-form-urlencoded', {}],
    ['text/plain', {}],
    ['application/merge-patch+json', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
    ['not a type', {}],
  ])('that is %s is refused', async (type, more) => {
    const answer = await ask('POST', '/v1/visits', {
      body: '{"city":"Mons"}',
      headers: { 'content-type': type, ...more },
    });
    expect(answer).toMatchObject({ status: 415, body: { supported: 'application/json' } });
  });

  it('that is not JSON, or missing, is reported by the service', async () => {
    expect((await ask('POST', '/v1/visits', { body: '{' })).status).toBe(400);
    expect((await ask('POST', '/v1/visits')).status).toBe(400);
  });
});

describe('a token', () => {
  const refused = async (authorization: string) => {
    const answer = await get(`/v1/visits/${id}`, { token: '', headers: { authorization } });
    expect(answer.header('www-authenticate')).toMatch(/^Bearer/);
    return [answer.status, codeOf(answer)];
  };

  async function forged(
    claims: Record<string, unknown>,
    more: { typ?: string; expires?: number } = {},
  ): Promise<string> {
    const { privateKey } = await generateKeyPair('ES256');
    return `Bearer ${await signed(privateKey, 'ES256', claims, more)}`;
  }

  const signed = (
    key: Parameters<SignJWT['sign']>[0],
    alg: string,
    claims: Record<string, unknown>,
    { typ = 'at+jwt', expires = 60 },
  ) =>
    new SignJWT({ iss: stage.issuer.issuer, aud: audience, sub: 'admin', jti: '1', scope: 'networks:read', ...claims })
      .setProtectedHeader({ alg, typ })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + expires)
      .sign(key);

  it('is required', async () => {
    const answer = await get(`/v1/visits/${id}`, anonymously);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'noAccessToken']);
    expect(answer.header('www-authenticate')).toMatch(/^Bearer/);
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a b',
    'Bearer a,b',
    'Bearer ...',
    'Bearer e30.e30.e30',
    `Bearer ${'x'.repeat(9_000)}`,
  ])('that is malformed is refused: %.20s', async (authorization) =>
    expect(await refused(authorization)).toEqual([401, 'invalidAccessToken']),
  );

  it('that an issuer did not sign for us is refused', async () => {
    expect(await refused(await forged({}))).toEqual([401, 'invalidAccessToken']);
    expect(await refused(await forged({ iss: 'http://127.0.0.1:1' }))).toEqual([401, 'invalidAccessToken']);
    const inner = await signed(await importJWK(callerKeys.signing, 'EdDSA'), 'EdDSA', {}, {});
    expect(await refused(`Bearer ${inner}`)).toEqual([401, 'invalidAccessToken']);
  });

  it('grants what its scopes allow, as the service decides', async () => {
    expect((await get(`/v1/visits/${id}`, { token: stage.issuer.tokens['partner-flanders'] })).body).toMatchObject({
      party: 'BE-VLG',
    });
    const answer = await ask('POST', '/v1/visits', {
      token: stage.issuer.tokens['partner-flanders'],
      body: { city: 'Gent' },
    });
    expect(answer).toMatchObject({ status: 403, body: { requiredScope: 'networks:write' } });
  });

  it('is not needed for health, documents and public records only', async () => {
    const document = (await get('/doc/openapi.json', anonymously)).body;
    for (const [path, item] of Object.entries<Record<string, { security: unknown[] }>>(document.paths)) {
      const { parameters: _, ...methods } = item;
      for (const [method, { security }] of Object.entries(methods)) {
        const body = method === 'get' ? {} : { body: {} };
        const address = path.replace('{service}', gateway.name).replaceAll(/\{\w+\}/g, id);
        const answer = await ask(method.toUpperCase(), address, { token: '', ...body });
        expect([path, method, answer.status === 401]).toEqual([path, method, security.length > 0]);
      }
    }
    for (const path of ['/health', '/doc/openapi.json', '/doc/asyncapi.json', '/docs'])
      expect((await get(path, anonymously)).status).toBe(200);
  });
});

it('is documented the same way everywhere', async () => {
  for (const path of ['/v1/visits', '/v1/nothing', '/health', '/doc/openapi.json']) {
    const answer = await get(path, anonymously);
    expect(answer.header('x-content-type-options')).toBe('nosniff');
    expect(answer.header('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(answer.header('referrer-policy')).toBe('no-referrer');
    expect([answer.header('x-powered-by'), answer.header('server')]).toEqual(['', '']);
  }
});
