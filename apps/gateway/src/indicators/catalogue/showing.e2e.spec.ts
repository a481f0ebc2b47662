import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';
import { observing, tallied } from './observing.builder.js';
import { aMembershipYear, anActivity, anItem, aVisit, euros, reached } from './showing.builder.js';

// The figures of activities, visits, membership years and visibility. Each test has a year of its own, so that its few
// records can be counted by hand.

const { publish, figures, tally, recordsOf, dump, rebuild } = observing('networks', '2076-03-01');

async function along(code: string, dimension: string, period: string, filter: string[] = []): Promise<string[]> {
  const found = await figures(code, { period: [period], dimension: [dimension], filter });
  return found.map((each) => `${each.dimensions[dimension]} ${tallied(each)}`);
}

const [tram, canal] = [newId(), newId()];
const hash = (digit: string) => digit.repeat(64);
const citation = (state: Fields) => ({ kind: 'citation', citingCountry: 'FR', ...state });
const outgoing = { direction: 'outgoing' };

interface Case {
  readonly resource: string;
  /** Of records that do not count, of those that do, and of the one that comes late. */
  readonly others: Fields[];
  readonly counted: Fields[];
  readonly late: Fields;
  /** The figure before any record, with the others only, with those that count, and with the late one. */
  readonly shows: readonly [string, string, string, string];
}

