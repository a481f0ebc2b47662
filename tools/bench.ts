/**
 * `npm run bench`: measures a separate stack, as ratios to the raw limit in the same run, and writes `.run/bench.json`.
 * `BENCH_SECONDS` is the length of each load (4 by default); `npm run bench -- http` runs only one part.
 */
import { resolve } from 'node:path';
import { say, step } from '@passerelle/stack/progress';
import { drain, roundTrip } from './bench/broker.ts';
import { observations } from './bench/figures.ts';
import { overHttp } from './bench/http.ts';
import { imported } from './bench/import.ts';
import { latencyAt } from './bench/latency.ts';
import { memory, startTime } from './bench/processes.ts';
import { products } from './bench/products.ts';
import { costOfSafety } from './bench/safety.ts';
import { startStack, type BenchStack } from './bench/stack.ts';
import { table, writeDown, type Measure } from './bench/table.ts';
import { volume } from './bench/volume.ts';

type Part = (stack: BenchStack) => Promise<Measure[]>;

const parts: Readonly<Record<string, Part>> = {
  memory: async (stack) => memory(stack, 'fresh'),
  start: async (stack) => [await startTime(stack)],
  latency: async (stack) => [...(await latencyAt(stack, 200)), ...(await latencyAt(stack, 1_000))],
  products,
  http: overHttp,
  safety: costOfSafety,
  broker: async (stack) => [await roundTrip(stack), ...(await drain(stack))],
  figures: observations,
  import: imported,
  volume,
  memoryAfter: async (stack) => memory(stack, 'after this bench'),
};

const root = resolve(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  say(`${unknown.join(', ')} is not one of ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

const stack = await step('starting a stack for the bench', startStack);
const measures: Measure[] = [];
try {
  for (const [name, part] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) measures.push(...(await step(name, () => part(stack))));
} finally {
  await stack.stop();
}
writeDown(resolve(root, '.run/bench.json'), measures);
say(`\n${table(measures)}\n\nwritten to .run/bench.json`);
process.exit(0);
