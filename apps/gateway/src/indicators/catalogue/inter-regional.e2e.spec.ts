import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';
import { anonymous } from '@passerelle/testing/start-app';
import { observing, tallied } from './observing.builder.js';

// The figures of plans, consultations, opinions and joint studies, each on a few records that can be counted by hand.

const { stage, publish, itIs, figures, tally, recordsOf, dump, rebuild } = observing('cooperation', '2076-04-10');

const shared = { classification: 'internal', parties: ['BE-BRU', 'BE-VLG'], level: 'belgium', ref: 'CO-2076-0001' };
const aConsultation = (state: Fields) => ({
  id: newId(),
  status: 'timeframeAgreed',
  direction: 'outgoing',
  affectedParty: 'BE-VLG',
  openedOn: '2076-01-15',
  unanswered: false,
  planTitle: { fr: 'Plan' },
  ...shared,
  ...state,
});
const aPlan = (state: Fields) => ({ id: newId(), planType: 'bruPrdd', title: { fr: 'Plan' }, ...shared, ...state });
const money = (amount: string) => ({ amount, currency: 'EUR' });
const aStudy = (state: Fields) => ({ id: newId(), title: { fr: 'Étude' }, status: 'running', ...shared, ...state });
const anOpinion = (state: Fields) => ({ id: newId(), direction: 'incoming', party: 'BE-BRU', ...shared, ...state });

const onTime = aConsultation({ dueOn: '2076-03-31', opinionOn: '2076-03-30', opinionLate: false });
const late = aConsultation({ dueOn: '2076-03-31', opinionOn: '2076-04-02', opinionLate: true, direction: 'incoming' });
const waiting = aConsultation({ dueOn: '2076-04-15' });
const silent = aConsultation({ status: 'noReply', unanswered: true, openedOn: '2076-04-01' });
const withdrawn = aConsultation({ dueOn: '2076-03-01', status: 'withdrawn', unanswered: true });

beforeAll(async () => {
  await publish('consultations', onTime, late, waiting, silent, withdrawn);
});

describe('O1.2, opinions within the agreed time-frame', () => {
  it('counts consultations whose time-frame has passed, by direction too', async () => {
    expect(await tally('O1.2', '2076', '2076-Q1', '2076-Q2')).toEqual([
      '2076 50 1/2',
      '2076-Q1 50 1/2',
      '2076-Q2 undefined 0/0',
    ]);
    const directions = await figures('O1.2', { period: ['2076'], dimension: ['direction'] });
    expect(directions.map((each) => `${each.dimensions.direction} ${each.value}`)).toEqual([
      'incoming 0',
      'outgoing 100',
    ]);
  });

  it('counts another one at the midnight after its last day, and moves it with an extension', async () => {
    await itIs('2076-04-15');
    expect(await tally('O1.2', '2076-Q2')).toEqual(['2076-Q2 undefined 0/0']);
    await itIs('2076-04-16');
    const [due] = await figures('O1.2', { period: ['2076-Q2'] });
    expect(due).toMatchObject({ value: 0, numerator: 0, denominator: 1, asOf: '2076-04-15T22:00:00.000Z' });
    await publish('consultations', { ...waiting, version: 2, dueOn: '2076-07-05' });
    expect(await tally('O1.2', '2076-Q2', '2076-Q3')).toEqual(['2076-Q2 undefined 0/0', '2076-Q3 undefined 0/0']);
    await itIs('2076-07-06');
    expect(await tally('O1.2', '2076-Q2', '2076-Q3')).toEqual(['2076-Q2 undefined 0/0', '2076-Q3 0 0/1']);
    const known = await figures('O1.2', { period: ['2076-Q2'], asOf: [due?.asOf ?? ''] });
    expect(known.map(tallied)).toEqual(['2076-Q2 0 0/1']);
  });

  it('equals the count of its records', async () => {
    for (const observation of await figures('O1.2', { period: ['2076', '2076-Q1'], dimension: ['affectedParty'] })) {
      const records = await recordsOf(observation);
      expect(records).toHaveLength(observation.denominator ?? 0);
      expect(records.filter(({ numerator }) => numerator === 1)).toHaveLength(observation.numerator);
    }
  });
});

