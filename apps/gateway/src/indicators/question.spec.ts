import fc from 'fast-check';
import { a32 } from './catalogue/a3-2.js';
import { o11 } from './catalogue/o1-1.js';
import { x1 } from './catalogue/x1.js';
import { measurementIdOf, pinnedBy, questionOf } from './question.js';

const ask = (query: Parameters<typeof questionOf>[1], hasCome = true) => questionOf(x1, query, hasCome, '2026-11-24');
const issuesOf = (work: () => unknown): [string, unknown][] => {
  try {
    work();
  } catch (error) {
    return (error as { issues: { type: string; name: string; value: unknown }[] }).issues.map(
      ({ type, name, value }) => [`${type.split(':').at(-1)} ${name}`, value],
    );
  }
  return [];
};

describe('a question', () => {
  it('is about the last four quarters by default, and asks for each period once', () => {
    expect(ask({}).periods).toEqual(['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']);
    expect(ask({ period: ['2026', 'last4Quarters', '2026-Q1', '2026'] }).periods).toEqual([
      '2026',
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
    ]);
  });

  it('combines several values of one dimension with OR', () => {
    expect(ask({ filter: ['country:FR', 'level:europe', 'country:BE', 'country:FR'] }).filters).toEqual([
      { dimension: 'country', values: ['BE', 'FR'] },
      { dimension: 'level', values: ['europe'] },
    ]);
  });

  it('is refused with a list of all its faults', () => {
    expect(
      issuesOf(() =>
        ask({ dimension: ['theme', 'country'], filter: ['tier:ministerial'], asOf: '2026-11-24T12:00:01Z' }, false),
      ),
    ).toEqual([
      ['unknownInput dimension', 'theme'],
      ['unknownInput filter', 'tier'],
      ['schemaViolation asOf', '2026-11-24T12:00:01Z'],
    ]);
    expect(
      issuesOf(() =>
        questionOf(o11, { filter: ['tier:minister', 'tier:ministerial', 'level:belgium'] }, true, '2026-11-24'),
      ),
    ).toEqual([['codeNotInList filter', 'tier:minister']]);
    expect(issuesOf(() => ask({ filter: ['country:EL', 'country:fr', 'country:GR'] }))).toEqual([
      ['codeNotInList filter', 'country:EL'],
      ['codeNotInList filter', 'country:fr'],
    ]);
    expect(issuesOf(() => questionOf(o11, { filter: ['tier:ministerial'] }, true, '2026-11-24'))).toEqual([]);
  });
});

describe('a question about figures that are kept apart', () => {
  const units = ['persons', 'impressions', 'copies'];
  const others = a32.dimensions.map(({ name }) => name).filter((name) => name !== 'unit');
  const filters = [...units.map((unit) => `unit:${unit}`), 'level:world', 'kind:talk', 'department:bisa'];

  it('names the dimension of them as an axis, or filters one value of it, and is refused otherwise', () => {
    const asked = fc.record(
      {
        period: fc.uniqueArray(fc.constantFrom('2026', '2026-Q1', 'last4Quarters'), { minLength: 1 }),
        dimension: fc.uniqueArray(fc.constantFrom('unit', ...others), { maxLength: 2 }),
        filter: fc.array(fc.constantFrom(...filters), { maxLength: 4 }),
        asOf: fc.constantFrom('2020-01-01T00:00:00Z', '2026-11-24T12:00:00Z'),
      },
      { requiredKeys: [] },
    );
    const law = fc.property(asked, (query) => {
      const narrowed = new Set((query.filter ?? []).filter((filter) => filter.startsWith('unit:')));
      const isApart = query.dimension?.includes('unit') === true || narrowed.size === 1;
      const issues = issuesOf(() => questionOf(a32, query, true, '2026-11-24')).map(([issue]) => issue);
      expect(issues).toEqual(isApart ? [] : ['notAdditive dimension']);
    });
    fc.assert(law, { numRuns: 500 });
  });

  it('is refused with the values that it would add', () => {
    const mixed = { filter: ['unit:persons', 'unit:copies'] };
    expect(issuesOf(() => questionOf(a32, mixed, true, '2026-11-24'))).toEqual([
      ['notAdditive dimension', 'copies+persons'],
    ]);
  });
});

describe('the id of a measurement', () => {
  const asOf = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const filters = fc.uniqueArray(
    fc.record({ dimension: fc.string(), values: fc.array(fc.string(), { minLength: 1 }) }),
    { maxLength: 3, selector: ({ dimension }) => dimension },
  );

  it('encodes its parts, and fits into an address', () => {
    fc.assert(
      fc.property(filters, asOf, fc.constantFrom('2026', '2026-Q1'), (narrowed, at, period) => {
        const sorted = [...narrowed].sort((a, b) => (a.dimension < b.dimension ? -1 : 1));
        const pinned = { code: 'X1', version: 1, period, filters: sorted, asOf: at };
        const id = measurementIdOf({ ...pinned, filters: narrowed });
        expect(id).toMatch(/^[\w-]+$/);
        expect(pinnedBy(id)).toEqual(pinned);
      }),
    );
  });

  it('accepts nothing else', () => {
    fc.assert(fc.property(fc.base64String(), (text) => expect(pinnedBy(text)).toBeUndefined()));
    expect(pinnedBy(Buffer.from('["X1",1,"2026",[],"yesterday"]').toString('base64url'))).toBeUndefined();
  });
});
