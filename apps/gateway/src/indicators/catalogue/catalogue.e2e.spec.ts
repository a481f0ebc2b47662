import { newId } from '@passerelle/platform/data/database';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { publisher, Publishers, type Fields } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { anonymous } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { gatewayMigrations } from '../../migrations.js';
import { IndicatorsModule } from '../indicators.module.js';
import type { Observation } from '../observation.schema.js';

// The figures of the catalogue, each on a few records that can be counted by hand.

const gateway: ServiceDefinition = { ...publisher('gateway'), module: IndicatorsModule, migrations: gatewayMigrations };

let publishers: Publishers;
// Hooks after the tests run in this order: publishers stop before the broker does.
afterAll(() => publishers?.close());
const stage = onOwnStage(gateway);

async function tell(service: string, resource: string, ...states: Fields[]): Promise<void> {
  await publishers.tell(service, resource, states);
  const told = await publishers.logged(service);
  await until(`every figure has read ${service}`, async () => {
    const rows = await stage.app.database.query<{ sequence: string }>(
      'SELECT sequence FROM indicator_position WHERE source = $1',
      [service],
    );
    return rows.length > 0 && rows.every(({ sequence }) => Number(sequence) === told);
  });
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

const valueOf = async (code: string, period: string) => (await figures(code, { period: [period] }))[0]?.value;

const aProject = (state: Fields) => ({
  id: newId(),
  startsOn: '2020-10-01',
  endsOn: '2021-09-30',
  level: 'europe',
  objective: 'O4',
  departments: ['generalDirectorate'],
  classification: 'public',
  ...state,
});
const aPartner = (project: { id: string }, country: string, state: Fields = {}) => ({
  id: newId(),
  projectId: project.id,
  country,
  active: true,
  ...state,
});
const anActivity = (state: Fields) => ({
  id: newId(),
  status: 'recorded',
  startsOn: '2021-05-15',
  endsOn: '2021-05-16',
  kind: 'conference',
  part: 'attended',
  level: 'europe',
  objective: 'O3',
  classification: 'public',
  countries: [],
  ...state,
});

const stakeholder = aProject({ role: 'stakeholder', departments: ['generalDirectorate', 'bisa'] });
const onlooker = aProject({ role: 'associated' });
const foreign = aProject({ origin: 'imported' });
const withdrawn = anActivity({ part: 'chaired', countries: ['JP'] });

beforeAll(async () => {
  publishers = await Publishers.start(stage.nats, 'projects', 'networks');
  await tell('projects', 'projects', stakeholder, onlooker, foreign);
  await tell(
    'projects',
    'partners',
    aPartner(stakeholder, 'FR', { city: 'Lille' }),
    aPartner(stakeholder, 'FR', { city: 'Lille' }),
    aPartner(stakeholder, 'NL', { city: 'Rotterdam' }),
    aPartner(stakeholder, 'PL', { city: 'Gdańsk', active: false }),
    aPartner(onlooker, 'ES', { city: 'Madrid' }),
    aPartner(foreign, 'IT', { city: 'Torino' }),
  );
  await tell(
    'networks',
    'activities',
    anActivity({ part: 'hosted', countries: ['FR', 'DE'] }),
    anActivity({ part: 'attended' }),
    anActivity({ part: 'spoke', startsOn: '2022-03-31', endsOn: '2022-04-01', countries: ['US'] }),
    withdrawn,
  );
  const visit = { status: 'made', startsOn: '2021-05-15', endsOn: '2021-05-16', level: 'europe', objective: 'O3' };
  await tell(
    'networks',
    'visits',
    { id: newId(), ...visit, direction: 'outgoing', countries: ['FR', 'LU'] },
    { id: newId(), ...visit, direction: 'incoming', countries: ['KR'], status: 'planned' },
  );
});

it('A2.1 counts the projects in which the agency works, by role and by each of its departments', async () => {
  expect(await valueOf('A2.1', '2021')).toBe(1);
  expect(await valueOf('A2.1', '2021-Q4')).toBe(0);
  const departments = await figures('A2.1', { period: ['2021'], dimension: ['department'] });
  expect(departments.map(({ dimensions, value }) => `${dimensions.department} ${value}`)).toEqual([
    'bisa 1',
    'generalDirectorate 1',
  ]);
});

it('R1.4 counts a country once, as partner, audience or visit, and no country of associated partners', async () => {
  expect(await valueOf('R1.4', '2021')).toBe(5);
  expect(await valueOf('R1.4', '2022')).toBe(1);
  const [observation] = await figures('R1.4', { period: ['2021'] });
  expect(observation).toMatchObject({ unit: 'countries', definitionVersion: 2 });
  expect(observation?.position).toEqual({ projects: 9, networks: 6 });
});

it('R1.4b is the spread over the mentions of countries, by projects and networks together', async () => {
  // France by the project, an activity and a visit: three mentions of it, and one each of NL, DE, JP and LU.
  expect((await figures('R1.4b', { period: ['2021', '2023'] })).map(tallied)).toEqual([
    '2021 0.735 36/49',
    '2023 undefined 0/0',
  ]);
});

it('R2.4 counts the cities of active partners, once each', async () => {
  expect(await valueOf('R2.4', '2021')).toBe(2);
  expect(await valueOf('R2.4', '2020')).toBe(2);
});

it('O3.1 is the share of activities with an active role; one across the end of a quarter counts in both', async () => {
  expect((await figures('O3.1', { period: ['2021', '2022-Q1', '2022-Q2', '2023'] })).map(tallied)).toEqual([
    '2021 66.7 2/3',
    '2022-Q1 100 1/1',
    '2022-Q2 100 1/1',
    '2023 undefined 0/0',
  ]);
});

it('removes a withdrawn activity, and a country with it', async () => {
  await tell('networks', 'activities', { ...withdrawn, version: 2, status: 'withdrawn' });
  expect((await figures('O3.1', { period: ['2021'] })).map(tallied)).toEqual(['2021 50 1/2']);
  expect(await valueOf('R1.4', '2021')).toBe(4);
});

const tallied = ({ period, value, numerator, denominator }: Observation) =>
  `${period} ${value} ${numerator}/${denominator}`;