it('O1.3 is the share of opened consultations that are still unanswered', async () => {
  expect(await tally('O1.3', '2076', '2076-Q1', '2076-Q2')).toEqual([
    '2076 25 1/4',
    '2076-Q1 0 0/3',
    '2076-Q2 100 1/1',
  ]);
  await publish('consultations', { ...silent, version: 2, status: 'entered', unanswered: false });
  expect(await tally('O1.3', '2076')).toEqual(['2076 0 0/4']);
});

describe('O1.4, the lead time of early information', () => {
  it('has no value before anything was measured', async () => {
    expect(await tally('O1.4', '2076')).toEqual(['2076 undefined 0/0']);
    await publish('plans', aPlan({ firstInquiryOn: '2076-05-01', planType: 'vlaGrup' }));
    expect(await tally('O1.4', '2076')).toEqual(['2076 undefined 0/1']);
  });

  it('is a median, with its coverage', async () => {
    const told50 = aPlan({ firstNoticeOn: '2076-01-01', firstInquiryOn: '2076-02-20' });
    await publish(
      'plans',
      told50,
      aPlan({ firstNoticeOn: '2076-01-31', firstInquiryOn: '2076-02-20' }),
      aPlan({ firstNoticeOn: '2076-03-01', firstInquiryOn: '2076-02-20' }),
      aPlan({ firstNoticeOn: '2076-01-01' }),
    );
    const [quoted] = await figures('O1.4', { period: ['2076'] });
    expect(quoted).toMatchObject({ value: 20, numerator: 3, denominator: 4, unit: 'days' });
    await publish('plans', aPlan({ firstNoticeOn: '2076-02-01', firstInquiryOn: '2076-02-20' }));
    expect(await tally('O1.4', '2076', '2076-Q1', '2075')).toEqual([
      '2076 19.5 4/5',
      '2076-Q1 19.5 4/4',
      '2075 undefined 0/0',
    ]);
    expect((await figures('O1.4', { period: ['2076'], asOf: [quoted?.asOf ?? ''] })).map(tallied)).toEqual([
      '2076 20 3/4',
    ]);
    const types = await figures('O1.4', { period: ['2076'], dimension: ['planType'] });
    expect(types.map((each) => `${each.dimensions.planType} ${tallied(each)}`)).toEqual([
      'bruPrdd 2076 19.5 4/4',
      'vlaGrup 2076 undefined 0/1',
    ]);
  });

  it('equals the count of its records, measured or not', async () => {
    const [observation] = await figures('O1.4', { period: ['2076'] });
    if (observation === undefined) throw new Error('there is a figure');
    const records = await recordsOf(observation);
    expect(records).toHaveLength(observation.denominator ?? 0);
    const measured = records.filter(({ denominator }) => denominator === 1);
    expect(measured.map(({ numerator = NaN }) => numerator).sort((a, b) => a - b)).toEqual([-10, 19, 20, 50]);
    const path = { measurementId: observation.measurementId };
    const read = await stage.client.call('rpc.gateway.measurements.read', { path, caller: anonymous });
    expect(read.body).toMatchObject({ value: 19.5, numerator: 4, denominator: 5, code: 'O1.4' });
  });
});

