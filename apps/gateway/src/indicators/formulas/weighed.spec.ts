import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { a41 } from '../catalogue/a4-1.js';
import { r31, r31b } from '../catalogue/r3-1.js';
import { r35, r35b } from '../catalogue/r3-5.js';
import { read } from './read.js';
import type { Definition } from '../definition.schema.js';

const root = 'opinions/1';
const ours = { direction: 'incoming', party: 'BE-BRU', answeredOn: '2026-05-01' };
const point = (answer: string | undefined, n = 1, severity = 'must') => ({ n, text: 'x', severity, answer });

function readOf(definition: Definition, data: RecordData) {
  const [rule] = definition.rules;
  if (rule === undefined) throw new Error('it has a rule');
  return read(definition, rule, root, new Map([[root, { ...ours, ...data }]]), '2026-07-01').contributions;
}
const tallied = (definition: Definition, data: RecordData) =>
  readOf(definition, data).map(
    ({ period, key, numerator, denominator }) => `${period} ${key} ${numerator}/${denominator}`,
  );

const points = [point('accepted'), point('partly', 2), point('rejected', 3), point('noAnswer', 4), point(undefined, 5)];

describe('points of an opinion', () => {
  it('count by their answer, in the period of the answer; unanswered points are listed separately', () => {
    expect(tallied(r35, { points }).filter((each) => each.startsWith('2026 '))).toEqual([
      '2026 opinions/1/1 1/1',
      '2026 opinions/1/2 0.5/1',
      '2026 opinions/1/3 0/1',
    ]);
    expect(tallied(r35b, { points })).toEqual(['2026 opinions/1/4 1/1', '2026-Q2 opinions/1/4 1/1']);
  });

  it('count under their own severity', () => {
    const found = readOf(r35, { points: [point('accepted', 1, 'could')] });
    expect(found.map(({ dimensions }) => dimensions['severity'])).toEqual([['could'], ['could']]);
  });

  it('count for Brussels only, on plans of others, once there is an answer', () => {
    for (const other of [{ party: 'BE-VLG' }, { direction: 'outgoing' }, { answeredOn: undefined }])
      expect(readOf(r35, { points, ...other })).toEqual([]);
  });

  it('stop nothing, even if malformed', () => {
    const anything = fc.array(fc.oneof(fc.anything(), fc.record({ n: fc.anything(), answer: fc.anything() })), {
      maxLength: 8,
    });
    const law = fc.property(fc.oneof(fc.anything(), anything), (odd) => {
      const found = readOf(r35, { points: odd });
      expect(new Set(found.map(({ period, key }) => `${period} ${key}`)).size).toBe(found.length);
      expect(found.every(({ numerator }) => numerator >= 0 && numerator <= 1)).toBe(true);
    });
    fc.assert(law);
  });

  it('are not weighed by inherited properties of objects', () => {
    expect(readOf(r35, { points: [point('constructor'), point('__proto__')] })).toEqual([]);
  });
});

describe('interests of a position', () => {
  const position = 'positions/1';
  const found = (definition: Definition, interests: unknown, state: RecordData = {}) => {
    const [rule] = definition.rules;
    if (rule === undefined) throw new Error('it has a rule');
    const data = { status: 'assessed', assessedOn: '2026-05-01', interests, ...state };
    const { contributions } = read(definition, rule, position, new Map([[position, data]]), '2026-07-01');
    return contributions.filter(({ period }) => period === '2026');
  };
  const share = (...asked: Parameters<typeof found>) => {
    const rows = found(...asked);
    const sum = (field: 'numerator' | 'denominator') => rows.reduce((total, row) => total + row[field], 0);
    return `${sum('numerator')}/${sum('denominator')}`;
  };
  const interest = (priority: string, uptake?: string, ...themes: string[]) => ({ priority, uptake, themes });

  it('count by priority and uptake: a must in full and half of a should are four of six with a lost could', () => {
    const interests = [interest('must', 'full'), interest('should', 'partial'), interest('could', 'none')];
    expect(share(r31, interests)).toBe('4/6');
    expect(found(r31, interests).map(({ key }) => key)).toEqual(['positions/1/1', 'positions/1/2', 'positions/1/3']);
  });

  it('are left out while their uptake is unknown, and counted separately', () => {
    const interests = [
      interest('must', 'unknown'),
      interest('must', 'full'),
      interest('should'),
      interest('odd', 'full'),
    ];
    expect(share(r31, interests)).toBe('3/3');
    expect(share(r31, [interest('must', 'unknown')])).toBe('0/0');
    expect(found(r31b, interests).map(({ key, numerator }) => `${key} ${numerator}`)).toEqual(['positions/1/1 1']);
  });

  it('count under their own priority and themes', () => {
    const [row] = found(r31, [interest('must', 'full', 'housing', 'planning')], { level: 'europe' });
    expect(row?.dimensions).toEqual({
      level: ['europe'],
      department: [],
      priority: ['must'],
      theme: ['housing', 'planning'],
    });
  });

  it('of some themes only, once each', () => {
    const interests = [
      interest('must', 'full', 'planning', 'statistics'),
      interest('should', 'none', 'statistics'),
      interest('must', 'none', 'housing'),
      interest('must', 'none'),
    ];
    expect(share(a41, interests)).toBe('3/5');
  });

  it('count once the position is assessed', () => {
    for (const other of [{ status: 'defended' }, { assessedOn: undefined }, { retractedAt: '2026-06-01T00:00:00Z' }])
      expect(found(r31, [interest('must', 'full')], other)).toEqual([]);
  });

  it('are never taken up by more than their weight', () => {
    const code = (...codes: string[]) => fc.constantFrom(...codes, undefined, 'other', 'constructor');
    const odd = fc.record({
      priority: code('must', 'should', 'could'),
      uptake: code('full', 'partial', 'none', 'unknown'),
      themes: fc.oneof(fc.array(fc.constantFrom('planning', 'housing')), fc.anything()),
    });
    const law = fc.property(fc.array(fc.oneof(odd, fc.anything()), { maxLength: 10 }), (interests) => {
      const rows = found(r31, interests);
      for (const { numerator, denominator } of rows) {
        expect([1, 2, 3]).toContain(denominator);
        expect([0, denominator / 2, denominator]).toContain(numerator);
      }
      const unknown = new Set(found(r31b, interests).map(({ key }) => key));
      expect(rows.filter(({ key }) => unknown.has(key))).toEqual([]);
    });
    fc.assert(law);
  });
});
