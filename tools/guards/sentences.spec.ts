import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sentencesIn, untranslatedSentences, unusedSentences } from './sentences.ts';

const root = join(import.meta.dirname, '../..');
const shared = 'libs/platform/src/kernel/problems/texts';
const own = 'apps/networks/src/texts';

/** A service that says `code`, whose catalogues and those of the platform have these keys. */
function service(code: string, keys: readonly string[], dutch = keys): string {
  const place = mkdtempSync(join(tmpdir(), 'sentences-'));
  write(join(place, 'apps/networks/src/list.ts'), code);
  for (const language of ['fr', 'nl', 'de']) {
    write(join(place, shared, `sentences.${language}.json`), '{"is required": "x"}');
    const texts = Object.fromEntries((language === 'nl' ? dutch : keys).map((key) => [key, 'x']));
    write(join(place, own, `sentences.${language}.json`), JSON.stringify(texts));
  }
  return place;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const late = "throw inputFault('body', 'on', 'late', `must not be later than ${day}`);";

describe('sentences of issues', () => {
  it('are translated, all that the code has and no other', () => {
    expect([...untranslatedSentences(root), ...unusedSentences(root)]).toEqual([]);
    expect(untranslatedSentences(service(late, ['must not be later than {day}']))).toEqual([]);
  });

  it('are missed in one language', () => {
    expect(untranslatedSentences(service(late, ['must not be later than {day}'], []))).toEqual([
      'apps/networks/src/list.ts: no nl for "must not be later than {}"',
    ]);
  });

  it('may be those of the platform', () => {
    expect(untranslatedSentences(service("z.string().refine(isGiven, 'is required');", []))).toEqual([]);
  });

  it('are found by a name, in a choice, in an error and in a function of faults', () => {
    expect(sentencesIn("const unseen = 'must be seen';\nz.string().refine(isSeen, unseen);")).toEqual(['must be seen']);
    expect(sentencesIn("fault(a ? 'is too old' : 'is too new', []);")).toEqual(['is too old', 'is too new']);
    expect(sentencesIn("const fault = (a) => (a ? 'is too old' : 'x');")).toEqual(['is too old']);
    expect(sentencesIn("refine(f, { error: 'is late here' });")).toEqual(['is late here']);
    expect(sentencesIn("function dayFault() {\n  return 'is no day';\n}")).toEqual(['is no day']);
  });

  it('are no codes, and no other texts', () => {
    expect(sentencesIn("inputFault('body', 'on', 'late', message);\nlogger.info('all is well');")).toEqual([]);
  });

  it('that the code does not have are found in the catalogues', () => {
    expect(unusedSentences(service(late, ['must not be later than {day}', 'is never said']))).toEqual([
      `${own}: no code says "is never said"`,
    ]);
  });
});