const cases: readonly [string, string, Case][] = [
  [
    'A3.1',
    '2051',
    {
      resource: 'visibility',
      others: [anItem('2050-12-31')],
      counted: [anItem('2051-01-01'), anItem('2051-12-31', { kind: 'award' })],
      late: anItem('2051-06-01'),
      shows: ['2051 0 0', '2051 0 0', '2051 2 2', '2051 3 3'],
    },
  ],
  [
    'A3.3',
    '2052',
    {
      resource: 'visibility',
      others: [
        anItem('2052-02-01', { level: 'belgium', projectIds: [tram] }),
        anItem('2052-02-01', { planIds: [tram] }),
      ],
      counted: [
        anItem('2052-02-01', { projectIds: [tram] }),
        anItem('2052-03-01', { level: 'world', projectIds: [tram] }),
      ],
      late: anItem('2052-04-01', { projectIds: [canal, tram] }),
      shows: ['2052 0 0', '2052 0 0', '2052 1 1', '2052 2 2'],
    },
  ],
  [
    'A3.4',
    '2053',
    {
      resource: 'visibility',
      others: [anItem('2053-02-01', { languages: ['fr', 'es', 'it'] })],
      counted: [anItem('2053-02-01', { languages: ['nl', 'fr'] }), anItem('2053-02-01', { languages: ['en'] })],
      late: anItem('2053-02-01', { languages: ['fr', 'nl', 'en', 'de'] }),
      shows: ['2053 undefined 0/0', '2053 0 0/1', '2053 33.3 1/3', '2053 50 2/4'],
    },
  ],
  [
    'A3.5',
    '2054',
    {
      resource: 'activities',
      others: [
        anActivity('2054-02-01', { part: 'spoke', initiator: 'agency' }),
        anActivity('2054-02-01', { part: 'spoke' }),
        anActivity('2054-02-01', { part: 'attended', initiator: 'external' }),
        anActivity('2054-02-01', { part: 'spoke', initiator: 'external', kind: 'briefing' }),
        anActivity('2054-02-01', { part: 'spoke', initiator: 'external', status: 'withdrawn' }),
      ],
      counted: [anActivity('2054-12-31', { part: 'chaired', initiator: 'external', endsOn: '2055-01-01' })],
      late: anActivity('2054-02-01', { part: 'spoke', initiator: 'external' }),
      shows: ['2054 0 0', '2054 0 0', '2054 1 1', '2054 2 2'],
    },
  ],
  [
    'A4.3',
    '2055',
    {
      resource: 'visibility',
      others: [anItem('2055-02-01', citation({})), anItem('2055-02-01', { archivedHash: hash('a') })],
      counted: [anItem('2055-02-01', citation({ archivedHash: hash('b') }))],
      late: anItem('2055-02-01', citation({ archivedHash: hash('c'), citingCountry: 'US' })),
      shows: ['2055 0 0', '2055 0 0', '2055 1 1', '2055 2 2'],
    },
  ],
  [
    'R1.1',
    '2056',
    {
      resource: 'activities',
      others: [
        anActivity('2056-02-01', { part: 'spoke' }),
        anActivity('2056-02-01', { kind: 'briefing' }),
        anActivity('2056-02-01', { status: 'withdrawn' }),
      ],
      counted: [anActivity('2056-02-01', { coHosts: ['ror:05jyh7x23', 'wikidata:Q1', 'wikidata:Q2'] })],
      late: anActivity('2056-12-31', { endsOn: '2057-01-02' }),
      shows: ['2056 0 0', '2056 0 0', '2056 1 1', '2056 2 2'],
    },
  ],
  [
    'R1.1b',
    '2057',
    {
      resource: 'activities',
      others: [anActivity('2057-02-01', { audience: [reached('cities', 300)] })],
      counted: [anActivity('2057-02-01', { audience: [reached('persons', 400), reached('persons', 300)] })],
      late: anActivity('2057-02-01', { audience: [reached('persons', 50)] }),
      shows: ['2057 0 0/0', '2057 undefined 0/1', '2057 300 1/2', '2057 350 2/3'],
    },
  ],
  [
    'R1.2',
    '2058',
    {
      resource: 'visits',
      others: [
        aVisit('2058-02-01', outgoing),
        aVisit('2058-02-01', { status: 'authorised' }),
        aVisit('2058-02-01', { status: 'cancelled' }),
      ],
      counted: [aVisit('2058-02-01', { status: 'reported' }), aVisit('2058-02-01')],
      late: aVisit('2058-03-01', { countries: ['JP', 'KR'] }),
      shows: ['2058 0 0', '2058 0 0', '2058 2 2', '2058 3 3'],
    },
  ],
  [
    'R1.2b',
    '2059',
    {
      resource: 'visits',
      others: [aVisit('2059-02-01', { ...outgoing, countries: ['DK'] })],
      counted: [aVisit('2059-02-01'), aVisit('2059-02-01')],
      late: aVisit('2059-03-01', { countries: ['FR', 'KR'] }),
      shows: ['2059 0 0', '2059 0 0', '2059 1 1', '2059 2 2'],
    },
  ],
  [
    'R1.4',
    '2060',
    {
      resource: 'visits',
      others: [aVisit('2060-02-01', { status: 'planned', countries: ['DK'] })],
      counted: [aVisit('2060-02-01', outgoing), aVisit('2060-02-01')],
      late: aVisit('2059-12-31', { endsOn: '2060-01-01', countries: ['KR'] }),
      shows: ['2060 0 0', '2060 0 0', '2060 1 1', '2060 2 2'],
    },
  ],
  [
    'R1.4b',
    '2061',
    {
      resource: 'activities',
      others: [anActivity('2061-02-01'), anActivity('2061-02-01', { kind: 'briefing', countries: ['FR'] })],
      counted: [anActivity('2061-02-01', { countries: ['FR'] }), anActivity('2061-02-01', { countries: ['FR'] })],
      late: anActivity('2061-02-01', { countries: ['BE', 'FR'] }),
      shows: ['2061 undefined 0/0', '2061 undefined 0/0', '2061 0 0/4', '2061 0.375 6/16'],
    },
  ],
  [
    'O3.4',
    '2062',
    {
      resource: 'visits',
      others: [aVisit('2062-02-01', { carbon: { kilograms: 9 } }), aVisit('2062-02-01', outgoing)],
      counted: [aVisit('2062-02-01', { ...outgoing, carbon: { kilograms: 101 } })],
      late: aVisit('2062-02-01', { ...outgoing, carbon: { kilograms: 0 } }),
      shows: ['2062 undefined 0/0', '2062 undefined 0/1', '2062 101 1/2', '2062 50.5 2/3'],
    },
  ],
];

