import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { documented } from '@passerelle/stack/problems-seen';
import { choiceOfCommit } from '@passerelle/testing/choice';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { problemTypePage } from '../../../gateway/src/door/documents/problem-type.page.js';
import type { ProblemType } from '../../../gateway/src/door/documents/problem-type.schema.js';
import { onSystem } from '../security/system.ts';
import { patience } from './through-the-door.ts';

// One catalogue of problems: the problems that the code can refuse with, those served, those with a page and those
// documented are the same. At its end `npm test` checks that the suite met each of them.

const root = resolve('.');
const languages = ['fr', 'nl', 'en', 'de'] as const;

const system = onSystem();

describe('problems', () => {
  const choice = choiceOfCommit();
  let ask: HttpClient;
  let items: ProblemType[];
  type Language = (typeof languages)[number];

  beforeAll(async () => {
    ask = httpClient(system.url);
    ({ items } = (await ask('GET', '/v1/refData/problemTypes')).body);
  });

  const declaration = /(refusal|belgif)Kind\(\{\s*code: '(\w+)'/g;

  /** Every problem type declared in the sources. */
  function declaredIn(files: readonly string[]): string[] {
    const family = { refusal: 'passerelle', belgif: 'belgif' };
    return files.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(declaration)].map(
        ([, kind, code]) => `urn:problem-type:${family[kind === 'belgif' ? kind : 'refusal']}:${code}`,
      ),
    );
  }

  it('contains every refusal of the code, and so does the documentation', () => {
    const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).filter(
      (path) => !/\.spec\.ts$|^apps\/system-e2e\//.test(path),
    );
    const declared = declaredIn(sources.filter((path) => !path.startsWith('libs/testing/')));
    expect(declared.length).toBeGreaterThan(30);
    expect(new Set(declared).size).toBe(declared.length);
    expect(items.map(({ type }) => type).sort()).toEqual(declared.sort());
    const page = readFileSync(join(root, 'docs/api/README.md'), 'utf8');
    expect(documented(page).sort()).toEqual(items.map(({ code }) => code).sort());
  });

  it('equals the problems in the contract', async () => {
    const { text } = await ask('GET', '/doc/openapi.json');
    const spoken = new Set([...text.matchAll(/urn:problem-type:(?:belgif|passerelle):\w+/g)].map(([type]) => type));
    expect(spoken.size).toBeGreaterThan(20);
    expect([...spoken].filter((type) => !items.some((kind) => kind.type === type))).toEqual([]);
  });

  it(
    'explains cause and remedy in four languages, to machines and to people',
    async () => {
      for (const kind of items) {
        const path = new URL(kind.href).pathname;
        expect((await ask('GET', path)).body).toEqual(kind);
        for (const texts of [kind.detail, kind.remedy]) {
          expect(languages.filter((language) => texts[language].length < 10)).toEqual([]);
          expect(new Set(Object.values(texts)).size).toBe(languages.length);
        }
        for (const language of languages)
          expect(faultsOf(problemTypePage(kind, language).html, kind, language)).toEqual([]);
        const language = choice.of(languages, kind.code);
        expect(await page(path, language)).toBe(problemTypePage(kind, language).html);
      }
    },
    patience.sampleMs,
  );

  const page = async (path: string, language: Language): Promise<string> => {
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
  function faultsOf(html: string, kind: (typeof items)[number], language: Language): string[] {
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

  it('would notice a type that is declared and not served, and a page with a missing part', async () => {
    const declared = declaredIn(['apps/system-e2e/src/sweep/fixtures/undocumented.ts']);
    expect(declared).toEqual(['urn:problem-type:passerelle:undocumented']);
    expect(items.map(({ type }) => type)).not.toContain(declared[0]);
    const [kind] = items;
    if (kind === undefined) throw new Error('there is a problem type');
    const html = await page(new URL(kind.href).pathname, 'fr');
    expect(faultsOf(html, kind, 'fr')).toEqual([]);
    expect(faultsOf(html, kind, 'nl').length).toBeGreaterThanOrEqual(4);
    expect(faultsOf(html.replace('<h1', '<p'), kind, 'fr')).toEqual([`${kind.code} fr: one first heading`]);
  });
});
