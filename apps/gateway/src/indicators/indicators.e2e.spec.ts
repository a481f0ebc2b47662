import { startOfDay } from '@passerelle/domain/period';
import { newId } from '@passerelle/platform/data/database';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { publisher, Publishers, type Fields } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { anonymous, editor } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { gatewayMigrations } from '../migrations.js';
import { rebuildProjections } from '../rebuild.js';
import { Catalogue } from './catalogue/catalogue.js';
import { x1 } from './catalogue/x1.js';
import { Clock } from './clock.js';
import { Definition } from './definition.schema.js';
import { IndicatorsModule } from './indicators.module.js';
import type { MeasuredRecord, Observation } from './observation.schema.js';

const gateway: ServiceDefinition = { ...publisher('gateway'), module: IndicatorsModule, migrations: gatewayMigrations };

let publishers: Publishers;
// Hooks after the tests run in this order: publishers stop before the broker does.
afterAll(() => publishers?.close());
const stage = onOwnStage(gateway);

/** The instant of the next facts: the test runs fifty years ahead, so that no figure depends on the day of the run. */
let recordedAt = new Date('2076-11-24T08:00:00Z');

/** Records facts in their service, and waits until every figure contains them. */
async function tell(service: string, resource: string, ...states: Fields[]): Promise<void> {
  await publishers.tell(service, resource, states, recordedAt);
  recordedAt = new Date(recordedAt.getTime() + 1_000);
  await settled(service);
}

/** Whether each definition has read the whole outbox of the service. */
async function settled(service: string): Promise<void> {
  const logged = await publishers.logged(service);
  const positions = 'SELECT sequence FROM indicator_position WHERE source = $1';
  await until(`each definition has read all of ${service}`, async () => {
    const rows = await stage.app.database.query<{ sequence: string }>(positions, [service]);
    return rows.length > 0 && rows.every(({ sequence }) => Number(sequence) === logged);
  });
}

/** Sets the day in Brussels, and waits until its midnight has been processed. */
async function itIs(day: string, time = 12 * 3_600_000): Promise<void> {
  const now = new Date(startOfDay(day).getTime() + time);
  stage.app.app.get(Clock).now = () => now;
  await until(
    `the midnight of ${day} has been processed`,
    async () =>
      (await stage.app.database.query('SELECT 1 FROM indicator_root WHERE next_at <= $1', [now])).length === 0,
  );
}

const observe = (code: string, query: Record<string, string[]> = {}) =>
  stage.client.call('rpc.gateway.indicators.observe', { path: { code }, query, caller: anonymous });

async function figures(code: string, query: Record<string, string[]> = {}): Promise<Observation[]> {
  const answer = await observe(code, query);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.items;
}

/** `done/due` by period. */
async function tally(...periods: string[]): Promise<Record<string, string>> {
  const found = await figures('O1.1', { period: periods });
  return Object.fromEntries(found.map(({ period, numerator, denominator }) => [period, `${numerator}/${denominator}`]));
}

async function recordsOf(observation: Observation, caller = editor): Promise<MeasuredRecord[]> {
  const found: MeasuredRecord[] = [];
  for (let after: string | undefined; ;) {
    const query: Record<string, string[]> =
      after === undefined ? { pageSize: ['2'], total: ['true'] } : { pageSize: ['2'], after: [after] };
    const { body } = await stage.client.call('rpc.gateway.measurements.list-records-of', {
      path: { measurementId: observation.measurementId },
      query,
      caller,
    });
    found.push(...body.items);
    if (body.next === undefined) return found;
    after = new URL(body.next).searchParams.get('after') ?? undefined;
  }
}

const aProject = (state: Fields) => ({
  id: newId(),
  ref: 'PJ-2026-0001',
  title: { en: 'A project' },
  level: 'europe',
  classification: 'public',
  ...state,
});
const aPartner = (projectId: string, country: string, active = true) => ({ id: newId(), projectId, country, active });

