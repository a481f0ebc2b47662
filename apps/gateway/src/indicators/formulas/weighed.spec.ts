import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
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
