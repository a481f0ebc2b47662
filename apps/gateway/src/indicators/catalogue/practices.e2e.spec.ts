import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';
import { anonymous } from '@passerelle/testing/start-app';
import { aPractice } from './networks.builder.js';
import { observing, tallied } from './observing.builder.js';

// The figures of practices together: medians, departments, and what several practices name.

const { stage, publish, itIs, figures, tally, along, recordsOf, dump, rebuild } = observing('networks', '2076-04-01');

const departments = 8;
const plan = { kind: 'plan', id: newId() };
const adopted = (state: Fields) =>
  aPractice({ status: 'adopted', adoptedOn: '2076-02-10', decidedOn: '2076-02-10', ...state });
const first = adopted({ adoptedBy: ['bisa', 'generalDirectorate'], target: plan, themes: ['housing'] });
const second = adopted({ adoptedBy: ['bisa'], target: plan, level: 'world' });
const old = adopted({ capturedOn: '2074-01-01', adoptedOn: '2074-03-31', adoptedBy: ['schoolService'] });

beforeAll(() =>
  publish(
    'practices',
    first,
    second,
    old,
    adopted({ adoptedBy: ['bisa'], target: { kind: 'project', id: newId() } }),
    adopted({ adoptedBy: ['bisa'], target: { kind: 'process' } }),
    aPractice({ status: 'rejected', capturedOn: '2076-03-01', decidedOn: '2076-03-08', departments: ['bisa'] }),
  ),
);

it('A1.3 is the median days to a decision, for or against; those that wait are counted by A1.3b', async () => {
  expect(await tally('A1.3', '2076-Q1')).toEqual(['2076-Q1 31 6/6']);
  expect(await along('A1.3', 'department', '2076-Q1')).toEqual(['bisa 1/1', 'generalDirectorate 5/5']);
  expect(await tally('A1.3b', '2076', '2075', '2073')).toEqual(['2076 0 0', '2075 1 1', '2073 0 0']);
});

it('A1.4 counts a department once, for 24 months, among those that are valid', async () => {
  expect(await tally('A1.4', '2076', '2074', '2073')).toEqual([
    `2076 25 2/${departments}`,
    `2074 12.5 1/${departments}`,
    '2073 undefined 0/0',
  ]);
  await publish('practices', { ...old, version: 2, adoptedOn: '2074-04-01' });
  expect(await tally('A1.4', '2076')).toEqual([`2076 37.5 3/${departments}`]);
  await itIs('2076-04-02');
  expect(await tally('A1.4', '2076', '2076-Q1')).toEqual([`2076 25 2/${departments}`, `2076-Q1 37.5 3/${departments}`]);
});

it('A1.4 gives each department its own share, and zero to those without an adoption', async () => {
  const found = await along('A1.4', 'department');
  expect(found).toHaveLength(departments);
  expect(found).toEqual(expect.arrayContaining(['bisa 1/1', 'generalDirectorate 1/1', 'schoolService 0/1']));
  const filtered = async (...filter: string[]) =>
    (await figures('A1.4', { period: ['2076'], filter })).map((each) => tallied(each));
  expect(await filtered('department:schoolService')).toEqual(['2076 0 0/1']);
  expect(await filtered('department:schoolService', 'department:bisa')).toEqual(['2076 50 1/2']);
  expect(await filtered('theme:housing')).toEqual([`2076 25 2/${departments}`]);
  expect(await filtered('level:world')).toEqual([`2076 12.5 1/${departments}`]);
});

it('A1.4 can be read again by the id of its measurement', async () => {
  const [observation] = await figures('A1.4', { period: ['2076'] });
  const path = { measurementId: observation?.measurementId ?? '' };
  const read = await stage.client.call('rpc.gateway.measurements.read', { path, caller: anonymous });
  expect(read.body).toMatchObject({ numerator: 2, denominator: departments, value: 25 });
  const records = observation === undefined ? [] : await recordsOf(observation);
  const naming = records.filter(({ numerator = 0 }) => numerator > 0);
  expect(new Set(naming.map((record) => ('key' in record ? record.key : '')))).toEqual(
    new Set(['bisa', 'generalDirectorate']),
  );
});

it('A1.5 counts a plan or project once, and no working process', async () => {
  expect(await tally('A1.5', '2076', '2076-Q1', '2074')).toEqual(['2076 2 2', '2076-Q1 2 2', '2074 0 0']);
  expect(await along('A1.5', 'kind')).toEqual(['plan 1', 'project 1']);
  await publish('practices', { ...first, version: 2, status: 'abandoned' });
  expect(await tally('A1.5', '2076')).toEqual(['2076 2 2']);
  await publish('practices', { ...second, version: 2, status: 'abandoned' });
  expect(await tally('A1.5', '2076')).toEqual(['2076 1 1']);
});

it('A1.2 waits for the 24 months, and leaves out what came after them', async () => {
  const assessed = { capturedOn: '2074-01-10', assessedOn: '2074-04-02', status: 'implemented' };
  await publish(
    'practices',
    aPractice({ ...assessed, implementedOn: '2076-04-02' }),
    aPractice({ ...assessed, assessedOn: '2074-04-01', implementedOn: '2076-04-02' }),
  );
  expect(await tally('A1.2', '2076')).toEqual(['2076 0 0/1']);
  await itIs('2076-04-03');
  expect(await tally('A1.2', '2076', '2076-Q2')).toEqual(['2076 50 1/2', '2076-Q2 50 1/2']);
});

it('all of them are the same after a rebuild', async () => {
  const grown = await dump();
  await rebuild();
  expect(await dump()).toEqual(grown);
});