const stise = aProject({ startsOn: '2075-02-01', endsOn: '2076-01-31' });
const metro = aProject({ startsOn: '2076-06-01', level: 'metropolis', classification: 'internal' });

beforeAll(async () => {
  publishers = await Publishers.start(stage.nats, 'projects', 'cooperation');
  await itIs('2076-11-24');
  await tell('projects', 'projects', stise, metro);
  await tell(
    'projects',
    'partners',
    aPartner(stise.id, 'FR'),
    aPartner(stise.id, 'BE'),
    aPartner(metro.id, 'BE'),
    aPartner(metro.id, 'NL', false),
  );
});

describe('X1, registered projects running', () => {
  it('counts by period, and by each value of a dimension', async () => {
    const counts = await figures('X1', { period: ['2075', '2076', '2076-Q1', '2076Q2', '2076-Q4', '2077'] });
    const byPeriod = Object.fromEntries(counts.map(({ period, value }) => [period, value]));
    expect(byPeriod).toEqual({ '2075': 1, '2076': 2, '2076-Q1': 1, '2076-Q2': 1, '2076-Q4': 1, '2077': 0 });
    const countries = await figures('X1', { period: ['2076'], dimension: ['country'] });
    expect(countries.map(({ dimensions, value }) => `${dimensions.country} ${value}`)).toEqual(['BE 2', 'FR 1']);
    expect((await figures('X1', { period: ['2076'], filter: ['country:FR'] }))[0]?.value).toBe(1);
  });

  it('crosses dimensions, and combines several values of one with OR', async () => {
    const crossed = await figures('X1', { period: ['2076'], dimension: ['country'], filter: ['level:europe'] });
    expect(crossed.map(({ dimensions, value }) => `${dimensions.level} ${dimensions.country} ${value}`)).toEqual([
      'europe BE 1',
      'europe FR 1',
    ]);
    const [either] = await figures('X1', { period: ['2076'], filter: ['country:FR', 'country:BE'] });
    expect([either?.dimensions, either?.value]).toEqual([{ country: 'BE+FR' }, 2]);
  });

  it('reports the position up to which it has read, and the instant', async () => {
    const [observation] = await figures('X1', { period: ['2076'] });
    expect(observation).toMatchObject({ unit: 'projects', definitionVersion: 1, position: { projects: 6 } });
    const [last] = await stage.app.database.query<{ at: Date }>(
      `SELECT max(recordedtime) AS at FROM ledger WHERE source = 'projects'`,
    );
    expect(observation?.asOf).toBe(last?.at.toISOString());
  });

  it('shows a past figure, and keeps a quoted one unchanged', async () => {
    const [quoted] = await figures('X1', { period: ['2077'] });
    await tell('projects', 'projects', aProject({ startsOn: '2077-01-01', endsOn: '2077-06-30' }));
    expect((await figures('X1', { period: ['2077'] }))[0]?.value).toBe(1);
    expect((await figures('X1', { period: ['2077'], asOf: [quoted?.asOf ?? ''] }))[0]).toMatchObject({
      value: 0,
      position: { projects: 6 },
    });
    const again = await stage.client.call('rpc.gateway.measurements.read', {
      path: { measurementId: quoted?.measurementId ?? '' },
      caller: anonymous,
    });
    expect(again.body).toMatchObject({ ...quoted, code: 'X1' });
  });

  it('no longer counts a record that was taken back, and names it no more', async () => {
    const wrong = aProject({ startsOn: '2078-02-01', endsOn: '2078-03-31' });
    await tell('projects', 'projects', wrong);
    const [before] = await figures('X1', { period: ['2078-Q1'] });
    if (before === undefined) throw new Error('there is a figure');
    expect((await recordsOf(before)).map(({ subject }) => subject)).toContain(`projects/${wrong.id}`);
    await tell('projects', 'projects', { ...wrong, retractedAt: recordedAt.toISOString() });
    const [after] = await figures('X1', { period: ['2078-Q1'] });
    expect(after?.value).toBe((before.value ?? NaN) - 1);
    const then = await recordsOf(before);
    expect(then).toHaveLength(before.numerator);
    expect(then.map(({ subject }) => subject)).not.toContain(`projects/${wrong.id}`);
  });

  it('keeps a quoted figure though the clock of a service is ahead, and refuses future instants', async () => {
    const [quoted] = await figures('X1', { period: ['2077'] });
    const [clock, recorded] = [stage.app.app.get(Clock), new Date(quoted?.asOf ?? '').getTime()];
    const ours = clock.now;
    clock.now = () => new Date(recorded - 600_000);
    const path = { measurementId: quoted?.measurementId ?? '' };
    expect(await stage.client.call('rpc.gateway.measurements.read', { path })).toMatchObject({ status: 200 });
    const later = new Date(recorded + 1).toISOString();
    expect(await observe('X1', { asOf: [later] })).toMatchObject({ status: 400 });
    clock.now = ours;
  });

  it('refuses unknown input', async () => {
    const unknown = await observe('X1', { dimension: ['theme'] });
    expect(unknown.status).toBe(400);
    expect(unknown.body.issues[0].type).toBe('urn:problem-type:belgif:input-validation:unknownInput');
    expect((await observe('X1', { period: ['2076-13'] })).status).toBe(400);
    expect((await observe('X7')).status).toBe(404);
    const path = { measurementId: 'W10' };
    expect((await stage.client.call('rpc.gateway.measurements.read', { path })).status).toBe(404);
  });
});

