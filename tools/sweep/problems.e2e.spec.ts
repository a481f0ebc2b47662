import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { documented } from '@passerelle/stack/problems-seen';
import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';

// One catalogue of problems: what the code can refuse, what is served, what has a page and what is documented are the same.
// That the whole suite meets each of them is told by `npm test` at its end.

const root = resolve('.');
const languages = ['fr', 'nl', 'en', 'de'] as const;

let nats: Broker;
let issuer: TestIssuer;
const apps: StartedApp[] = [];
let ask: HttpClient;
let items: { code: string; type: string; href: string; title: string; detail: Texts; remedy: Texts }[];
type Texts = Record<(typeof languages)[number], string>;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  for (const definition of [cooperation, representation, networks, projects])
    apps.push(await startApp(definition, { broker: nats }));
  const door = await startApp(gateway, { broker: nats, settings: issuer.settings });
  apps.push(door);
  ask = httpClient(await urlOf(door));
  await until('every service is served', async () => (await ask('GET', '/health')).body.status === 'UP');
  ({ items } = (await ask('GET', '/v1/refData/problemTypes')).body);
}, 90_000);

afterAll(async () => {
  for (const app of apps) await app.close();
  await issuer?.stop();
  await nats?.stop();
});

const declaration = /(refusal|belgif)Kind\(\{\s*code: '(\w+)'/g;

/** Every kind that the sources declare, as its type. */
function declaredIn(files: readonly string[]): string[] {
  const family = { refusal: 'passerelle', belgif: 'belgif' };
  return files.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(declaration)].map(
      ([, kind, code]) => `urn:problem-type:${family[kind === 'belgif' ? kind : 'refusal']}:${code}`,
    ),
  );
}

it('holds what the code can refuse, and the documentation holds it too', () => {
  const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.spec.ts'));
  const declared = declaredIn(sources.filter((path) => !path.startsWith('libs/testing/')));
  expect(declared.length).toBeGreaterThan(30);
  expect(new Set(declared).size).toBe(declared.length);
  expect(items.map(({ type }) => type).sort()).toEqual(declared.sort());
  const page = readFileSync(join(root, 'docs/api/README.md'), 'utf8');
  expect(documented(page).sort()).toEqual(items.map(({ code }) => code).sort());
});

it('is what the contract speaks of', async () => {
  const { text } = await ask('GET', '/doc/openapi.json');
  const spoken = new Set([...text.matchAll(/urn:problem-type:(?:belgif|passerelle):\w+/g)].map(([type]) => type));
  expect(spoken.size).toBeGreaterThan(20);
  expect([...spoken].filter((type) => !items.some((kind) => kind.type === type))).toEqual([]);
});

it('says in four languages what happened and what to do, to machines and to people', async () => {
  for (const kind of items) {
    const path = new URL(kind.href).pathname;
    expect((await ask('GET', path)).body).toEqual(kind);
    for (const texts of [kind.detail, kind.remedy]) {
      expect(languages.filter((language) => texts[language].length < 10)).toEqual([]);
      expect(new Set(Object.values(texts)).size).toBe(languages.length);
    }
    for (const language of languages) expect(faultsOf(await page(path, language), kind, language)).toEqual([]);
  }
}, 60_000);

const page = async (path: string, language: string): Promise<string> => {
  const answer = await ask('GET', `${path}?lang=${language}`, { headers: { accept: 'text/html' } });
  expect([answer.status, answer.header('content-language')]).toEqual([200, language]);
  return answer.text;
};

const plain = (html: string): string =>
  html
    .replace(/<var>(\w+)<\/var>/g, '{$1}')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What a reader, or a reader's screen reader, would miss (WCAG 2.2: 1.3.1, 2.4.2, 2.4.6, 3.1.1, 3.1.2). */
function faultsOf(html: string, kind: (typeof items)[number], language: keyof Texts): string[] {
  const faults: string[] = [];
  const check = (fault: string, holds: boolean) => holds || faults.push(`${kind.code} ${language}: ${fault}`);
  check('the language', html.includes(`<html lang="${language}">`));
  check('a title of its own', new RegExp(`<title>${kind.title}[^<]+</title>`).test(html));
  check('one first heading', html.match(/<h1/g)?.length === 1);
  check('two second headings', html.match(/<h2>[^<]+<\/h2>/g)?.length === 2);
  check('a main part', /<main>[^]*<\/main>/.test(html));
  check('what happened', plain(html).includes(kind.detail[language]));
  check('what to do', plain(html).includes(kind.remedy[language]));
  for (const other of languages)
    check(
      `a link to ${other}`,
      html.includes(`href="?lang=${other}" hreflang="${other}" lang="${other}"`) !== (other === language),
    );
  return faults;
}

it('would notice a kind that is declared and not served, and a page that lacks something', async () => {
  const declared = declaredIn(['tools/sweep/fixtures/undocumented.ts']);
  expect(declared).toEqual(['urn:problem-type:passerelle:undocumented']);
  expect(items.map(({ type }) => type)).not.toContain(declared[0]);
  const [kind] = items;
  if (kind === undefined) throw new Error('there is a kind');
  const html = await page(new URL(kind.href).pathname, 'fr');
  expect(faultsOf(html, kind, 'fr')).toEqual([]);
  expect(faultsOf(html, kind, 'nl').length).toBeGreaterThanOrEqual(4);
  expect(faultsOf(html.replace('<h1', '<p'), kind, 'fr')).toEqual([`${kind.code} fr: one first heading`]);
});
