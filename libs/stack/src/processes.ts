/** Processes that the stack starts: each has a log file, is identified by pid and start time, and is stopped within a limit. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A pid is reused by the system; with the start time it identifies one process. */
export interface ProcessId {
  pid: number;
  startedAt: string;
}

export interface Command {
  command: string;
  args: string[];
  log: string;
  cwd?: string;
  env?: Record<string, string | undefined>;
  uid?: number;
  gid?: number;
}

export interface Ending {
  code: number | null;
  signal: string | null;
}

export interface Started extends ProcessId {
  log: string;
  ended: Promise<Ending>;
}

/** Starts a detached process; it does not keep this one alive. */
export async function startProcess(wanted: Command): Promise<Started> {
  const { child, started } = await launch(wanted);
  child.unref();
  return started;
}

/** Runs a command to its end, and ends it when the limit passes or `isStopping` says so. Its output goes to the log. */
export async function runToEnd(wanted: Command, limitMs: number, isStopping = () => false): Promise<Ending> {
  const { started } = await launch(wanted);
  await until(() => !isAlive(started) || isStopping(), limitMs);
  await stopProcess(started, 1_000);
  return started.ended;
}

// In a separate process group, so that Ctrl-C reaches only the parent, which stops the others in order.
async function launch(wanted: Command): Promise<{ child: ChildProcess; started: Started }> {
  const { command, args, log, ...options } = wanted;
  const output = openSync(log, 'a', 0o600);
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const ended = new Promise<Ending>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`Cannot start ${command}: ${cause.message}`, { cause })));
  });
  if (child.pid === undefined) throw new Error(`${command} started without a process id`);
  return { child, started: { pid: child.pid, startedAt: startTime(child.pid) ?? '', log, ended } };
}

/** When the process started, in the system's own notation; undefined once it has ended, also while it is a zombie. */
export function startTime(pid: number): string | undefined {
  return process.platform === 'linux' ? startTimeOfProc(pid) : startTimeOfPs(pid);
}

// `kill(pid, 0)` also succeeds for a zombie that was never reaped; /proc shows its state.
function startTimeOfProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined; // no such file: no such process
  }
}

function startTimeOfPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.slice(line.indexOf(' ')).trim();
  } catch {
    return undefined; // ps answers 1 for a pid that does not exist
  }
}

export function isAlive({ pid, startedAt }: ProcessId): boolean {
  const now = startTime(pid);
  return now !== undefined && (startedAt === '' || now === startedAt);
}

export function signal(target: ProcessId, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    // The process may end between the check and the signal.
    if (isAlive(target)) throw error;
  }
}

/** Sends SIGTERM, after the limit SIGKILL, and returns once the process is gone. */
export async function stopProcess(target: ProcessId, limitMs = 8_000, first: NodeJS.Signals = 'SIGTERM') {
  signal(target, first);
  if (await until(() => !isAlive(target), limitMs)) return;
  signal(target, 'SIGKILL');
  if (await until(() => !isAlive(target), 5_000)) return;
  throw new Error(`Process ${target.pid} does not end, even by SIGKILL`);
}

/** Waits until the condition is true; false when the limit passes first. */
export async function until(holds: () => boolean | Promise<boolean>, limitMs: number, everyMs = 25): Promise<boolean> {
  const limit = Date.now() + limitMs;
  for (;;) {
    if (await holds()) return true;
    if (Date.now() >= limit) return false;
    await pause(everyMs);
  }
}

export function lastLines(log: string, count = 20): string {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return `(no log at ${log})`;
  }
}
