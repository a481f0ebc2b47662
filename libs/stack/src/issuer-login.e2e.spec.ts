import { beginning, browser, exchange, signIn } from '@passerelle/testing/sign-in';
import type { SignIn } from '@passerelle/testing/sign-in';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { connect } from 'node:net';
import { audience, docsClient, localClients, startIssuer } from './issuer.ts';
import type { Issuer } from './issuer.ts';
import { freePort } from './ports.ts';

const redirect = 'http://127.0.0.1:3000/docs/oauth2-redirect.html';
let issuer: Issuer;
let asked: SignIn;

beforeAll(async () => {
  issuer = await startIssuer({ port: await freePort(), clients: [], redirects: [redirect] });
  asked = { issuer: issuer.issuer, redirect, user: 'editor' };
});

afterAll(() => issuer.stop());

it('gives a person a token for the API, with a PKCE proof of who started the sign-in', async () => {
  const { status, body, returned } = await signIn(asked);
  expect([status, returned.get('state'), returned.get('iss')]).toEqual([200, 'a state', issuer.issuer]);
  const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`));
  const { payload } = await jwtVerify(body.access_token ?? '', keys, {
    issuer: issuer.issuer,
    audience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['exp', 'iat', 'sub', 'jti'],
  });
  expect(payload).toMatchObject({ sub: 'editor', client_id: docsClient, party: 'BE-BRU', roles: ['editor'] });
  expect(body).not.toHaveProperty('refresh_token');
});

it('signs in every user of the list, with exactly their rights', async () => {
  for (const [user, { party, roles, scopes }] of Object.entries(localClients)) {
    const { body } = await signIn({ ...asked, user });
    const token = decodeJwt(body.access_token ?? '');
    expect(token).toMatchObject({ sub: user, party, roles });
    expect([user, String(token.scope).split(' ').sort()]).toEqual([user, [...scopes].sort()]);
  }
});

it('grants the requested scopes that the user may have, and refuses when there are none', async () => {
  const { body } = await signIn({ ...asked, user: 'reader', scope: 'openid projects:read projects:write admin' });
  expect(decodeJwt(body.access_token ?? '').scope).toBe('projects:read');
  expect(decodeJwt(body.id_token ?? '')).toMatchObject({ sub: 'reader', aud: docsClient });
  const { returned } = await signIn({ ...asked, user: 'reader', scope: 'admin' });
  expect(returned.get('error')).toBe('access_denied');
});

it('asks for the user each time', async () => {
  const { get, post } = browser();
  const { address } = beginning(asked);
  const first = await get(address);
  await get(
    (await post(new URL(first.headers.get('location') ?? '', issuer.issuer).href, { user: 'admin' })).headers.get(
      'location',
    ) ?? '',
  );
  expect((await get(address)).headers.get('location')).toMatch(/^\/interaction\//);
});

it('lets the user cancel', async () => {
  for (const user of ['', 'nobody', '__proto__'])
    expect((await signIn({ ...asked, user })).returned.get('error')).toBe('access_denied');
});

describe('without a proof', () => {
  const errorOf = async (changes: Partial<SignIn>) => {
    const { status, returned, body } = await signIn({ ...asked, ...changes });
    return [status, returned.get('error') ?? body.error];
  };

  it('no code is issued', async () => {
    expect(await errorOf({ begin: { code_challenge: undefined, code_challenge_method: undefined } })).toEqual([
      303,
      'invalid_request',
    ]);
    expect(await errorOf({ begin: { code_challenge_method: 'plain' } })).toEqual([303, 'invalid_request']);
    expect(await errorOf({ begin: { code_challenge_method: undefined } })).toEqual([303, 'invalid_request']);
  });

  it('no code is exchanged for a token', async () => {
    expect(await errorOf({ end: { code_verifier: 'x'.repeat(43) } })).toEqual([400, 'invalid_grant']);
    expect(await errorOf({ end: { code_verifier: undefined } })).toEqual([400, 'invalid_grant']);
    expect(await errorOf({ end: { redirect_uri: `${redirect}?x=1` } })).toEqual([400, 'invalid_grant']);
    expect(await errorOf({ end: { code: 'guess' } })).toEqual([400, 'invalid_grant']);
    expect(await errorOf({})).toEqual([200, undefined]);
  });

  it('a code is valid once', async () => {
    const { code, verifier, status } = await signIn(asked);
    expect([status, (await exchange(asked, code, verifier)).status]).toEqual([200, 400]);
  });
});

it.each([
  'http://127.0.0.1:3000/docs/',
  'http://127.0.0.1:3001/docs/oauth2-redirect.html',
  'http://127.0.0.1:3000/docs/oauth2-redirect.html/',
  'http://127.0.0.1:3000/docs/oauth2-redirect.html?next=x',
  'http://127.0.0.1:3000/docs/oauth2-redirect.html#x',
  'http://127.0.0.1:3000/docs/../oauth2-redirect.html',
  'https://127.0.0.1:3000/docs/oauth2-redirect.html',
  'http://user@127.0.0.1:3000/docs/oauth2-redirect.html',
])('redirects no one to %s', async (redirect_uri) => {
  const { status, returned } = await signIn({ ...asked, begin: { redirect_uri } });
  expect([status, [...returned]]).toEqual([400, []]);
});

it('lets only the page of the client read the answer (CORS)', async () => {
  const allowed = async (origin: string) => {
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: docsClient, code: 'x' });
    const answer = await fetch(issuer.tokenEndpoint, { method: 'POST', body: form, headers: { origin } });
    return answer.headers.get('access-control-allow-origin');
  };
  expect(await allowed('http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000');
  expect(await allowed('http://127.0.0.1:3001')).toBeNull();
  expect(await allowed('https://elsewhere.test')).toBeNull();
});

describe('the page', () => {
  const shown = async (language: string) => {
    const { get } = browser();
    const begun = await get(beginning(asked).address);
    return get(new URL(begun.headers.get('location') ?? '', issuer.issuer).href, { 'accept-language': language });
  };

  it.each([
    ['fr-BE,fr;q=0.9', 'fr', 'Qui êtes-vous'],
    ['nl', 'nl', 'Wie bent u'],
    ['de-BE', 'de', 'Wer sind Sie'],
    ['es,en', 'en', 'Who are you'],
    ['', 'en', 'Who are you'],
  ])('speaks the language of %s', async (accepted, language, title) => {
    const page = await shown(accepted);
    const html = await page.text();
    expect([page.status, page.headers.get('content-language')]).toEqual([200, language]);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<h1>${title}`);
    for (const user of Object.keys(localClients)) expect(html).toContain(`value="${user}"`);
  });

  it('runs no script, cannot be framed, and is not cached', async () => {
    const page = await shown('en');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://127.0.0.1:3000;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).not.toContain('<script');
  });

  it('is only for a browser with a pending sign-in, and only for a while', async () => {
    const answer = await browser().get(`${issuer.issuer}/interaction/${'x'.repeat(21)}`, { 'accept-language': 'nl' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('begin opnieuw')]);
  });
});

it('answers only under its own host name', async () => {
  const { port } = new URL(issuer.issuer);
  const statusFor = (host: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('data', (data) => (resolve(data.toString().slice(9, 12)), socket.destroy()));
      socket.on('error', reject);
      socket.write(`GET /.well-known/openid-configuration HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    });
  expect(await statusFor(`127.0.0.1:${port}`)).toBe('200');
  for (const host of [`rebound.test:${port}`, '127.0.0.1', `localhost:${port}`])
    expect(await statusFor(host)).toBe('421');
});