describe.each(cases)('%s', (code, period, { resource, others, counted, late, shows }) => {
  const [nothing, zero, some, more] = shows;
  let quoted: string;

  it('shows that there is nothing yet, and then no more than what counts', async () => {
    expect(await tally(code, period)).toEqual([nothing]);
    await publish(resource, ...others);
    expect(await tally(code, period)).toEqual([zero]);
    await publish(resource, ...counted);
    expect(await tally(code, period)).toEqual([some]);
  });

  it('follows a late fact, and loses a record that was taken back', async () => {
    const [observation] = await figures(code, { period: [period] });
    quoted = observation?.asOf ?? '';
    await publish(resource, late);
    expect(await tally(code, period)).toEqual([more]);
    const before = await figures(code, { period: [period], asOf: [quoted] });
    expect(before.map(tallied)).toEqual([some]);
    await publish(resource, { ...late, version: 2, retractedAt: '2076-03-01T05:00:00Z' });
    expect(await tally(code, period)).toEqual([some]);
  });

  it('is the figure of its records, as it was and as it is', async () => {
    for (const asOf of [[], [quoted]]) {
      const [observation] = await figures(code, { period: [period], asOf });
      if (observation === undefined) throw new Error('there is a figure');
      const records = await recordsOf(observation);
      const { numerator, denominator } = observation;
      if (denominator === undefined) expect(new Set(records.map(({ key }) => key)).size).toBe(numerator);
      // A spread is a share of pairs.
      else expect(code === 'R1.4b' ? records.length ** 2 : records.length).toBe(denominator);
    }
  });
});

describe('O3.2, the cost per active role', () => {
  const journey = aVisit('2065-12-30', { ...outgoing, endsOn: '2066-01-02', costTotal: euros('300.01') });
  const unpriced = aVisit('2066-05-05', outgoing);
  const year = aMembershipYear(2066, {
    fee: euros('1000'),
    payments: [
      { on: '2065-12-15', amount: euros('400') },
      { on: '2066-02-15', amount: euros('600') },
    ],
    level: 'world',
  });
  const coverage = async (...period: string[]) => (await figures('O3.2', { period })).map((each) => each.coverage);

  it('has no value without roles, and is zero without costs', async () => {
    expect(await tally('O3.2', '2066')).toEqual(['2066 undefined 0/0']);
    await publish('activities', anActivity('2066-02-01', { part: 'attended' }));
    expect(await tally('O3.2', '2066')).toEqual(['2066 undefined 0/0']);
    await publish(
      'activities',
      ...['spoke', 'chaired', 'coAuthored'].map((part) => anActivity('2066-02-01', { part })),
    );
    expect(await tally('O3.2', '2066')).toEqual(['2066 0 0/3']);
    expect(await coverage('2066')).toEqual([{ measured: 0, all: 0 }]);
  });

  it('has no value while no cost is known', async () => {
    await publish('visits', unpriced);
    expect(await tally('O3.2', '2066')).toEqual(['2066 undefined 0/3']);
    expect(await coverage('2066')).toEqual([{ measured: 0, all: 1 }]);
  });

  it('adds the payments and missions of the period, with the records whose amount is known', async () => {
    await publish('visits', journey, aVisit('2066-05-05', { costTotal: euros('9') }));
    await publish('membershipYears', year, aMembershipYear(2066));
    expect(await tally('O3.2', '2066', '2066-Q1', '2066-Q2', '2065')).toEqual([
      '2066 300 900.01/3',
      '2066-Q1 300 900.01/3',
      '2066-Q2 undefined 0/0',
      '2065 undefined 400/0',
    ]);
    expect(await coverage('2066', '2066-Q2', '2065')).toEqual([
      { measured: 2, all: 4 },
      { measured: 1, all: 3 },
      { measured: 1, all: 1 },
    ]);
    expect(await along('O3.2', 'level', '2066')).toEqual(['europe 2066 100 300.01/3', 'world 2066 undefined 600/0']);
  });

  it('equals the sums of its records, and shows which amounts are unknown', async () => {
    const [observation] = await figures('O3.2', { period: ['2066'] });
    if (observation === undefined) throw new Error('there is a figure');
    const records = await recordsOf(observation);
    const sum = (field: 'numerator' | 'denominator') => records.reduce((all, each) => all + (each[field] ?? 0), 0);
    expect([sum('numerator'), sum('denominator')]).toEqual([900.01, 3]);
    expect(records.filter(({ key }) => key?.endsWith('/unknown'))).toHaveLength(2);
  });

  it('follows a late cost, loses a record that was taken back, and keeps what was known', async () => {
    const [quoted] = await figures('O3.2', { period: ['2066'] });
    await publish('visits', { ...unpriced, version: 2, costTotal: euros('99.99') });
    expect(await tally('O3.2', '2066')).toEqual(['2066 333.33 1000/3']);
    expect(await coverage('2066')).toEqual([{ measured: 3, all: 4 }]);
    await publish('membershipYears', { ...year, version: 2, retractedAt: '2076-03-01T05:00:00Z' });
    expect(await tally('O3.2', '2066')).toEqual(['2066 133.33 400/3']);
    const [before] = await figures('O3.2', { period: ['2066'], asOf: [quoted?.asOf ?? ''] });
    expect([before?.value, before?.numerator, before?.coverage]).toEqual([300, 900.01, { measured: 2, all: 4 }]);
  });
});

