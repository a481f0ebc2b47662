import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { r22 } from '../catalogue/r2-2.js';
import { read } from './read.js';

const [rule] = r22.rules;
if (rule === undefined) throw new Error('R2.2 has a rule');

const root = 'positions/1';
const periodsOf = (data: RecordData) => {
  const published = { status: 'validated', publishedOn: '2026-04-01', ...data };
  return read(r22, rule, root, new Map([[root, published]]), '2026-05-01').contributions.map(
    ({ period, numerator, denominator }) => `${period} ${numerator}/${denominator}`,
  );
};
const signed = (...kinds: string[]) => ({ coSigners: kinds.map((kind, n) => ({ organisation: `org:${n}`, kind })) });

describe('a joint statement', () => {
  it('is co-signed by at least three cities or regions', () => {
    expect(periodsOf(signed('city', 'region', 'city'))).toEqual(['2026 1/0', '2026-Q2 1/0']);
    expect(periodsOf(signed('city', 'region', 'network', 'other'))).toEqual([]);
    expect(periodsOf({})).toEqual([]);
  });

  it('counts when it is published, unless it was withdrawn', () => {
    const cities = signed('city', 'city', 'city', 'city');
    expect(periodsOf(cities)).toHaveLength(2);
    for (const other of [{ publishedOn: undefined }, { status: 'withdrawn' }, { retractedAt: '2026-04-02T00:00:00Z' }])
      expect(periodsOf({ ...cities, ...other })).toEqual([]);
  });

  it('counts once, by how many of its co-signers are of these kinds', () => {
    const kind = fc.constantFrom('city', 'region', 'network', 'other');
    const law = fc.property(fc.array(kind, { maxLength: 20 }), (kinds) => {
      const enough = kinds.filter((each) => each === 'city' || each === 'region').length >= 3;
      expect(periodsOf(signed(...kinds))).toHaveLength(enough ? 2 : 0);
    });
    fc.assert(law);
  });

  it('stops nothing, even if malformed', () => {
    fc.assert(fc.property(fc.anything(), (coSigners) => expect(periodsOf({ coSigners })).toEqual([])));
  });
});
