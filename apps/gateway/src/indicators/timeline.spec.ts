import { addDays, startOfDay } from '@passerelle/domain/period';
import fc from 'fast-check';
import { change, type RecordData } from '../ledger/ledger.api.js';
import { o11 } from './catalogue/o1-1.js';
import { o21 } from './catalogue/o2-1.js';
import { x1 } from './catalogue/x1.js';
import { Moves } from './cells.js';
import type { Definition } from './definition.schema.js';
import type { States } from './formulas/family.js';
import { read } from './formulas/read.js';
import { follow, identity, pass, type KnownContribution, type Timeline } from './timeline.js';

const lookOf = (definition: Definition, root: string) => (states: States, day: string) => {
  const [rule] = definition.rules;
  if (rule === undefined) throw new Error('a definition has a rule');
  return read(definition, rule, root, states, day);
};

const root = 'projects/1';
const look = lookOf(x1, root);
const nobody: States = new Map();
const empty: Timeline = { known: [] };
const fact = (at: string, data: RecordData, subject = root) => change(1, subject, data, new Date(at));

const sorted = (known: readonly KnownContribution[]) =>
  known.map((row) => `${row.knownFrom} ${row.knownTo ?? '-'} ${identity(row)}`).sort();

describe('contributions, and since when they are known', () => {
  it('closes what a later fact takes back, and leaves what it confirms', () => {
    const first = fact('2026-02-01T10:00:00Z', { startsOn: '2026-01-01', endsOn: '2026-05-01' });
    const second = fact('2026-02-03T10:00:00Z', { startsOn: '2026-01-01', endsOn: '2026-03-01' });
    const { known } = follow(empty, nobody, [first, second], look);
    expect(
      known.map(({ period, knownFrom, knownTo }) => [period, knownFrom.slice(0, 10), knownTo?.slice(0, 10)]),
    ).toEqual([
      ['2026', '2026-02-01', undefined],
      ['2026-Q1', '2026-02-01', undefined],
      ['2026-Q2', '2026-02-01', '2026-02-03'],
    ]);
  });

  it('opens a period for a running project at midnight in Brussels', () => {
    const timeline = follow(empty, nobody, [fact('2026-02-01T10:00:00Z', { startsOn: '2026-01-01' })], look);
    expect(timeline.nextAt).toBe('2026-03-31T22:00:00.000Z');
    const later = pass(timeline, new Map([[root, { startsOn: '2026-01-01' }]]), '2026-04-01T00:00:00.000Z', look);
    expect(later.known.at(-1)).toMatchObject({ period: '2026-Q2', knownFrom: '2026-03-31T22:00:00.000Z' });
  });

  it('drops a contribution that was known for no time at all', () => {
    const at = '2026-02-01T10:00:00Z';
    const { known } = follow(
      empty,
      nobody,
      [
        fact(at, { startsOn: '2020-01-01', endsOn: '2020-02-01' }),
        fact(at, { startsOn: '2026-01-01', endsOn: '2026-01-02' }),
      ],
      look,
    );
    expect(known.map(({ period }) => period)).toEqual(['2026', '2026-Q1']);
  });
});

interface Told {
  readonly at: number;
  readonly subject: string;
  readonly data: RecordData;
}

const instant = (step: number) =>
  startOfDay(addDays('2026-01-01', Math.floor(step / 2))).getTime() + (step % 2) * 43_200_000;
const day = fc.integer({ min: -400, max: 900 }).map((days) => addDays('2026-01-01', days));
const aProject = fc.record({
  startsOn: day,
  endsOn: fc.option(day, { nil: undefined }),
  level: fc.constantFrom('europe', 'belgium'),
});
const aPartner = fc.record({
  projectId: fc.constantFrom('1', '2'),
  country: fc.constantFrom('BE', 'FR', 'NL'),
  active: fc.boolean(),
});
const told: fc.Arbitrary<Told> = fc
  .tuple(
    fc.integer({ min: 0, max: 1200 }),
    fc.oneof(
      aProject.map((data) => ({ subject: root, data })),
      fc.tuple(fc.constantFrom('partners/1', 'partners/2'), aPartner).map(([subject, data]) => ({ subject, data })),
    ),
  )
  .map(([at, record]) => ({ at, ...record }));
const history = fc.array(told, { maxLength: 12 }).map((list) => [...list].sort((a, b) => a.at - b.at));