it('R1.4b is the same from its cells and from its contributions, in total, along an axis and filtered', async () => {
  const states = [['FR', 'BE'], ['FR'], ['FR', 'JP'], ['KR']].map((countries, n) =>
    aVisit('2067-02-01', { countries, level: n < 2 ? 'europe' : 'world', departments: ['bisa', 'generalDirectorate'] }),
  );
  await publish('visits', ...states);
  const [{ asOf = '' } = {}] = await figures('R1.4b', { period: ['2067'] });
  await publish('visits', aVisit('2067-02-02', { countries: ['MA'], level: 'world' }));
  await publish('visits', aVisit('2068-02-02'));
  const mentions = { all: [3, 1, 1, 1, 1], europe: [2, 1], world: [1, 1, 1, 1], bisa: [3, 1, 1, 1] };
  const naive = (counts: readonly number[]) => {
    const total = counts.reduce((sum, each) => sum + each, 0);
    return Math.round((1 - counts.reduce((sum, each) => sum + (each / total) ** 2, 0)) * 1_000) / 1_000;
  };
  const valuesOf = async (query: Record<string, string[]>) =>
    (await figures('R1.4b', { period: ['2067'], ...query })).map(({ value }) => value);
  expect(await valuesOf({})).toEqual([naive(mentions.all)]);
  expect(await valuesOf({ dimension: ['level'] })).toEqual([naive(mentions.europe), naive(mentions.world)]);
  expect(await valuesOf({ filter: ['level:world'] })).toEqual([naive(mentions.world)]);
  expect(await valuesOf({ filter: ['level:europe', 'level:world'] })).toEqual([naive(mentions.all)]);
  expect(await valuesOf({ filter: ['department:bisa', 'level:europe'] })).toEqual([naive(mentions.europe)]);
  expect(await valuesOf({ filter: ['department:bisa'] })).toEqual([naive(mentions.bisa)]);
  expect(await valuesOf({ asOf: [asOf] })).toEqual([naive(mentions.bisa)]);
  expect(await valuesOf({ asOf: [asOf], dimension: ['level'] })).toEqual([naive(mentions.europe), naive([1, 1, 1])]);
});

it('A3.1, A4.3 and R1.2 are split by kind and by country', async () => {
  await publish('visibility', anItem('2069-02-01'), anItem('2069-02-01', citation({ archivedHash: hash('d') })));
  expect(await along('A3.1', 'kind', '2069')).toEqual(['citation 2069 1 1', 'talk 2069 1 1']);
  expect(await along('A4.3', 'country', '2069')).toEqual(['FR 2069 1 1']);
  await publish('visits', aVisit('2069-02-01', { countries: ['JP', 'KR'] }));
  expect(await along('R1.2', 'country', '2069')).toEqual(['JP 2069 1 1', 'KR 2069 1 1']);
  expect(await tally('R1.2', '2069')).toEqual(['2069 1 1']);
});

it('all of them are the same after a rebuild', async () => {
  const grown = await dump();
  await rebuild();
  expect(await dump()).toEqual(grown);
});
