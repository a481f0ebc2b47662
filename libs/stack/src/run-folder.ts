/** `.run`, where the running stack keeps its state: secrets, logs, the broker's store, its processes and their addresses. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockFolder } from './lock.ts';
import { removePostgres } from './postgres.ts';
import { isAlive, startTime, stopProcess } from './processes.ts';
import type { ProcessId } from './processes.ts';

export interface RunFolder {
  path: string;
  logs: string;
  nats: string;
  postgres: string;
  secrets: string;
  /** Exists while everything answers; removed at the stop. */
  ready: string;
  /** The same while the example records are still being loaded. */
  starting: string;
}

/** The running processes: `npm start` itself, and all that it started. */
interface RunState {
  owner: ProcessId;
  processes: Record<string, ProcessId>;
}

/** `PASSERELLE_RUN` names another folder: a second stack of the same clone, with its own records. */
export function runFolder(root: string): RunFolder {
  const path = resolve(process.env.PASSERELLE_RUN ?? join(root, '.run'));
  const inside = (name: string) => join(path, name);
  const logs = inside('logs');
  mkdirSync(logs, { recursive: true });
  return {
    path,
    logs,
    nats: inside('nats'),
    postgres: inside('postgres'),
    secrets: inside('secrets.json'),
    ready: inside('ready.json'),
    starting: inside('starting.json'),
  };
}

/** Makes this process the owner of the folder; false when another one that is alive owns it. */
export async function claim(run: RunFolder, say: (line: string) => void): Promise<boolean> {
  const unlock = await lockFolder(join(run.path, 'claim.lock'), 60_000);
  try {
    const state = readState(run);
    if (state && isAlive(state.owner)) return false;
    for (const file of [run.ready, run.starting]) rmSync(file, { force: true });
    const left = state ? alive(state) : [];
    if (left.length > 0) say(`the last start was ended by force: stopping what it left (${left.join(', ')})`);
    await stopRemembered(run);
    writeState(run, { owner: { pid: process.pid, startedAt: startTime(process.pid) ?? '' }, processes: {} });
    return true;
  } finally {
    unlock();
  }
}

/** Lists a started process, so that the next start can end it if this process is killed. */
export function remember(run: RunFolder, name: string, { pid, startedAt }: ProcessId): void {
  const state = readState(run);
  if (state) writeState(run, { ...state, processes: { ...state.processes, [name]: { pid, startedAt } } });
}

export function remembered(run: RunFolder, name: string): ProcessId | undefined {
  return readState(run)?.processes[name];
}

/** Stops all listed processes. Services first: they still pass their last work to the broker and the database. */
export async function stopRemembered(run: RunFolder): Promise<void> {
  const processes: RunState['processes'] = readState(run)?.processes ?? {};
  const servers = new Set(['postgres', 'nats']);
  const isServer = ([name]: [string, ProcessId]) => servers.has(name);
  const known = Object.entries(processes);
  await Promise.all(known.filter((each) => !isServer(each)).map(([, each]) => stopProcess(each, 6_000)));
  await Promise.all(known.filter(isServer).map(([, each]) => stopProcess(each, 6_000, 'SIGINT')));
}

export function release(run: RunFolder): void {
  for (const file of [run.ready, run.starting, stateFile(run)]) rmSync(file, { force: true });
}

/** Deletes the records, the streams and the secrets; nothing outside the stack's own folders. */
export function forgetEverything(run: RunFolder): void {
  removePostgres(run.postgres);
  for (const path of [run.nats, run.secrets, run.logs]) rmSync(path, { recursive: true, force: true });
  mkdirSync(run.logs, { recursive: true });
}

/** Atomically writes a file that only its owner may read. */
export function writePrivately(path: string, content: unknown): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

const alive = ({ processes }: RunState): string[] =>
  Object.entries(processes).flatMap(([name, each]) => (isAlive(each) ? [name] : []));

const stateFile = (run: RunFolder) => join(run.path, 'state.json');

const writeState = (run: RunFolder, state: RunState) => writePrivately(stateFile(run), state);

function readState(run: RunFolder): RunState | undefined {
  return existsSync(stateFile(run)) ? JSON.parse(readFileSync(stateFile(run), 'utf8')) : undefined;
}
