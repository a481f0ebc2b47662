// The cost of reading an observation must not depend on the number of its contributions.
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchStack } from './stack.ts';
import { median, type Measure } from './table.ts';

const contribute = `
  INSERT INTO contribution (definition, version, period, root, key, dimensions, subject, numerator, denominator, known_from)
  SELECT 'X1', 1, '1999', 'projects/' || n, 'projects/' || n, '{"country": ["BE"], "level": ["europe"]}', 'projects/' || n, 1, 0, '2026-01-01'
    FROM generate_series($1::int, $2::int) AS n`;

const setCells = `
  INSERT INTO cell (definition, version, period, dimension, value, contributions, numerator, denominator, touched_at)
  SELECT 'X1', 1, '1999', place.dimension, place.value, $1::int, $1::int, 0, '2026-01-01'
    FROM (VALUES ('', ''), ('country', 'BE'), ('level', 'europe')) AS place (dimension, value)
  ON CONFLICT (definition, version, period, dimension, value) DO UPDATE SET contributions = excluded.contributions, numerator = excluded.numerator`;

export async function observations(stack: BenchStack): Promise<Measure[]> {
  const { gateway } = stack.databases;
  const read = async (): Promise<number> => {
    const started = performance.now();
    const answer = await fetch(`${stack.ready.gateway}/v1/indicators/X1/observations?period=1999&dimension=country`);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`an observation was answered with ${answer.status}`);
    return performance.now() - started;
  };
  const costs: { behind: number; ms: number }[] = [];
  let filled = 0;
  for (const behind of [10_000, 100_000, 1_000_000]) {
    for (; filled < behind; filled = Math.min(behind, filled + 50_000))
      await gateway.query(contribute, [filled + 1, Math.min(behind, filled + 50_000)]);
    await gateway.query(setCells, [behind]);
    await gateway.query('ANALYZE contribution');
    await pause(1_000);
    for (let warm = 0; warm < 100; warm++) await read();
    const times: number[] = [];
    for (let run = 0; run < 500; run++) times.push(await read());
    costs.push({ behind, ms: median(times) });
  }
  const least = costs[0]?.ms ?? Number.NaN;
  return costs.map(({ behind, ms }, index) => ({
    what: `observation with ${behind} contributions behind it`,
    unit: 'ms',
    ours: ms,
    ...(index === 0 ? {} : { raw: least, aim: { of: 'ratio' as const, atMost: 1.2 }, note: 'raw: the first of these' }),
  }));
}
