import { freePort } from '@passerelle/stack/ports';
import { broker, type Broker } from '@passerelle/testing/broker';
import { openBrowser, type OpenedBrowser } from '@passerelle/testing/browser';
import { httpClient, testIssuer, urlOf, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { mkdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { gateway } from '../../gateway.js';

// Signing in at /docs as a person does, in a real browser: only a browser enforces its security policies.

/** Kept outside the run's own folder, which is deleted. */
const picture = resolve('.run/screenshots/docs-sign-in.png');
const limitMs = 180_000;
/** A machine without a browser downloads one first. */
const fetchingLimitMs = 1_200_000;

let nats: Broker;
let issuer: TestIssuer;
let door: StartedApp;
let base: string;
let browser: OpenedBrowser;

beforeAll(async () => {
  browser = await openBrowser();
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  nats = await broker();
  issuer = await testIssuer(`${base}/docs/oauth2-redirect.html`);
  door = await startApp(gateway, {
    broker: nats,
    settings: { ...issuer.settings, PORT: String(port), PUBLIC_URL: base },
  });
  await prepare();
}, fetchingLimitMs);

afterAll(async () => {
  await browser?.close();
  await door?.close();
  await issuer?.stop();
  await nats?.stop();
});

/** An API key that only an administrator sees; created once the document names the issuer. */
async function prepare(): Promise<void> {
  const ask = httpClient(await urlOf(door), issuer.tokens.admin);
  await until('the document names the issuer', async () => {
    const { body } = await ask('GET', '/doc/openapi.json');
    return body.components.securitySchemes.oauth2?.flows?.authorizationCode?.scopes.admin !== undefined;
  });
  const body = { client: 'kiosk', description: 'The screen in the hall', scopes: ['projects:read'] };
  expect(await ask('POST', '/v1/apiKeys', { body })).toMatchObject({ status: 201 });
}

/** Authorize: the popup shows the issuer, a person signs in, and the popup closes when its page has the token. */
async function signIn(page: Page, user: string, scope: string): Promise<void> {
  await page.locator('.auth-wrapper .authorize').first().click();
  const flow = page.locator('.auth-container', { hasText: 'authorizationCode' });
  await flow.getByText(scope, { exact: true }).click();
  const opened = page.waitForEvent('popup');
  await flow.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  const popup = await opened;
  await popup.locator(`button[value="${user}"]`).click();
  await until('the popup closes', () => popup.isClosed() || browser.complaints.length > 0, 60_000);
  expect(browser.complaints).toEqual([]);
  await flow.getByRole('button', { name: 'Remove authorization' }).waitFor();
  await page.locator('.dialog-ux .btn-done').first().click();
}

it(
  'signs a person in at /docs, who then calls an operation that needs a token',
  async () => {
    const page = await browser.context.newPage();
    // From the closed padlock to the answer, in one picture.
    await page.setViewportSize({ width: 1_280, height: 2_000 });
    await page.goto(`${base}/docs`);
    await signIn(page, 'admin', 'admin');
    const operation = page.locator('[id$="-listApiKeys"]');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table tbody');
    expect(await answer.locator('.response-col_status').first().innerText()).toBe('200');
    expect(await answer.innerText()).toContain('"client": "kiosk"');
    mkdirSync(resolve(picture, '..'), { recursive: true });
    await page.screenshot({ path: picture });
    process.stderr.write(`the signed-in page: ${relative('.', picture)}\n`);
    expect(browser.complaints).toEqual([]);
  },
  limitMs,
);

it(
  'shows /docs on a small screen, by tag, and its dialog from the beginning',
  async () => {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 390, height: 700 });
    const received: (string | undefined)[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('swagger-ui-bundle.js')) received.push(answer.headers()['content-encoding']);
    });
    await page.goto(`${base}/docs`);
    expect(await page.locator('meta[name="viewport"]').getAttribute('content')).toContain('width=device-width');
    expect(received).toEqual([expect.stringMatching(/^(?:br|gzip)$/)]);
    await page.locator('.operation-filter-input').fill('apiKeys');
    await until('one tag is left', async () => (await page.locator('.opblock-tag').count()) === 1);
    await page.locator('.auth-wrapper .authorize').first().click();
    const content = page.locator('.modal-ux-content');
    await content.waitFor();
    const [dialog, first] = [await content.boundingBox(), await page.locator('.auth-container').first().boundingBox()];
    expect(first?.y).toBeGreaterThanOrEqual(dialog?.y ?? Infinity);
    expect(browser.complaints).toEqual([]);
  },
  limitMs,
);

it(
  'links the home page to the documentation, in the language of the browser and in the others',
  async () => {
    const page = await browser.context.newPage();
    await page.goto(base);
    await page.getByRole('link', { name: 'Nederlands' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('nl');
    await page.getByRole('link', { name: 'Interactieve documentatie' }).click();
    await page.locator('.swagger-ui .opblock').first().waitFor();
    expect(browser.complaints).toEqual([]);
  },
  limitMs,
);
