import { referenceList } from '@passerelle/domain/reference-list';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { a32 } from '../catalogue/a3-2.js';
import { r11b } from '../catalogue/r1-1.js';
import { read } from './read.js';

const [rule] = a32.rules;
const [persons] = r11b.rules;
if (rule?.formula.kind !== 'sums' || persons === undefined) throw new Error('A3.2 and R1.1b have a rule');
const units = rule.formula.each.in;

const root = 'visibility/1';
const readOf = (data: RecordData) =>
  read(a32, rule, root, new Map([[root, { shownOn: '2026-04-01', ...data }]]), '2026-05-01').contributions;
/** `unit number/measured` of the year. */
const ofYear = (data: RecordData): string[] =>
  readOf(data).flatMap(({ period, dimensions, numerator, denominator }) =>
    period === '2026' ? [`${dimensions['unit']?.join('+')} ${numerator}/${denominator}`] : [],
  );
const figure = (unit: string, count: number) => ({ unit, count, source: 'The organiser' });

describe('the reach of an item', () => {
  it('counts in each unit, and is not measured in the others', () => {
    expect(ofYear({ reach: [figure('impressions', 5_000), figure('persons', 40)] })).toEqual([
      'persons 40/1',
      'impressions 5000/1',
      'copies 0/0',
    ]);
    expect(ofYear({ reach: [figure('copies', 0)] })).toEqual(['persons 0/0', 'impressions 0/0', 'copies 0/1']);
    expect(ofYear({ reach: [] })).toEqual(['persons 0/0', 'impressions 0/0', 'copies 0/0']);
  });

  it('counts in the year and the quarter of its day', () => {
    expect([...new Set(readOf({}).map(({ period }) => period))]).toEqual(['2026', '2026-Q2']);
    expect(readOf({ shownOn: undefined })).toEqual([]);
    expect(readOf({ retractedAt: '2026-04-02T00:00:00Z' })).toEqual([]);
  });

  it('is not measured without a source, or if it cannot be read', () => {
    const odd = [{ unit: 'persons', count: 7 }, figure('persons', -1), figure('persons', NaN), 'persons', null, [7]];
    expect(ofYear({ reach: odd })[0]).toBe('persons 0/0');
    fc.assert(fc.property(fc.anything(), (reach) => expect(ofYear({ reach })).toHaveLength(3)));
  });

  it('is asked for in every unit of the list', () => {
    expect([...units].sort()).toEqual(
      referenceList('reachUnits')
        .entries.map(({ code }) => code)
        .sort(),
    );
  });

  it('is the smallest figure of each unit, never a sum, whatever the order', () => {
    const given = fc.array(fc.record({ unit: fc.constantFrom('persons', 'impressions'), count: fc.nat() }), {
      maxLength: 8,
    });
    const law = fc.property(given, (figures) => {
      const naive = (unit: string) => {
        const counts = figures.filter((each) => each.unit === unit).map(({ count }) => count);
        return counts.length === 0 ? `${unit} 0/0` : `${unit} ${counts.sort((a, b) => a - b)[0]}/1`;
      };
      const reach = figures.map(({ unit, count }) => figure(unit, count));
      expect(ofYear({ reach })).toEqual([...['persons', 'impressions'].map(naive), 'copies 0/0']);
      expect(ofYear({ reach: reach.toReversed() })).toEqual(ofYear({ reach }));
    });
    fc.assert(law);
  });
});

it('the persons at an event are the fewest that a source gives; cities and countries are no persons', () => {
  const event = { status: 'recorded', kind: 'conference', part: 'hosted', startsOn: '2023-06-12' };
  const readEvent = (data: RecordData) =>
    read(r11b, persons, 'activities/1', new Map([['activities/1', { ...event, ...data }]]), '2026-05-01')
      .contributions.filter(({ period }) => period === '2023')
      .map(({ numerator, denominator }) => `${numerator}/${denominator}`);
  const audience = [figure('persons', 1_200), figure('cities', 300), figure('persons', 1_000)];
  expect(readEvent({ audience })).toEqual(['1000/1']);
  expect(readEvent({ audience: [figure('cities', 300)] })).toEqual(['0/0']);
  expect(readEvent({ audience, kind: 'briefing' })).toEqual([]);
  expect(readEvent({ audience, status: 'withdrawn' })).toEqual([]);
});
