import { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onOwnStage } from '@passerelle/testing/stage';
import { gatewayMigrations } from '../migrations.js';
import { IndicatorsModule } from './indicators.module.js';

// Reading a figure must take constant time, however many records it has.

const gateway: ServiceDefinition = {
  name: 'gateway',
  referencePrefix: 'GW',
  module: IndicatorsModule,
  settings: ServiceSettings,
  migrations: gatewayMigrations,
  facts: [],
  policy: {},
};

const stage = onOwnStage(gateway);

const observed = (code: string, query: Record<string, string[]>) => async () => {
  const { body } = await stage.client.call('rpc.gateway.indicators.observe', { path: { code }, query });
  return body.items[0];
};
const observe = observed('X1', { period: ['1999'], dimension: ['country'] });

const contribute = `
  INSERT INTO contribution (definition, version, period, root, key, dimensions, subject, numerator, denominator, known_from)
  SELECT 'X1', 1, '1999', 'projects/' || n, 'projects/' || n, '{"country": ["BE"], "level": ["europe"]}', 'projects/' || n, 1, 0, '2026-01-01'
    FROM generate_series($1::int, $2::int) AS n`;

const setCells = `
  INSERT INTO cell (definition, version, period, dimension, value, contributions, numerator, denominator, touched_at)
  SELECT 'X1', 1, '1999', place.dimension, place.value, $1::int, $1::int, 0, '2026-01-01'
    FROM (VALUES ('', ''), ('country', 'BE'), ('level', 'europe')) AS place (dimension, value)
  ON CONFLICT (definition, version, period, dimension, value) DO UPDATE SET contributions = excluded.contributions, numerator = excluded.numerator`;

async function fill(from: number, to: number): Promise<void> {
  for (let first = from + 1; first <= to; first += 50_000) {
    await stage.app.database.query(contribute, [first, Math.min(to, first + 49_999)]);
  }
  await stage.app.database.query(setCells, [to]);
}

const observeShare = async () => {
  const query = { period: ['1999'] };
  const { body } = await stage.client.call('rpc.gateway.indicators.observe', { path: { code: 'A1.4' }, query });
  return body.items[0];
};

const name = `
  INSERT INTO contribution (definition, version, period, root, key, dimensions, subject, numerator, denominator, known_from)
  SELECT 'A1.4', 1, '1999', 'practices/' || n, 'bisa', '{"department": ["bisa"]}', 'practices/' || n, 1, 0, '2026-01-01'
    FROM generate_series($1::int, $2::int) AS n`;

const setShare = `
  INSERT INTO cell (definition, version, period, dimension, value, contributions, numerator, denominator, touched_at)
  VALUES ('A1.4', 1, '1999', '', '', $1::int, 1, 0, '2026-01-01')
  ON CONFLICT (definition, version, period, dimension, value) DO UPDATE SET contributions = excluded.contributions`;

async function fillShare(from: number, to: number): Promise<void> {
  for (let first = from + 1; first <= to; first += 50_000)
    await stage.app.database.query(name, [first, Math.min(to, first + 49_999)]);
  await stage.app.database.query(setShare, [to]);
}

/** The fastest tenth: the cost of the work alone, despite other load on the machine. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 200; run++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[20] ?? 0;
}

it(
  'an observation costs the same with ten times as many records, and so does a quoted figure',
  async () => {
    await fill(0, 10_000);
    await costOf(observe);
    const few = await costOf(observe);
    await fill(10_000, 100_000);
    const many = await costOf(observe);
    const { value, measurementId } = await observe();
    expect(value).toBe(100_000);
    const quoted = await costOf(() => stage.client.call('rpc.gateway.measurements.read', { path: { measurementId } }));
    const ratio = many / few;
    console.log(
      `read with 10^4: ${few.toFixed(2)} ms, with 10^5: ${many.toFixed(2)} ms, ratio ${ratio.toFixed(2)}; quoted: ${quoted.toFixed(2)} ms`,
    );
    // Counting the rows would be about ten times slower; the clock of a shared machine is not more precise than this.
    expect(ratio).toBeLessThan(3);
    expect(quoted / many).toBeLessThan(3);
  },
  longTestLimitMs,
);

it(
  'a share of a list costs the same with ten times as many records, and its denominator is the list',
  async () => {
    await fillShare(0, 10_000);
    await costOf(observeShare);
    const few = await costOf(observeShare);
    await fillShare(10_000, 100_000);
    const many = await costOf(observeShare);
    expect(await observeShare()).toMatchObject({ numerator: 1, denominator: 8 });
    console.log(`share with 10^4: ${few.toFixed(2)} ms, with 10^5: ${many.toFixed(2)} ms`);
    expect(many / few).toBeLessThan(3);
  },
  longTestLimitMs,
);

// Each record mentions one of 250 countries.
const mention = `
  INSERT INTO contribution (definition, version, period, root, key, dimensions, subject, numerator, denominator, known_from)
  SELECT 'R1.4b', 1, '1999', 'visits/' || n, 'country ' || n % 250, '{"level": ["europe"]}', 'visits/' || n, 1, 0, '2026-01-01'
    FROM generate_series($1::int, $2::int) AS n`;

const setKeys = `
  INSERT INTO cell_key (definition, version, period, dimension, value, key, contributions)
  SELECT 'R1.4b', 1, '1999', place.dimension, place.value, 'country ' || n, $1::int / 250
    FROM (VALUES ('', ''), ('level', 'europe')) AS place (dimension, value), generate_series(0, 249) AS n
  ON CONFLICT (definition, version, period, dimension, value, key) DO UPDATE SET contributions = excluded.contributions`;

const setTotal = `
  INSERT INTO cell (definition, version, period, dimension, value, contributions, numerator, denominator, touched_at)
  VALUES ('R1.4b', 1, '1999', '', '', $1::int, 250, 0, '2026-01-01') ON CONFLICT DO NOTHING`;

async function mentions(from: number, to: number): Promise<void> {
  for (let first = from + 1; first <= to; first += 50_000)
    await stage.app.database.query(mention, [first, Math.min(to, first + 49_999)]);
  for (const set of [setKeys, setTotal]) await stage.app.database.query(set, [to]);
}

it(
  'a spread over keys costs the same with ten times as many records, in total, along an axis and quoted',
  async () => {
    const total = observed('R1.4b', { period: ['1999'] });
    const split = observed('R1.4b', { period: ['1999'], dimension: ['level'] });
    await mentions(0, 10_000);
    await costOf(total);
    const few = [await costOf(total), await costOf(split)];
    await mentions(10_000, 100_000);
    const many = [await costOf(total), await costOf(split)];
    const { value, denominator, measurementId } = await total();
    expect([value, denominator]).toEqual([0.996, 10 ** 10]);
    const quoted = await costOf(() => stage.client.call('rpc.gateway.measurements.read', { path: { measurementId } }));
    console.log(`spread with 10^4: ${few.join(' and ')} ms, with 10^5: ${many.join(' and ')} ms; quoted: ${quoted} ms`);
    for (const [n, cost] of many.entries()) expect(cost / (few[n] ?? 0)).toBeLessThan(3);
    expect(quoted / (many[0] ?? 0)).toBeLessThan(3);
  },
  longTestLimitMs,
);
