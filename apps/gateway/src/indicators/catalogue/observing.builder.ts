/** For tests: the gateway with services that publish facts, years ahead, so that no figure depends on the day of the run. */
import { startOfDay } from '@passerelle/domain/period';
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

const gateway: ServiceDefinition = { ...publisher('gateway'), module: IndicatorsModule, migrations: gatewayMigrations };

const hour = 3_600_000;

/** Starts them on a day; call it at the top of a file. */
export function observing(service: string, firstDay: string, ...others: string[]) {
  let publishers: Publishers;
  let recordedAt = startOfDay(firstDay);
  // Hooks after the tests run in this order: publishers stop before the broker does.
  afterAll(() => publishers?.close());
  const stage = onOwnStage(gateway);
  beforeAll(async () => {
    publishers = await Publishers.start(stage.nats, service, ...others);
    await itIs(firstDay);
  });

  /** Records facts of whole states, and waits until every figure contains them. */
  const publish = (resource: string, ...states: Fields[]): Promise<void> => publishAt(service, resource, ...states);

  async function publishAt(source: string, resource: string, ...states: Fields[]): Promise<void> {
    await publishers.tell(source, resource, states, recordedAt);
    recordedAt = new Date(recordedAt.getTime() + 1_000);
    const logged = await publishers.logged(source);
    await until('every figure has read it', async () => {
      const rows = await stage.app.database.query<{ sequence: string }>(
        'SELECT sequence FROM indicator_position WHERE source = $1',
        [source],
      );
      return rows.length > 0 && rows.every(({ sequence }) => Number(sequence) === logged);
    });
  }

  /** Sets the day, and waits until its midnight has been processed; later facts are recorded in its morning. */
  async function itIs(day: string): Promise<void> {
    const now = new Date(startOfDay(day).getTime() + hour);
    stage.app.app.get(Clock).now = () => now;
    recordedAt = new Date(now.getTime() + hour);
    await until(
      `the midnight of ${day} has been processed`,
      async () =>
        (await stage.app.database.query('SELECT 1 FROM indicator_root WHERE next_at <= $1', [now])).length === 0,
    );
  }

  return { ...reading(stage), ...storing(stage), stage, publish, publishAt, itIs };
}

type Stage = ReturnType<typeof onOwnStage>;

/** `period value numerator/denominator`, without the denominator for a count. */
export const tallied = ({ period, value, numerator, denominator }: Observation): string =>
  `${period} ${value} ${numerator}${denominator === undefined ? '' : `/${denominator}`}`;

function reading(stage: Stage) {
  async function figures(code: string, query: Record<string, string[]>): Promise<Observation[]> {
    const path = { code };
    const answer = await stage.client.call('rpc.gateway.indicators.observe', { path, query, caller: anonymous });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.items;
  }

  const tally = async (code: string, ...period: string[]) => (await figures(code, { period })).map(tallied);

  /** What was known at an instant. */
  const tallyAsOf = async (asOf: string, code: string, ...period: string[]) =>
    (await figures(code, { period, asOf: [asOf] })).map(tallied);

  /** `value numerator/denominator` of each value of a dimension. */
  async function along(code: string, dimension: string, period = '2076'): Promise<string[]> {
    const found = await figures(code, { period: [period], dimension: [dimension] });
    return found.map(
      ({ dimensions, numerator, denominator }) =>
        `${dimensions[dimension]} ${numerator}${denominator === undefined ? '' : `/${denominator}`}`,
    );
  }

  async function recordsOf({ measurementId }: Observation): Promise<MeasuredRecord[]> {
    const query = { pageSize: ['200'] };
    const path = { measurementId };
    return (await stage.client.call('rpc.gateway.measurements.list-records-of', { path, query, caller: editor })).body
      .items;
  }

  return { figures, tally, tallyAsOf, along, recordsOf };
}

function storing(stage: Stage) {
  /** All stored rows but the cells, which are their sums. */
  const dump = () =>
    Promise.all(
      ['contribution', 'indicator_root', 'cell_key'].map((table) =>
        stage.app.database.query<{ row: string }>(`SELECT row::text FROM ${table} AS row ORDER BY 1`),
      ),
    );
  const rebuild = () => rebuildProjections(stage.app.database, stage.app.app.get(Clock).now());
  return { dump, rebuild };
}
