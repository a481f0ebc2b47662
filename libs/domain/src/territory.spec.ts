import fc from 'fast-check';
import { Party } from './party.js';
import { referenceList } from './reference-list.js';
import type { TerritorialRef } from './territorial-ref.js';
import { covers, neighboursOf, territoryOf, touches, type Area } from './territory.js';

const nuts = (code: string): TerritorialRef => ({ scheme: 'NUTS', code, version: '2021' });
const iso = (code: string): TerritorialRef => ({ scheme: 'ISO3166-2', code });
const area = (refs: TerritorialRef[], exclusions: TerritorialRef[] = []): Area => ({ refs, exclusions });
const codes = referenceList('nutsNeighbours').entries.map(({ code }) => code);
const now = '2026-11-29';
const saintJosse: TerritorialRef = { scheme: 'LAU', code: '21014' };

/** The SDT: Wallonia without the communes of the German-speaking Community. */
const sdt = area([nuts('BE3')], [nuts('BE336')]);

describe('the neighbours', () => {
  it('are the 44 areas of Belgium; being neighbours is symmetric and never reflexive', () => {
    expect(codes).toHaveLength(44);
    for (const code of codes) {
      expect(neighboursOf(code)).not.toContain(code);
      expect(neighboursOf(code).length).toBeGreaterThan(0);
      for (const other of neighboursOf(code)) expect(neighboursOf(other)).toContain(code);
    }
  });

  it('are those on a map', () => {
    // Tervuren, in the arrondissement of Leuven, borders Auderghem and Woluwe-Saint-Pierre.
    expect(neighboursOf('BE100')).toEqual(['BE241', 'BE242']);
    expect(neighboursOf('BE336')).toEqual(['BE335', 'BE342']);
    expect(neighboursOf('BE223')).toContain('BE335');
    expect(neighboursOf('BE241')).toContain('BE310');
    expect(neighboursOf('BE241')).not.toContain('BE32C');
    expect(neighboursOf('BE323')).toContain('BE32C');
    expect(neighboursOf('BE32B')).toContain('BE329');
  });
});

it.each(['2019-12-31', '2020-01-01', now])('gives each area to one planning authority on %s', (on) => {
  const given = Party.options.flatMap((party) => [...territoryOf(party, on)]);
  expect(given.toSorted()).toEqual(codes.toSorted());
});

it('gives its area to the German-speaking Community since 2020, and to Wallonia before', () => {
  expect([...territoryOf('X-BE-DG', now)]).toEqual(['BE336']);
  expect(territoryOf('BE-WAL', now).has('BE336')).toBe(false);
  expect([...territoryOf('X-BE-DG', '2019-12-31')]).toEqual([]);
  expect(territoryOf('BE-WAL', '2019-12-31').has('BE336')).toBe(true);
});

describe('covering an area', () => {
  it('includes its places without the excluded ones', () => {
    expect(covers(sdt, 'BE310')).toBe(true);
    expect(covers(sdt, 'BE336')).toBe(false);
    expect(covers(sdt, 'BE33')).toBe(false);
    expect(covers(sdt, 'BE34')).toBe(true);
    expect(covers(sdt, 'BE1')).toBe(false);
  });

  it('is the same for codes of another scheme', () => {
    expect(covers(area([iso('BE-VBR')]), 'BE24')).toBe(true);
    expect(covers(area([iso('BE-VBR')]), 'BE2')).toBe(false);
    expect(covers(area([{ scheme: 'ISO3166-1', code: 'BE' }]), 'BE336')).toBe(true);
    expect(covers(area([iso('FR-HDF')]), 'BE328')).toBe(false);
  });

  it('is unknown for places smaller than NUTS 3, and for codes without a location', () => {
    expect(covers(area([saintJosse]), 'BE100')).toBeUndefined();
    expect(covers(area([nuts('BE1')], [saintJosse]), 'BE100')).toBeUndefined();
    expect(covers(area([nuts('BE1'), saintJosse]), 'BE100')).toBe(true);
    expect(covers(area([{ scheme: 'WIKIDATA', code: 'Q240' }]), 'BE100')).toBeUndefined();
    expect(covers(area([nuts('BE221')]), 'BE223')).toBeUndefined();
    expect(covers(sdt, 'BE221')).toBeUndefined();
  });
});

describe('touching an area', () => {
  it.each<[string, Area, Record<Party, boolean>]>([
    ['Brussels', area([nuts('BE1')]), { 'BE-BRU': true, 'BE-VLG': true, 'BE-WAL': false, 'X-BE-DG': false }],
    ['Flanders', area([nuts('BE2')]), { 'BE-BRU': true, 'BE-VLG': true, 'BE-WAL': true, 'X-BE-DG': false }],
    ['the SDT', sdt, { 'BE-BRU': false, 'BE-VLG': true, 'BE-WAL': true, 'X-BE-DG': true }],
    ['Antwerp', area([iso('BE-VAN')]), { 'BE-BRU': false, 'BE-VLG': true, 'BE-WAL': false, 'X-BE-DG': false }],
    ['Eupen', area([nuts('BE336')]), { 'BE-BRU': false, 'BE-VLG': false, 'BE-WAL': true, 'X-BE-DG': true }],
    ['Leuven', area([nuts('BE242')]), { 'BE-BRU': true, 'BE-VLG': true, 'BE-WAL': true, 'X-BE-DG': false }],
    ['France', area([iso('FR-HDF')]), { 'BE-BRU': false, 'BE-VLG': false, 'BE-WAL': false, 'X-BE-DG': false }],
  ])('%s', (_, given, expected) => {
    for (const party of Party.options) expect([party, touches(given, party, now)]).toEqual([party, expected[party]]);
  });

  it('is unknown when an unknown place could decide it', () => {
    expect(touches(area([saintJosse]), 'BE-VLG', now)).toBeUndefined();
    expect(touches(area([nuts('BE100'), saintJosse]), 'BE-VLG', now)).toBe(true);
    expect(touches(area([nuts('BE100')], [saintJosse]), 'BE-VLG', now)).toBeUndefined();
  });
});

it('an area that covers a part of a territory touches that territory', () => {
  const refs = fc.uniqueArray(fc.constantFrom(...codes).map(nuts), { selector: ({ code }) => code, maxLength: 6 });
  const law = fc.property(refs, refs, fc.constantFrom(...Party.options), (inside, outside, party) => {
    const given = area(inside, outside);
    const held = [...territoryOf(party, now)].some((code) => covers(given, code) === true);
    if (held) expect(touches(given, party, now)).toBe(true);
  });
  fc.assert(law);
});
