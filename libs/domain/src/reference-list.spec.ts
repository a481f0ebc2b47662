import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Objective } from './objective.js';
import { Party } from './party.js';
import { isInOrder } from './period.js';
import {
  CodeOf,
  codeIsValid,
  ReferenceEntry,
  referenceList,
  ReferenceListId,
  withoutRetiredCodes,
  type ReferenceList,
} from './reference-list.js';
import { Result } from './result.js';
import { TerritorialLevel } from './territorial-level.js';

const codes = (list: ReferenceList) => list.entries.map(({ code }) => code);

/** Lists that repeat the law or statements of authorities: decisions depend on them, so each entry says how far it was verified. */
const legalLists = ReferenceListId.extract([
  'consultationTriggers',
  'countingRules',
  'documentTypes',
  'legalBases',
  'legalNatures',
  'licences',
  'parties',
  'planTypes',
  'procedureSteps',
  'publicHolidays',
]).options;

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

  it.each(legalLists)('%s give the source of every entry, and how far it was verified', (id) => {
    const { entries } = referenceList(id);
    const silent = entries.filter(({ source, verified }) => source === undefined || verified === undefined);
    expect(silent.map(({ code }) => code)).toEqual([]);
  });

  it.each(ReferenceListId.options)('%s name a successor of each retired code that is itself in use', (id) => {
    const { entries } = referenceList(id);
    const inUse = entries.filter(({ replacedBy }) => replacedBy === undefined).map(({ code }) => code);
    for (const { replacedBy = [] } of entries) expect(inUse).toEqual(expect.arrayContaining(replacedBy));
  });

  it('refer from types of plan and legal bases only to codes in use of other lists', () => {
    const inUse = (id: ReferenceListId) =>
      referenceList(id).entries.flatMap(({ code, replacedBy }) => (replacedBy === undefined ? [code] : []));
    const named = (id: ReferenceListId, detail: string) =>
      referenceList(id).entries.flatMap(({ details = {} }) => [details[detail] ?? []].flat());
    expect(inUse('legalBases')).toEqual(expect.arrayContaining(named('planTypes', 'legalBases')));
    expect(inUse('parties')).toEqual(expect.arrayContaining(named('planTypes', 'party')));
    expect(inUse('legalNatures')).toEqual(expect.arrayContaining(named('planTypes', 'legalNature')));
    expect(inUse('consultationTriggers')).toEqual(expect.arrayContaining(named('legalBases', 'triggers')));
    for (const detail of ['documents', 'decisionDocuments'])
      expect(inUse('documentTypes')).toEqual(expect.arrayContaining(named('legalBases', detail)));
    // A statute without a type of plan could not be used in a consultation. Exception: the Espoo Convention is about projects.
    const used = new Set(named('planTypes', 'legalBases'));
    const idle = referenceList('legalBases').entries.filter(({ code, details, replacedBy }) => {
      return details?.['statutory'] === true && replacedBy === undefined && !used.has(code);
    });
    expect(idle.map(({ code }) => code)).toEqual(['espoo']);
  });

  it.each([
    ['bru', 'BE-BRU'],
    ['vla', 'BE-VLG'],
    ['wal', 'BE-WAL'],
    ['dg', 'X-BE-DG'],
  ])('use the statutes that begin with %s for plans of %s only', (prefix, party) => {
    const others = referenceList('planTypes').entries.filter(({ details }) => details?.['party'] !== party);
    const theirs = others.flatMap(({ details }) => [details?.['legalBases'] ?? []].flat());
    expect(theirs.filter((basis) => String(basis).startsWith(prefix))).toEqual([]);
  });

  it('contain the codes that rules name', () => {
    expect(codes(referenceList('parties'))).toEqual(Party.options);
    expect(codes(referenceList('objectives'))).toEqual(Objective.options);
    expect(codes(referenceList('results'))).toEqual(Result.options);
    expect(codes(referenceList('territorialLevels'))).toEqual(TerritorialLevel.options);
  });

  it('contain all 249 countries of ISO 3166-1, and Kosovo, each with a unique name in every language', () => {
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

  it('is valid on the days of its half-open validity', () => {
    expect(
      ['2015-07-28', '2015-07-29', '2019-12-31', '2020-01-01'].map((on) => codeIsValid(list, 'former', on)),
    ).toEqual([false, true, true, false]);
    expect(codeIsValid(list, 'always', '1990-01-01')).toBe(true);
    expect(codeIsValid(list, 'unknown', '2026-01-01')).toBe(false);
  });

  it('that is retired stays readable, and is refused in request bodies with the names of its successors', () => {
    const rup = CodeOf('legalBases');
    expect(rup.parse('vlaRup')).toBe('vlaRup');
    expect(withoutRetiredCodes(() => rup.safeParse('vlaRup')).error?.issues).toMatchObject([
      { message: 'is retired: use vlaRupStartNote, vlaRupPreliminaryDraft', params: { issue: 'codeRetired' } },
    ]);
    expect(withoutRetiredCodes(() => rup.parse('vlaRupStartNote'))).toBe('vlaRupStartNote');
    expect(rup.parse('vlaRup')).toBe('vlaRup');
  });

  it('explains what was not verified if, and only if, it is not fully verified', () => {
    const entry = { code: 'one', labels, source: 'A text' };
    const allowed = (given: object) => ReferenceEntry.safeParse({ ...entry, ...given }).success;
    expect(allowed({})).toBe(true);
    expect(allowed({ verified: 'yes' })).toBe(true);
    expect(allowed({ verified: 'no', unverified: 'The text was not found' })).toBe(true);
    expect(allowed({ verified: 'partly' })).toBe(false);
    expect(allowed({ verified: 'yes', unverified: 'The article' })).toBe(false);
    expect(allowed({ unverified: 'The article' })).toBe(false);
  });

  it('is refused when it is not in its list', () => {
    expect(CodeOf('partnerRoles').parse('lead')).toBe('lead');
    expect(CodeOf('partnerRoles').safeParse('leader').error?.issues).toMatchObject([
      { params: { issue: 'codeNotInList' } },
    ]);
  });
});
