// Resources of a service: memory after the bench, and the time from its start until it is ready.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environmentOf } from '@passerelle/stack/environment';
import { freePort } from '@passerelle/stack/ports';
import { surroundingsOf } from '@passerelle/stack/report';
import { keptSecrets } from '@passerelle/stack/secrets';
import { program, waitUntilReady } from '@passerelle/stack/services';
import { startProcess, stopProcess } from '@passerelle/stack/processes';
import type { BenchStack } from './stack.ts';
import type { Measure } from './table.ts';

const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'];
const root = resolve(import.meta.dirname, '../..');

/** Resident memory, on Linux only. */
export function memory({ ready }: BenchStack, when: string): Measure[] {
  if (process.platform !== 'linux') return [];
  return services.map((service) => {
    const status = readFileSync(`/proc/${ready.pids[service]}/status`, 'utf8');
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
    const aim = when === 'fresh' ? ({ aim: { of: 'value', atMost: 120 } } as const) : {};
    return { what: `memory of ${service}, ${when}`, unit: 'MB', ours: kilobytes / 1_000, ...aim };
  });
}

/** Starts a second instance of a service until it is ready. */
export async function startTime({ ready }: BenchStack): Promise<Measure> {
  const port = await freePort();
  const around = surroundingsOf(ready, await keptSecrets(join(root, '.run/bench/secrets.json')));
  const env = { ...environmentOf('representation', around), HEALTH_PORT: String(port) };
  const since = performance.now();
  const started = await startProcess(program('representation', [], env, join(root, '.run/bench/replica.log'), root));
  await waitUntilReady('representation', started, port);
  const ours = (performance.now() - since) / 1_000;
  await stopProcess(started);
  return { what: 'start of a service until it is ready', unit: 's', ours };
}
