// Processor time of processes, over all their threads, in nanoseconds, on Linux only. Unlike elapsed time it hardly depends on
// other work on the machine.
import { readdirSync, readFileSync } from 'node:fs';

/** Nanoseconds so far; undefined where the system does not report them. */
export type Meter = () => number | undefined;

export function meterOf({ processes, postgres }: { processes: readonly number[]; postgres: number }): Meter {
  if (process.platform !== 'linux') return () => undefined;
  // A process that has ended keeps its last value, so that the sum never decreases.
  const seen = new Map<number, number>();
  return () => {
    for (const pid of [...processes, postgres, ...backendsOf(postgres)])
      seen.set(pid, Math.max(seen.get(pid) ?? 0, nanoseconds(pid)));
    return sum([...seen.values()]);
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** 0 for a process that has ended. */
function nanoseconds(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return sum(threads.map((thread) => Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0])));
  } catch (error) {
    return gone(error, 0);
  }
}

/** PostgreSQL's processes for clients. Background processes such as autovacuum run at any time, and would be counted in the wrong turn. */
function backendsOf(postmaster: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => isBackendOf(postmaster, pid));
}

function isBackendOf(postmaster: number, pid: number): boolean {
  try {
    const status = read(`/proc/${pid}/stat`);
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    return parent === postmaster && !read(`/proc/${pid}/cmdline`).includes('autovacuum');
  } catch (error) {
    return gone(error, false);
  }
}

const read = (path: string): string => readFileSync(path, 'utf8');

function gone<Value>(error: unknown, value: Value): Value {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return value;
  throw error;
}