describe('the records behind a figure', () => {
  it('are as many as the figure says, for any filter', async () => {
    const either = { filter: ['country:FR', 'country:BE'] };
    const narrowed: Record<string, string[]>[] = [{}, { dimension: ['country'] }, { dimension: ['level'] }, either];
    for (const query of narrowed) {
      for (const observation of await figures('X1', { period: ['2075', '2076', '2076-Q4'], ...query })) {
        expect(await recordsOf(observation)).toHaveLength(observation.numerator);
      }
    }
  });

  it('show no more than the caller may see', async () => {
    const [observation] = await figures('X1', { period: ['2076'] });
    if (observation === undefined) throw new Error('there is a figure');
    const all = await recordsOf(observation);
    expect(all.map(({ subject }) => subject).sort()).toEqual([`projects/${stise.id}`, `projects/${metro.id}`].sort());
    expect(all[0]).toMatchObject({
      ref: 'PJ-2026-0001',
      title: { en: 'A project' },
      href: expect.stringContaining('/v1/projects/'),
    });
    const publicly = await recordsOf(observation, anonymous);
    expect(publicly.filter(({ redacted }) => redacted)).toEqual([{ redacted: true, period: '2076', numerator: 1 }]);
    expect(publicly).toHaveLength(2);
  });
});