describe('the same history gives the same rows', () => {
  const end = new Date(instant(1400)).toISOString();

  /** Applies facts in batches of the given sizes; `clock` lets midnights pass between batches, even too early. */
  function live(facts: readonly Told[], sizes: readonly number[], clock: readonly number[]): Timeline {
    const states = new Map<string, RecordData>();
    let timeline = empty;
    for (let from = 0, batch = 0; from < facts.length; batch++) {
      const part = facts.slice(from, from + Math.max(1, sizes[batch] ?? 1));
      const changes = part.map(({ at, subject, data }) => fact(new Date(instant(at)).toISOString(), data, subject));
      timeline = follow(timeline, new Map(states), changes, look);
      for (const { subject, data } of part) states.set(subject, data);
      from += part.length;
      const ahead = clock[batch];
      if (ahead !== undefined) timeline = pass(timeline, states, new Date(instant(ahead)).toISOString(), look);
    }
    return pass(timeline, states, end, look);
  }

  it('for any batches, and any clock between them', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.integer({ min: 1, max: 5 })),
        fc.array(fc.integer({ min: 0, max: 1400 })),
        (facts, sizes, clock) => {
          const once = live(facts, [facts.length], []);
          const many = live(facts, sizes, clock);
          expect(sorted(many.known)).toEqual(sorted(once.known));
          expect([many.seenAt, many.nextAt]).toEqual([once.seenAt, once.nextAt]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('and at every instant exactly what the formula says of the states at that instant', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 1200 }), (facts, asked) => {
        const at = new Date(instant(asked)).toISOString();
        const open = live(facts, [facts.length], []).known.filter(
          ({ knownFrom, knownTo }) => knownFrom <= at && (knownTo === undefined || knownTo > at),
        );
        const stood = new Map(facts.filter((known) => known.at <= asked).map(({ subject, data }) => [subject, data]));
        const expected = look(stood, addDays('2026-01-01', Math.floor(asked / 2))).contributions;
        expect(open.map(identity).sort()).toEqual(expected.map(identity).sort());
      }),
    );
  });

  it('and cells that are the sums of the open contributions', () => {
    fc.assert(
      fc.property(history, (facts) => {
        const moves = new Moves(x1);
        let before = empty;
        for (const [index, { at, subject, data }] of facts.entries()) {
          const states = new Map(facts.slice(0, index).map((known) => [known.subject, known.data]));
          const after = follow(before, states, [fact(new Date(instant(at)).toISOString(), data, subject)], look);
          moves.add(before.known, after.known);
          before = after;
        }
        const open = before.known.filter(({ knownTo }) => knownTo === undefined);
        for (const { period, dimension, value, numerator } of moves.cells()) {
          const counted = open.filter(
            (row) => row.period === period && (dimension === '' || row.dimensions[dimension]?.includes(value)),
          );
          expect(numerator).toBe(counted.length);
        }
      }),
    );
  });
});

it('processes several midnights in order', () => {
  const agreement = 'agreements/1';
  const obligation = { code: 'administrations', tier: 'administrative', cadence: 'P3M', monitoredFrom: '2026-01-01' };
  const data = { signedOn: '2012-11-26', obligations: [obligation] };
  const watch = lookOf(o11, agreement);
  const timeline = follow(empty, nobody, [fact('2026-02-01T10:00:00Z', data, agreement)], watch);
  const { known, nextAt } = pass(timeline, new Map([[agreement, data]]), '2026-11-01T00:00:00.000Z', watch);
  expect(
    known.filter(({ period }) => period.includes('Q')).map(({ period, knownFrom }) => [period, knownFrom]),
  ).toEqual([
    ['2026-Q1', '2026-03-31T22:00:00.000Z'],
    ['2026-Q2', '2026-06-30T22:00:00.000Z'],
    ['2026-Q3', '2026-09-30T22:00:00.000Z'],
  ]);
  expect(nextAt).toBe('2026-12-31T23:00:00.000Z');
});

describe('a figure that changes daily', () => {
  const seat = 'seats/1';
  const data = { heldFrom: '2026-01-01' };
  const watch = lookOf(o21, seat);
  const end = startOfDay('2026-07-01').toISOString();
  const begun = follow(empty, nobody, [fact('2026-01-01T10:00:00Z', data, seat)], watch);
  const passed = pass(begun, new Map([[seat, data]]), end, watch);

  it('has two new rows at each midnight, and leaves the periods that are over', () => {
    expect(passed.known).toHaveLength(2 * 181);
    const open = passed.known.filter(({ knownTo }) => knownTo === undefined);
    expect(open.map(({ period, numerator, knownFrom }) => [period, numerator, knownFrom])).toEqual([
      ['2026-Q1', 90, '2026-03-31T22:00:00.000Z'],
      ['2026', 181, end],
      ['2026-Q2', 91, end],
    ]);
  });

  it('becomes the same in portions of midnights', () => {
    let timeline = begun;
    for (let portions = 0; (timeline.nextAt ?? '') <= end; portions++) {
      expect(portions).toBeLessThan(30);
      timeline = pass(timeline, new Map([[seat, data]]), end, watch, 7);
    }
    expect(timeline).toEqual(passed);
  });
});
