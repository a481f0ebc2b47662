import { broker, type Broker } from '@passerelle/testing/broker';
import {
  docsRedirect,
  httpClient,
  testIssuer,
  urlOf,
  type HttpClient,
  type TestIssuer,
} from '@passerelle/testing/door';
import { signIn } from '@passerelle/testing/sign-in';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { gateway } from '../gateway.js';

// What Swagger UI at /docs is told, and what it does with it: a person signs in at the issuer and calls the door.

let nats: Broker;
let issuer: TestIssuer;
let door: StartedApp;
let ask: HttpClient;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  door = await startApp(gateway, { broker: nats, settings: issuer.settings });
  ask = httpClient(await urlOf(door));
  await until('the issuer was asked', async () => (await flow())?.scopes.admin !== undefined);
}, 60_000);

afterAll(async () => {
  await door?.close();
  await issuer?.stop();
  await nats?.stop();
});

const flow = async () => {
  const { body } = await ask('GET', '/doc/openapi.json');
  return body?.components.securitySchemes.oauth2?.flows?.authorizationCode;
};

async function options(): Promise<{ oauth2RedirectUrl: string; initOAuth: Record<string, unknown> }> {
  const { text } = await ask('GET', '/docs/swagger-ui-init.js');
  return JSON.parse(/let options = (\{[\s\S]*?\n\});/.exec(text)?.[1] ?? '{}').customOptions;
}

it('the user interface knows its client, and ends what it begins with a proof', async () => {
  const { oauth2RedirectUrl, initOAuth } = await options();
  expect(oauth2RedirectUrl).toBe(docsRedirect);
  expect(initOAuth).toEqual({ clientId: 'passerelle-docs', usePkceWithAuthorizationCodeGrant: true });
  expect(await flow()).toMatchObject({
    authorizationUrl: `${issuer.issuer}/auth`,
    tokenUrl: issuer.tokenEndpoint,
    scopes: { admin: expect.any(String) },
  });
});

it('its browser may load what it needs, ask the issuer, and nobody else', async () => {
  for (const file of ['oauth2-redirect.html', 'oauth2-redirect.js']) {
    const { status, header } = await ask('GET', `/docs/${file}`);
    expect([file, status]).toEqual([file, 200]);
    const policy = header('content-security-policy').split('; ');
    expect(policy).toEqual(expect.arrayContaining([`connect-src 'self' ${issuer.issuer}`, "script-src 'self'"]));
  }
  expect((await ask('GET', '/docs/oauth2-redirect.html')).text).not.toMatch(/<script>|<script [^>]*>[^<]/);
  const origin = new URL(docsRedirect).origin;
  const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-requested-with' };
  const preflight = await fetch(issuer.tokenEndpoint, { method: 'OPTIONS', headers: { origin, ...asked } });
  expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-requested-with');
});

it('a person who signs in there calls the door', async () => {
  // The empty secret is what Swagger UI sends for a client that has none.
  const { body } = await signIn({
    issuer: issuer.issuer,
    redirect: docsRedirect,
    user: 'admin',
    scope: 'networks:read admin networks:approve',
    end: { client_secret: '' },
  });
  expect(body).toMatchObject({ token_type: 'Bearer', scope: 'networks:read admin' });
  const keys = (token: string) => ask('GET', '/v1/apiKeys', { token });
  expect(await keys(body.access_token ?? '')).toMatchObject({ status: 200, body: { items: [] } });
  expect((await keys('')).status).toBe(401);
  expect((await keys(body.access_token?.replace(/.{8}$/, 'AAAAAAAA') ?? '')).status).toBe(401);
  const auditor = await signIn({ issuer: issuer.issuer, redirect: docsRedirect, user: 'auditor' });
  expect((await keys(auditor.body.access_token ?? '')).status).toBe(403);
});