describe('O1.1, the cadence of the Forum', () => {
  const obligation = { countingRule: 'calendarPeriod', monitoredFrom: '2076-07-01' };
  const forum = {
    id: newId(),
    signedOn: '2012-11-26',
    level: 'belgium',
    classification: 'public',
    obligations: [
      { ...obligation, code: 'ministers', tier: 'ministerial', cadence: 'P1Y', monitoredFrom: '2076-01-01' },
      { ...obligation, code: 'administrations', tier: 'administrative', cadence: 'P3M' },
    ],
  };
  const meeting = (tier: string, heldOn: string) => ({
    id: newId(),
    agreementId: forum.id,
    tier,
    heldOn,
    classification: 'public',
    ref: 'CO-2026-0002',
  });
  const quarters = ['2076-Q3', '2076-Q4', '2077-Q1'];

  it('counts what is due by the calendar in Brussels, midnight after midnight', async () => {
    await tell('cooperation', 'agreements', forum);
    await tell('cooperation', 'forumMeetings', meeting('administrative', '2076-11-03'));
    expect(await tally(...quarters, '2076')).toEqual({
      '2076-Q3': '0/1',
      '2076-Q4': '0/0',
      '2077-Q1': '0/0',
      '2076': '0/1',
    });
    await itIs('2076-12-31', 86_399_000);
    expect(await tally(...quarters)).toEqual({ '2076-Q3': '0/1', '2076-Q4': '0/0', '2077-Q1': '0/0' });
    await itIs('2077-01-01', 0);
    expect(await tally(...quarters, '2076')).toEqual({
      '2076-Q3': '0/1',
      '2076-Q4': '1/2',
      '2077-Q1': '0/0',
      '2076': '1/3',
    });
    const [, nothing] = await figures('O1.1', { period: ['2076-Q4', '2077-Q1'] });
    expect(nothing).not.toHaveProperty('value');
    expect((await figures('O1.1', { period: ['2076'] }))[0]).toMatchObject({
      value: 33.3,
      asOf: '2076-12-31T23:00:00.000Z',
    });
  });

  it('includes a fact recorded before a midnight that the clock has passed', async () => {
    await tell('cooperation', 'forumMeetings', meeting('ministerial', '2076-10-05'));
    expect(await tally('2076-Q4', '2076')).toEqual({ '2076-Q4': '2/2', '2076': '2/3' });
    expect((await figures('O1.1', { period: ['2076-Q4'], asOf: ['2076-12-31T22:59:59Z'] }))[0]).toMatchObject({
      numerator: 0,
      denominator: 0,
    });
  });

  it('opens quarters for projects that still run, and only for them', async () => {
    await itIs('2077-04-01');
    expect((await figures('X1', { period: ['2077-Q1', '2077-Q2'] })).map(({ value }) => value)).toEqual([2, 2]);
    expect(await tally(...quarters)).toEqual({ '2076-Q3': '0/1', '2076-Q4': '2/2', '2077-Q1': '0/1' });
  });

  it('processes midnights before a later fact', async () => {
    recordedAt = new Date('2077-10-02T10:00:00Z');
    stage.app.app.get(Clock).now = () => recordedAt;
    await tell('cooperation', 'forumMeetings', meeting('administrative', '2077-08-01'));
    await itIs('2077-10-02');
    expect(await tally('2077-Q2', '2077-Q3')).toEqual({ '2077-Q2': '0/1', '2077-Q3': '1/1' });
    const [third] = await figures('O1.1', { period: ['2077-Q3'], asOf: ['2077-10-01T00:00:00Z'] });
    expect([third?.numerator, third?.denominator]).toEqual([0, 1]);
  });

  it('equals the count of its records, each held obligation by its meeting', async () => {
    for (const observation of await figures('O1.1', { period: ['2076', '2077', '2076-Q4'], dimension: ['tier'] })) {
      const records = await recordsOf(observation, anonymous);
      const sum = (of: (one: MeasuredRecord) => number | undefined) =>
        records.reduce((total, one) => total + (of(one) ?? 0), 0);
      expect([sum((one) => one.numerator), sum((one) => one.denominator)]).toEqual([
        observation.numerator,
        observation.denominator,
      ]);
      expect(records.filter(({ subject }) => subject?.startsWith('forumMeetings/'))).toHaveLength(
        observation.numerator,
      );
    }
  });

  it('is in the list of indicators with its latest value', async () => {
    const { body } = await stage.client.call('rpc.gateway.indicators.list', { caller: anonymous });
    const items: { code: string; apart?: string; latest?: Observation }[] = body.items;
    const quarterly = [
      ...['A1.3', 'A1.3b', 'A2.1', 'A2.2', 'A3.1', 'O1.1', 'O1.2', 'O1.3', 'O2.1', 'O2.2', 'O2.4', 'O3.1'],
      ...['R1.2', 'R1.2b', 'R3.2', 'R3.4', 'X1'],
    ];
    const yearly = [
      ...['A1.1', 'A1.2', 'A1.4', 'A1.5', 'A2.3', 'A2.5', 'A3.3', 'A3.4', 'A3.5', 'A4.1', 'A4.2', 'A4.2b', 'A4.3'],
      ...['A4.4', 'O1.4', 'O1.5', 'O1.5b', 'O2.3', 'O3.2', 'O3.3', 'O3.4', 'R1.1', 'R1.1b', 'R1.4', 'R1.4b'],
      ...['R2.1', 'R2.2', 'R2.3', 'R2.3b', 'R2.4', 'R3.1', 'R3.1b', 'R3.3', 'R3.5', 'R3.5b'],
    ];
    const latest = [...quarterly.map((code) => `${code} 2077-Q3`), ...yearly.map((code) => `${code} 2076`)];
    // Persons, impressions and copies have no total.
    const apart = ['A3.2 by unit'];
    expect(items.map(({ code, latest: last, apart: by }) => `${code} ${last?.period ?? `by ${by}`}`)).toEqual(
      [...latest, ...apart].sort(),
    );
    const one = await stage.client.call('rpc.gateway.indicators.read', { path: { code: 'O1.1' }, caller: anonymous });
    expect(one.body).toMatchObject({
      code: 'O1.1',
      objective: 'O1',
      href: 'http://passerelle.test/v1/indicators/O1.1',
      definitionVersion: 1,
    });
    expect(one.body).not.toHaveProperty('rules');
  });
});

