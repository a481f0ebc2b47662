import { anonymous } from '@passerelle/testing/start-app';
import { observing, tallied } from './observing.builder.js';
import { anItem, reached } from './showing.builder.js';

// Figures whose values are never added, in every way to ask for them.

const { stage, publish, figures, recordsOf } = observing('networks', '2076-03-01');

async function along(code: string, dimension: string, period: string, filter: string[] = []): Promise<string[]> {
  const found = await figures(code, { period: [period], dimension: [dimension], filter });
  return found.map((each) => `${each.dimensions[dimension]} ${tallied(each)}`);
}

describe('A3.2, sourced reach', () => {
  const both = anItem('2063-02-01', { reach: [reached('persons', 40), reached('impressions', 5_000)] });
  const observe = (query: Record<string, string[]>) =>
    stage.client.call('rpc.gateway.indicators.observe', { path: { code: 'A3.2' }, query, caller: anonymous });
  const units = ['persons', 'impressions', 'copies'];

  it('is a sum in each unit, and its coverage is of all items', async () => {
    expect(await along('A3.2', 'unit', '2063')).toEqual([]);
    await publish('visibility', both, anItem('2063-02-01', { reach: [reached('persons', 2)] }), anItem('2063-03-01'));
    expect(await along('A3.2', 'unit', '2063')).toEqual([
      'copies 2063 undefined 0/3',
      'impressions 2063 5000 1/3',
      'persons 2063 42 2/3',
    ]);
    const [persons] = await figures('A3.2', { period: ['2063'], filter: ['unit:persons'] });
    expect(persons).toMatchObject({ value: 42, unit: 'persons', dimensions: { unit: 'persons' } });
    const records = persons === undefined ? [] : await recordsOf(persons);
    expect(records.map(({ numerator, denominator }) => `${numerator}/${denominator}`).sort()).toEqual([
      '0/0',
      '2/1',
      '40/1',
    ]);
  });

  it('follows a late fact and a retraction, and keeps what was known', async () => {
    const [quoted] = await figures('A3.2', { period: ['2063'], filter: ['unit:persons'] });
    await publish('visibility', anItem('2063-02-02', { reach: [reached('persons', 8)] }));
    await publish('visibility', { ...both, version: 2, retractedAt: '2076-03-01T05:00:00Z' });
    expect(await along('A3.2', 'unit', '2063', ['unit:persons'])).toEqual(['persons 2063 10 2/3']);
    const before = await figures('A3.2', { period: ['2063'], filter: ['unit:persons'], asOf: [quoted?.asOf ?? ''] });
    expect(before.map(tallied)).toEqual(['2063 42 2/3']);
  });

  it('never exists across units, whatever is asked', async () => {
    const [quoted] = await figures('A3.2', { period: ['2063'], filter: ['unit:persons'] });
    const dimensions = ['kind', 'level', 'objective', 'department', 'theme', 'unit'];
    const axes = [[], ...dimensions.map((one) => [one]), ...dimensions.map((one) => ['level', one])];
    const filters = [[], [units[0]], [units[2]], units.slice(0, 2), units].map((some) =>
      some.map((unit) => `unit:${unit}`),
    );
    const instants = [[], [quoted?.asOf ?? '']];
    for (const dimension of axes)
      for (const filter of filters)
        for (const asOf of instants) {
          const answer = await observe({
            period: ['2063', '2063-Q1'],
            dimension,
            filter: [...filter, 'level:europe'],
            asOf,
          });
          if (!dimension.includes('unit') && filter.length !== 1) {
            expect(answer).toMatchObject({ status: 400 });
            expect(answer.body.issues[0].type).toBe('urn:problem-type:belgif:input-validation:notAdditive');
            continue;
          }
          expect(answer).toMatchObject({ status: 200 });
          for (const each of answer.body.items) expect(units).toContain(each.dimensions.unit);
          for (const each of answer.body.items) expect(each.unit).toBe(each.dimensions.unit);
        }
  });

  it('has no address across units, and no latest figure', async () => {
    const idOf = (filters: unknown[]) =>
      Buffer.from(JSON.stringify(['A3.2', 1, '2063', filters, '2076-03-01T00:00:00.000Z'])).toString('base64url');
    const answers = async (filters: unknown[]) => {
      const path = { measurementId: idOf(filters) };
      const figure = await stage.client.call('rpc.gateway.measurements.read', { path, caller: anonymous });
      const records = await stage.client.call('rpc.gateway.measurements.list-records-of', { path, caller: anonymous });
      return [figure.status, records.status];
    };
    expect(await answers([['unit', ['persons']]])).toEqual([200, 200]);
    for (const mixed of [[], [['unit', ['persons', 'copies']]], [['level', ['europe']]]])
      expect(await answers(mixed)).toEqual([404, 404]);
    const one = await stage.client.call('rpc.gateway.indicators.read', { path: { code: 'A3.2' }, caller: anonymous });
    expect(one.body).toMatchObject({ code: 'A3.2', apart: 'unit' });
    expect(one.body).not.toHaveProperty('latest');
  });
});
