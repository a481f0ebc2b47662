import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { audience, localClients, newIssuerKeys, startIssuer } from './issuer.ts';
import type { Issuer } from './issuer.ts';
import { freePort } from './ports.ts';

const clients = Object.entries(localClients).map(([id, access]) => ({ id, secret: `secret of ${id}`, ...access }));
let issuer: Issuer;

beforeAll(async () => {
  issuer = await startIssuer({ port: await freePort(), clients, jwks: await newIssuerKeys() });
});

afterAll(() => issuer.stop());

async function ask(id: string, secret: string, more: Record<string, string> = {}) {
  const answer = await fetch(issuer.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...more }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

const tokenOf = async (id: string, more = {}) => (await ask(id, `secret of ${id}`, more)).body.access_token ?? '';

it('signs a token for the API that anyone can verify with the published keys', async () => {
  const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`));
  const { payload } = await jwtVerify(await tokenOf('editor'), keys, {
    issuer: issuer.issuer,
    audience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['exp', 'iat', 'sub', 'jti'],
  });
  expect(payload).toMatchObject({ sub: 'editor', party: 'BE-BRU', roles: ['editor'] });
});

it('grants all scopes of the client when none is named, and only the named ones otherwise', async () => {
  expect(decodeJwt(await tokenOf('admin')).scope).toBe(localClients.admin.scopes.join(' '));
  expect(decodeJwt(await tokenOf('admin', { scope: 'networks:read' })).scope).toBe('networks:read');
});

it('lets a partner write only where it has a side', async () => {
  for (const [id, party] of [
    ['partner-flanders', 'BE-VLG'],
    ['partner-wallonia', 'BE-WAL'],
  ] as const) {
    const { scope, ...claims } = decodeJwt(await tokenOf(id));
    expect(claims).toMatchObject({ party, roles: ['partner'] });
    expect(String(scope).split(' ')).toContain('cooperation:write');
    expect(await ask(id, `secret of ${id}`, { scope: 'projects:write' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  }
});

it('has one client for each role of the region, and one without any', async () => {
  const given = async (id: string) => {
    const { party, roles, scope } = decodeJwt(await tokenOf(id));
    const acts = new Set(
      String(scope)
        .split(' ')
        .map((name) => name.split(':').at(-1)),
    );
    return [party, roles, [...acts]];
  };
  expect(await given('admin')).toEqual(['BE-BRU', ['admin'], ['read', 'write', 'admin']]);
  expect(await given('editor')).toEqual(['BE-BRU', ['editor'], ['read', 'write']]);
  expect(await given('approver')).toEqual(['BE-BRU', ['approver'], ['read', 'write', 'approve']]);
  // What an auditor writes is an address for its own calendar, and nothing else.
  expect(await given('auditor')).toEqual(['BE-BRU', ['auditor'], ['read', 'write']]);
  expect(await given('reader')).toEqual(['BE-BRU', [], ['read']]);
  const scopes = async (id: string) => String(decodeJwt(await tokenOf(id)).scope).split(' ');
  expect((await scopes('auditor')).filter((scope) => scope.endsWith(':write'))).toEqual(['calendar:write']);
  const auditing = await Promise.all(
    Object.keys(localClients).map(async (id) => [id, (await scopes(id)).includes('audit:read')]),
  );
  expect(auditing.filter(([, may]) => may).map(([id]) => id)).toEqual(['admin', 'auditor']);
});

it('refuses a wrong secret', async () => {
  expect(await ask('admin', 'guess')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

it('rejects with the port that is taken', async () => {
  const port = Number(new URL(issuer.issuer).port);
  await expect(startIssuer({ port, clients })).rejects.toThrow(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
});
