import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Station } from './stations.ts';

/** All log lines with the trace, of every process, in order of time. */
export function linesOfTrace(folder: string, trace: string): Station[] {
  const lines = globSync('*.log', { cwd: folder }).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').split('\n'),
  );
  return lines
    .filter((line) => line.includes(trace))
    .map(asStation)
    .sort((one, other) => String(one.at).localeCompare(String(other.at)));
}

const known = new Set(['level', 'time', 'service', 'pid', 'trace', 'msg', 'ms']);

function asStation(line: string): Station {
  const entry: Record<string, unknown> = JSON.parse(line);
  const details = Object.entries(entry).filter(([name]) => !known.has(name));
  const said = details.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const took = entry.ms === undefined ? [] : [`${entry.ms} ms`];
  return { where: `${entry.service}: ${entry.msg}`, at: String(entry.time), what: [...said, ...took].join(', ') };
}
