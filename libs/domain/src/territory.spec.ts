import fc from 'fast-check';
import { Party } from './party.js';
import { referenceList } from './reference-list.js';
import type { TerritorialRef } from './territorial-ref.js';
import { covers, neighboursOf, territoryOf, touches, type Area } from './territory.js';

const nuts = (code: string): TerritorialRef => ({ scheme: 'NUTS', code, version: '2021' });
const iso = (code: string): TerritorialRef => ({ scheme: 'ISO3166-2', code });
const area = (refs: TerritorialRef[], exclusions: TerritorialRef[] = []): Area => ({ refs, exclusions });
const codes = referenceList('nutsNeighbours').entries.map(({ code }) => code);
const saintJosse: TerritorialRef = { scheme: 'LAU', code: '21014' };

/** The SDT: Wallonia without the communes of the German-speaking Community. */
const sdt = area([nuts('BE3')], [nuts('BE336')]);

describe('the neighbours', () => {
  it('are the 44 areas of Belgium, each the neighbour of its neighbours and none of itself', () => {
    expect(codes).toHaveLength(44);
    for (const code of codes) {
      expect(neighboursOf(code)).not.toContain(code);
      expect(neighboursOf(code).length).toBeGreaterThan(0);
      for (const other of neighboursOf(code)) expect(neighboursOf(other)).toContain(code);
    }
  });

  it('are what a map shows', () => {
    expect(neighboursOf('BE100')).toEqual(['BE241']);
    expect(neighboursOf('BE336')).toEqual(['BE335', 'BE342']);
    expect(neighboursOf('BE223')).toContain('BE335');
    expect(neighboursOf('BE241')).toContain('BE310');
    expect(neighboursOf('BE241')).not.toContain('BE32C');
    expect(neighboursOf('BE323')).toContain('BE32C');
    expect(neighboursOf('BE32B')).toContain('BE329');
  });
});

it('gives each area to one planning authority', () => {
  const given = Party.options.flatMap((party) => [...territoryOf(party)]);
  expect(given.toSorted()).toEqual(codes.toSorted());
  expect([...territoryOf('X-BE-DG')]).toEqual(['BE336']);
  expect(territoryOf('BE-WAL').has('BE336')).toBe(false);
});

describe('what an area covers', () => {
  it('is its places without the excluded ones', () => {
    expect(covers(sdt, 'BE310')).toBe(true);
    expect(covers(sdt, 'BE336')).toBe(false);
    expect(covers(sdt, 'BE33')).toBe(false);
    expect(covers(sdt, 'BE34')).toBe(true);
    expect(covers(sdt, 'BE1')).toBe(false);
  });

  it('is the same by the code of another scheme', () => {
    expect(covers(area([iso('BE-VBR')]), 'BE24')).toBe(true);
    expect(covers(area([iso('BE-VBR')]), 'BE2')).toBe(false);
    expect(covers(area([{ scheme: 'ISO3166-1', code: 'BE' }]), 'BE336')).toBe(true);
    expect(covers(area([iso('FR-HDF')]), 'BE328')).toBe(false);
  });

  it('is not told by places that are smaller, or by codes that say nothing of where they lie', () => {
    expect(covers(area([saintJosse]), 'BE100')).toBeUndefined();
    expect(covers(area([nuts('BE1')], [saintJosse]), 'BE100')).toBeUndefined();
    expect(covers(area([nuts('BE1'), saintJosse]), 'BE100')).toBe(true);
    expect(covers(area([{ scheme: 'WIKIDATA', code: 'Q240' }]), 'BE100')).toBeUndefined();
    expect(covers(area([nuts('BE221')]), 'BE223')).toBeUndefined();
    expect(covers(sdt, 'BE221')).toBeUndefined();
  });
});

describe('what an area touches', () => {
  it.each<[string, Area, Record<Party, boolean>]>([
    ['Brussels', area([nuts('BE1')]), { 'BE-BRU': true, 'BE-VLG': true, 'BE-WAL': false, 'X-BE-DG': false }],
    ['Flanders', area([nuts('BE2')]), { 'BE-BRU': true, 'BE-VLG': true, 'BE-WAL': true, 'X-BE-DG': false }],
    ['the SDT', sdt, { 'BE-BRU': false, 'BE-VLG': true, 'BE-WAL': true, 'X-BE-DG': true }],
    ['Antwerp', area([iso('BE-VAN')]), { 'BE-BRU': false, 'BE-VLG': true, 'BE-WAL': false, 'X-BE-DG': false }],
    ['Eupen', area([nuts('BE336')]), { 'BE-BRU': false, 'BE-VLG': false, 'BE-WAL': true, 'X-BE-DG': true }],
    ['France', area([iso('FR-HDF')]), { 'BE-BRU': false, 'BE-VLG': false, 'BE-WAL': false, 'X-BE-DG': false }],
  ])('%s', (_, given, expected) => {
    for (const party of Party.options) expect([party, touches(given, party)]).toEqual([party, expected[party]]);
  });

  it('is not told where a place is unknown that could decide it', () => {
    expect(touches(area([saintJosse]), 'BE-VLG')).toBeUndefined();
    expect(touches(area([nuts('BE100'), saintJosse]), 'BE-VLG')).toBe(true);
    expect(touches(area([nuts('BE100')], [saintJosse]), 'BE-VLG')).toBeUndefined();
  });
});

it('covers nothing that it does not touch', () => {
  const refs = fc.uniqueArray(fc.constantFrom(...codes).map(nuts), { selector: ({ code }) => code, maxLength: 6 });
  const law = fc.property(refs, refs, fc.constantFrom(...Party.options), (inside, outside, party) => {
    const given = area(inside, outside);
    const held = [...territoryOf(party)].some((code) => covers(given, code) === true);
    if (held) expect(touches(given, party)).toBe(true);
  });
  fc.assert(law);
});
