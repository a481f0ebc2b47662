import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Objective } from './objective.js';
import { Party } from './party.js';
import { isInOrder } from './period.js';
import { CodeOf, codeIsValid, referenceList, ReferenceListId, type ReferenceList } from './reference-list.js';
import { Result } from './result.js';
import { TerritorialLevel } from './territorial-level.js';

const codes = (list: ReferenceList) => list.entries.map(({ code }) => code);

describe('the reference lists', () => {
  it('are exactly the files of the package', () => {
    const files = readdirSync(new URL('../reference', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
    expect(files.toSorted()).toEqual(ReferenceListId.options.toSorted());
  });

  it.each(ReferenceListId.options)('%s has its own name, no code twice and no inverted validity', (id) => {
    const list = referenceList(id);
    expect(list.id).toBe(id);
    expect(new Set(codes(list)).size).toBe(list.entries.length);
    expect(list.entries.every(({ validFrom = '', validTo: to }) => isInOrder({ from: validFrom, to }))).toBe(true);
  });

  it.each(ReferenceListId.exclude(['countries', 'nutsNeighbours', 'parties', 'objectives', 'results']).options)(
    '%s has lowerCamelCase codes, having no outside standard',
    (id) => expect(codes(referenceList(id)).filter((code) => !/^[a-z][A-Za-z0-9]*$/.test(code))).toEqual([]),
  );

  it('hold the codes that rules name', () => {
    expect(codes(referenceList('parties'))).toEqual(Party.options);
    expect(codes(referenceList('objectives'))).toEqual(Objective.options);
    expect(codes(referenceList('results'))).toEqual(Result.options);
    expect(codes(referenceList('territorialLevels'))).toEqual(TerritorialLevel.options);
  });

  it('hold all 249 countries of ISO 3166-1, and Kosovo, each under a name of its own in every language', () => {
    const { entries } = referenceList('countries');
    expect(entries).toHaveLength(250);
    for (const language of ['fr', 'nl', 'en', 'de'] as const) {
      expect(new Set(entries.map(({ labels }) => labels[language])).size).toBe(250);
    }
  });

  it('are read once', () => {
    expect(referenceList('parties')).toBe(referenceList('parties'));
  });

  it('can be imported as files', () => {
    const resolved = createRequire(import.meta.url).resolve('@passerelle/domain/reference/countries.json');
    expect(resolved).toMatch(/reference\/countries\.json$/);
  });
});

describe('a code', () => {
  const labels = { fr: 'Cellule', nl: 'Cel', en: 'Unit', de: 'Zelle' };
  const list: ReferenceList = {
    id: 'departments',
    title: labels,
    source: 'a test',
    entries: [
      { code: 'always', labels },
      { code: 'former', labels, validFrom: '2015-07-29', validTo: '2020-01-01' },
    ],
  };

  it('is valid on the days of its validity, half-open', () => {
    expect(
      ['2015-07-28', '2015-07-29', '2019-12-31', '2020-01-01'].map((on) => codeIsValid(list, 'former', on)),
    ).toEqual([false, true, true, false]);
    expect(codeIsValid(list, 'always', '1990-01-01')).toBe(true);
    expect(codeIsValid(list, 'unknown', '2026-01-01')).toBe(false);
  });

  it('is refused when its list does not hold it', () => {
    expect(CodeOf('partnerRoles').parse('lead')).toBe('lead');
    expect(CodeOf('partnerRoles').safeParse('leader').error?.issues).toMatchObject([
      { params: { issue: 'codeNotInList' } },
    ]);
  });
});
