import { startOfDay } from '@passerelle/domain/period';
import { newId } from '@passerelle/platform/data/database';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { publisher, Publishers, type Fields } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { anonymous, editor } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { gatewayMigrations } from '../../migrations.js';
import { rebuildProjections } from '../../rebuild.js';
import { Clock } from '../clock.js';
import { IndicatorsModule } from '../indicators.module.js';
import type { MeasuredRecord, Observation } from '../observation.schema.js';

// The figures of plans, consultations, opinions and joint studies, each on a few records that can be counted by hand.
// The test runs fifty years ahead, so that no figure depends on the day of the run.

const gateway: ServiceDefinition = { ...publisher('gateway'), module: IndicatorsModule, migrations: gatewayMigrations };

let publishers: Publishers;
// Hooks after the tests run in this order: publishers stop before the broker does.
afterAll(() => publishers?.close());
const stage = onOwnStage(gateway);

let recordedAt = new Date('2076-04-10T08:00:00Z');

async function tell(resource: string, ...states: Fields[]): Promise<void> {
  await publishers.tell('cooperation', resource, states, recordedAt);
  recordedAt = new Date(recordedAt.getTime() + 1_000);
  const logged = await publishers.logged('cooperation');
  await until('every figure has read it', async () => {
    const rows = await stage.app.database.query<{ sequence: string }>(
      'SELECT sequence FROM indicator_position WHERE source = $1',
      ['cooperation'],
    );
    return rows.length > 0 && rows.every(({ sequence }) => Number(sequence) === logged);
  });
}

async function itIs(day: string): Promise<void> {
  const now = new Date(startOfDay(day).getTime() + 3_600_000);
  stage.app.app.get(Clock).now = () => now;
  await until(
    `the midnight of ${day} has been processed`,
    async () =>
      (await stage.app.database.query('SELECT 1 FROM indicator_root WHERE next_at <= $1', [now])).length === 0,
  );
}

async function figures(code: string, query: Record<string, string[]>): Promise<Observation[]> {
  const answer = await stage.client.call('rpc.gateway.indicators.observe', {
    path: { code },
    query,
    caller: anonymous,
  });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.items;
}

const told = ({ period, value, numerator, denominator }: Observation) =>
  `${period} ${value} ${numerator}${denominator === undefined ? '' : `/${denominator}`}`;
const figuresTold = async (code: string, ...period: string[]) => (await figures(code, { period })).map(told);

async function recordsOf({ measurementId }: Observation): Promise<MeasuredRecord[]> {
  const query = { pageSize: ['200'] };
  const path = { measurementId };
  return (await stage.client.call('rpc.gateway.measurements.list-records-of', { path, query, caller: editor })).body
    .items;
}

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
  publishers = await Publishers.start(stage.nats, 'cooperation');
  await itIs('2076-04-10');
  await tell('consultations', onTime, late, waiting, silent, withdrawn);
});

