// Runs `*.volume.spec.ts`, which measure time or large tables, on separate servers. Not part of `npm test`, because other work
// on the machine would change the results.
import { resolve } from 'node:path';
import { runJest } from '@passerelle/stack/jest-run';
import type { Measure } from './table.ts';

export async function volume(): Promise<Measure[]> {
  const { passed, failed } = await runJest(resolve(import.meta.dirname, '../..'), 'volume', ['--maxWorkers=1']);
  const note = `${passed} of ${passed + failed} pass`;
  return [
    { what: 'judgements of volume and time that fail', unit: '', ours: failed, aim: { of: 'value', atMost: 0 }, note },
  ];
}