it('O1.5 counts running studies, and sums the amounts of the other regions, to the cent', async () => {
  const shareAmounts = [
    { party: 'BE-BRU', amount: money('50000.01') },
    { party: 'BE-VLG', amount: money('30000.10') },
    { party: 'BE-WAL', amount: money('20000.20') },
  ];
  await publish(
    'jointStudies',
    aStudy({ runsFrom: '2075-11-01', runsTo: '2076-02-01', shareAmounts, status: 'closed' }),
    aStudy({ runsFrom: '2076-03-01', shareAmounts: [{ party: 'BE-VLG', amount: money('0.1') }] }),
    aStudy({ status: 'agreed', shareAmounts }),
    aStudy({ status: 'cancelled', runsFrom: '2076-01-01', shareAmounts }),
  );
  expect(await tally('O1.5', '2075', '2076', '2077')).toEqual(['2075 1 1', '2076 2 2', '2077 0 0']);
  expect(await tally('O1.5b', '2075', '2076', '2077')).toEqual(['2075 50000.3 1/1', '2076 50000.4 2/2', '2077 0 0/0']);
  const [observation] = await figures('O1.5b', { period: ['2076'] });
  expect(observation).toMatchObject({ unit: 'EUR' });
  const parties = await figures('O1.5b', { period: ['2076'], dimension: ['party'] });
  expect(parties.map((each) => `${each.dimensions.party} ${each.value}`)).toEqual(['BE-VLG 30000.2', 'BE-WAL 20000.2']);
  const records = observation === undefined ? [] : await recordsOf(observation);
  expect(records.map(({ numerator = NaN }) => numerator).sort((a, b) => a - b)).toEqual([0.1, 20000.2, 30000.1]);
  // Those who may not see a study read no share of it either.
  const path = { measurementId: observation?.measurementId ?? '' };
  const publicly = await stage.client.call('rpc.gateway.measurements.list-records-of', { path, caller: anonymous });
  expect(publicly.body.items).toEqual([1, 2, 3].map(() => ({ redacted: true, period: '2076' })));
});

it('O1.5b counts studies with unknown amounts in its coverage, and is not zero if all are such', async () => {
  const shares = [{ party: 'BE-BRU' }, { party: 'BE-WAL' }];
  await publish('jointStudies', aStudy({ runsFrom: '2074-01-01', runsTo: '2076-01-31', shares, status: 'closed' }));
  expect(await tally('O1.5b', '2074', '2075', '2076')).toEqual([
    '2074 undefined 0/1',
    '2075 50000.3 1/2',
    '2076 50000.4 2/3',
  ]);
  const parties = await figures('O1.5b', { period: ['2075'], dimension: ['party'] });
  expect(parties.map((each) => `${each.dimensions.party} ${tallied(each)}`)).toEqual([
    'BE-VLG 2075 30000.1 1/1',
    'BE-WAL 2075 20000.2 1/2',
  ]);
  const [observation] = await figures('O1.5b', { period: ['2075'] });
  const records = observation === undefined ? [] : await recordsOf(observation);
  expect(new Set(records.map(({ subject }) => subject)).size).toBe(observation?.denominator);
  expect(records.filter(({ denominator }) => denominator === 0)).toHaveLength(1);
});

it('R3.5 is the accepted share of the points of Brussels; unanswered points are counted separately', async () => {
  const point = (n: number, answer: string) => ({
    n,
    severity: n === 1 ? 'must' : 'should',
    topic: 'mobility',
    answer,
  });
  const points = [point(1, 'accepted'), point(2, 'partly'), point(3, 'rejected'), point(4, 'noAnswer')];
  const opinion = anOpinion({ answeredOn: '2076-06-15', points });
  await publish(
    'opinions',
    opinion,
    anOpinion({ direction: 'outgoing', answeredOn: '2076-06-15', points, party: 'BE-VLG' }),
  );
  expect(await tally('R3.5', '2076', '2076-Q2', '2076-Q3')).toEqual([
    '2076 50 1.5/3',
    '2076-Q2 50 1.5/3',
    '2076-Q3 undefined 0/0',
  ]);
  expect(await tally('R3.5b', '2076')).toEqual(['2076 1 1']);
  const severities = await figures('R3.5', { period: ['2076'], dimension: ['severity'] });
  expect(severities.map((each) => `${each.dimensions.severity} ${tallied(each)}`)).toEqual([
    'must 2076 100 1/1',
    'should 2076 25 0.5/2',
  ]);
  const [observation] = await figures('R3.5', { period: ['2076'] });
  expect(observation === undefined ? [] : await recordsOf(observation)).toHaveLength(3);
});

it('all of them are the same after a rebuild', async () => {
  const grown = await dump();
  await rebuild();
  expect(await dump()).toEqual(grown);
});