describe('O1.2, opinions within the agreed time-frame', () => {
  it('counts consultations whose time-frame has passed, by direction too', async () => {
    expect(await figuresTold('O1.2', '2076', '2076-Q1', '2076-Q2')).toEqual([
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
    expect(await figuresTold('O1.2', '2076-Q2')).toEqual(['2076-Q2 undefined 0/0']);
    await itIs('2076-04-16');
    const [due] = await figures('O1.2', { period: ['2076-Q2'] });
    expect(due).toMatchObject({ value: 0, numerator: 0, denominator: 1, asOf: '2076-04-15T22:00:00.000Z' });
    recordedAt = new Date('2076-04-16T09:00:00Z');
    await tell('consultations', { ...waiting, version: 2, dueOn: '2076-07-05' });
    expect(await figuresTold('O1.2', '2076-Q2', '2076-Q3')).toEqual(['2076-Q2 undefined 0/0', '2076-Q3 undefined 0/0']);
    await itIs('2076-07-06');
    expect(await figuresTold('O1.2', '2076-Q2', '2076-Q3')).toEqual(['2076-Q2 undefined 0/0', '2076-Q3 0 0/1']);
    const known = await figures('O1.2', { period: ['2076-Q2'], asOf: [due?.asOf ?? ''] });
    expect(known.map(told)).toEqual(['2076-Q2 0 0/1']);
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
  expect(await figuresTold('O1.3', '2076', '2076-Q1', '2076-Q2')).toEqual([
    '2076 25 1/4',
    '2076-Q1 0 0/3',
    '2076-Q2 100 1/1',
  ]);
  recordedAt = new Date('2076-07-06T09:00:00Z');
  await tell('consultations', { ...silent, version: 2, status: 'entered', unanswered: false });
  expect(await figuresTold('O1.3', '2076')).toEqual(['2076 0 0/4']);
});

describe('O1.4, the lead time of early information', () => {
  it('has no value before anything was measured', async () => {
    expect(await figuresTold('O1.4', '2076')).toEqual(['2076 undefined 0/0']);
    await tell('plans', aPlan({ firstInquiryOn: '2076-05-01', planType: 'vlaGrup' }));
    expect(await figuresTold('O1.4', '2076')).toEqual(['2076 undefined 0/1']);
  });

  it('is a median, with its coverage', async () => {
    const told50 = aPlan({ firstNoticeOn: '2076-01-01', firstInquiryOn: '2076-02-20' });
    await tell(
      'plans',
      told50,
      aPlan({ firstNoticeOn: '2076-01-31', firstInquiryOn: '2076-02-20' }),
      aPlan({ firstNoticeOn: '2076-03-01', firstInquiryOn: '2076-02-20' }),
      aPlan({ firstNoticeOn: '2076-01-01' }),
    );
    const [quoted] = await figures('O1.4', { period: ['2076'] });
    expect(quoted).toMatchObject({ value: 20, numerator: 3, denominator: 4, unit: 'days' });
    await tell('plans', aPlan({ firstNoticeOn: '2076-02-01', firstInquiryOn: '2076-02-20' }));
    expect(await figuresTold('O1.4', '2076', '2076-Q1', '2075')).toEqual([
      '2076 19.5 4/5',
      '2076-Q1 19.5 4/4',
      '2075 undefined 0/0',
    ]);
    expect((await figures('O1.4', { period: ['2076'], asOf: [quoted?.asOf ?? ''] })).map(told)).toEqual([
      '2076 20 3/4',
    ]);
    const types = await figures('O1.4', { period: ['2076'], dimension: ['planType'] });
    expect(types.map((each) => `${each.dimensions.planType} ${told(each)}`)).toEqual([
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
    expect(measured.map(({ numerator }) => numerator).sort((a, b) => a - b)).toEqual([-10, 19, 20, 50]);
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
  await tell(
    'jointStudies',
    aStudy({ runsFrom: '2075-11-01', runsTo: '2076-02-01', shareAmounts, status: 'closed' }),
    aStudy({ runsFrom: '2076-03-01', shareAmounts: [{ party: 'BE-VLG', amount: money('0.1') }] }),
    aStudy({ status: 'agreed', shareAmounts }),
    aStudy({ status: 'cancelled', runsFrom: '2076-01-01', shareAmounts }),
  );
  expect(await figuresTold('O1.5', '2075', '2076', '2077')).toEqual(['2075 1 1', '2076 2 2', '2077 0 0']);
  expect(await figuresTold('O1.5b', '2075', '2076', '2077')).toEqual([
    '2075 50000.3 1/1',
    '2076 50000.4 2/2',
    '2077 0 0/0',
  ]);
  const [observation] = await figures('O1.5b', { period: ['2076'] });
  expect(observation).toMatchObject({ unit: 'EUR' });
  const parties = await figures('O1.5b', { period: ['2076'], dimension: ['party'] });
  expect(parties.map((each) => `${each.dimensions.party} ${each.value}`)).toEqual(['BE-VLG 30000.2', 'BE-WAL 20000.2']);
  const records = observation === undefined ? [] : await recordsOf(observation);
  expect(records.map(({ numerator }) => numerator).sort((a, b) => a - b)).toEqual([0.1, 20000.2, 30000.1]);
});

it('O1.5b counts studies with unknown amounts in its coverage, and is not zero if all are such', async () => {
  const shares = [{ party: 'BE-BRU' }, { party: 'BE-WAL' }];
  await tell('jointStudies', aStudy({ runsFrom: '2074-01-01', runsTo: '2076-01-31', shares, status: 'closed' }));
  expect(await figuresTold('O1.5b', '2074', '2075', '2076')).toEqual([
    '2074 undefined 0/1',
    '2075 50000.3 1/2',
    '2076 50000.4 2/3',
  ]);
  const parties = await figures('O1.5b', { period: ['2075'], dimension: ['party'] });
  expect(parties.map((each) => `${each.dimensions.party} ${told(each)}`)).toEqual([
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
  await tell(
    'opinions',
    opinion,
    anOpinion({ direction: 'outgoing', answeredOn: '2076-06-15', points, party: 'BE-VLG' }),
  );
  expect(await figuresTold('R3.5', '2076', '2076-Q2', '2076-Q3')).toEqual([
    '2076 50 1.5/3',
    '2076-Q2 50 1.5/3',
    '2076-Q3 undefined 0/0',
  ]);
  expect(await figuresTold('R3.5b', '2076')).toEqual(['2076 1 1']);
  const severities = await figures('R3.5', { period: ['2076'], dimension: ['severity'] });
  expect(severities.map((each) => `${each.dimensions.severity} ${told(each)}`)).toEqual([
    'must 2076 100 1/1',
    'should 2076 25 0.5/2',
  ]);
  const [observation] = await figures('R3.5', { period: ['2076'] });
  expect(observation === undefined ? [] : await recordsOf(observation)).toHaveLength(3);
});

it('all of them are the same after a rebuild', async () => {
  const dump = () =>
    Promise.all(
      ['contribution', 'indicator_root', 'cell_key'].map((table) =>
        stage.app.database.query<{ row: string }>(`SELECT row::text FROM ${table} AS row ORDER BY 1`),
      ),
    );
  const grown = await dump();
  await rebuildProjections(stage.app.database, stage.app.app.get(Clock).now());
  expect(await dump()).toEqual(grown);
});