describe('a new definition', () => {
  it('catches up with the whole ledger; a key shared by several records counts once', async () => {
    const [rule] = x1.rules;
    if (rule === undefined || rule.formula.kind !== 'running') throw new Error('X1 runs');
    const countries = Definition.parse({
      ...x1,
      code: 'X2',
      unit: 'countries',
      sharedKeys: true,
      rules: [
        {
          ...rule,
          formula: { ...rule.formula, counts: { of: 'partners', field: 'country', where: { active: [true] } } },
        },
      ],
    });
    const catalogue = stage.app.app.get(Catalogue);
    Object.assign(catalogue, { definitions: [...catalogue.definitions, countries] });
    await settled('projects');
    await until('X2 has caught up', async () => (await figures('X2', { period: ['2076'] }))[0]?.value === 2);
    await tell('projects', 'partners', aPartner(metro.id, 'FR'), aPartner(metro.id, 'DE'));
    const [observation] = await figures('X2', { period: ['2076'] });
    if (observation === undefined) throw new Error('there is a figure');
    expect(observation.value).toBe(3);
    expect((await figures('X2', { period: ['2076'], asOf: [observation.asOf] }))[0]?.value).toBe(3);
    expect(new Set((await recordsOf(observation)).map(({ key }) => key)).size).toBe(3);
  });
});

describe('rebuilt figures', () => {
  const tables = {
    record_state: '*',
    contribution: '*',
    indicator_root: '*',
    indicator_member: '*',
    indicator_position: '*',
    cell_key: '*',
    // The instant of the last change of a figure is a hint for readers, and not compared.
    cell: 'definition, version, period, dimension, value, contributions, numerator, denominator',
  };
  const dump = async () => {
    const rows = await Promise.all(
      Object.entries(tables).map(([table, columns]) =>
        stage.app.database.query<{ row: string }>(
          `SELECT row::text FROM (SELECT ${columns} FROM ${table}) AS row ORDER BY 1`,
        ),
      ),
    );
    return Object.fromEntries(Object.keys(tables).map((table, index) => [table, rows[index]?.map(({ row }) => row)]));
  };

  it('equal the figures that grew with the facts, row by row', async () => {
    const grown = await dump();
    expect(grown.contribution?.length).toBeGreaterThan(40);
    const { definitions } = stage.app.app.get(Catalogue);
    await rebuildProjections(stage.app.database, stage.app.app.get(Clock).now(), definitions);
    expect(await dump()).toEqual(grown);
  });
});
