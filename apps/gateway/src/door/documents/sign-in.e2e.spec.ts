import { docsRedirect } from '@passerelle/testing/door';
import { onDoor } from '@passerelle/testing/door-stage';
import { signIn } from '@passerelle/testing/sign-in';
import { until } from '@passerelle/testing/until';
import { gateway } from '../../gateway.js';

// The configuration of Swagger UI at /docs, and its effect: a person signs in at the issuer and calls the gateway. A
// real browser does the same in sign-in.browser.e2e.spec.ts.

const stage = onDoor(gateway);

describe('signing in', () => {
  beforeAll(async () => {
    await until('the issuer was asked', async () => (await flow())?.scopes.admin !== undefined);
  });

  const flow = async () => {
    const { body } = await stage.ask('GET', '/doc/openapi.json');
    return body?.components.securitySchemes.oauth2?.flows?.authorizationCode;
  };

  async function options(): Promise<{ oauth2RedirectUrl: string; initOAuth: Record<string, unknown> }> {
    const { text } = await stage.ask('GET', '/docs/swagger-ui-init.js');
    return JSON.parse(/let options = (\{[\s\S]*?\n\});/.exec(text)?.[1] ?? '{}').customOptions;
  }

  it('the user interface knows its client, and uses PKCE', async () => {
    const { oauth2RedirectUrl, initOAuth } = await options();
    expect(oauth2RedirectUrl).toBe(docsRedirect);
    expect(initOAuth).toEqual({ clientId: 'passerelle-docs', usePkceWithAuthorizationCodeGrant: true });
    expect(await flow()).toMatchObject({
      authorizationUrl: `${stage.issuer.issuer}/auth`,
      tokenUrl: stage.issuer.tokenEndpoint,
      scopes: { admin: expect.any(String) },
    });
  });

  it('its browser may load its own files and ask the issuers, and no one else', async () => {
    for (const file of ['oauth2-redirect.html', 'oauth2-redirect.js']) {
      const { status, header } = await stage.ask('GET', `/docs/${file}`);
      expect([file, status]).toEqual([file, 200]);
      const policy = header('content-security-policy').split('; ');
      expect(policy).toEqual(
        expect.arrayContaining([`connect-src 'self' ${stage.issuer.issuer}`, "script-src 'self'"]),
      );
    }
    expect((await stage.ask('GET', '/docs/oauth2-redirect.html')).text).not.toMatch(/<script>|<script [^>]*>[^<]/);
    const origin = new URL(docsRedirect).origin;
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-requested-with' };
    const preflight = await fetch(stage.issuer.tokenEndpoint, { method: 'OPTIONS', headers: { origin, ...asked } });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-requested-with');
  });

  it.each([
    ['/docs', 'same-origin-allow-popups'],
    ['/docs/?page=1', 'same-origin-allow-popups'],
    ['/docs/oauth2-redirect.html', ''],
    ['/docs/oauth2-redirect.html?code=a&state=b', ''],
    ['/docs/oauth2-redirect.html.bak', 'same-origin-allow-popups'],
    ['/doc/openapi.json', 'same-origin'],
    ['/v1/apiKeys?from=/docs/oauth2-redirect.html', 'same-origin'],
  ])('%s has the opener policy that lets the popup of a sign-in know its opener: "%s"', async (path, policy) => {
    expect((await stage.ask('GET', path)).header('cross-origin-opener-policy')).toBe(policy);
  });

  it('a person who signs in there can call the gateway', async () => {
    // Swagger UI sends an empty secret for a client without one.
    const { body } = await signIn({
      issuer: stage.issuer.issuer,
      redirect: docsRedirect,
      user: 'admin',
      scope: 'networks:read admin networks:approve',
      end: { client_secret: '' },
    });
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'networks:read admin' });
    const keys = (token: string) => stage.ask('GET', '/v1/apiKeys', { token });
    expect(await keys(body.access_token ?? '')).toMatchObject({ status: 200, body: { items: [] } });
    expect((await keys('')).status).toBe(401);
    expect((await keys(body.access_token?.replace(/.{8}$/, 'AAAAAAAA') ?? '')).status).toBe(401);
    const auditor = await signIn({ issuer: stage.issuer.issuer, redirect: docsRedirect, user: 'auditor' });
    expect((await keys(auditor.body.access_token ?? '')).status).toBe(403);
  });
});
