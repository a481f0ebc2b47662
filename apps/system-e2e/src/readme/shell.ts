/**
 * The shell of a reader of the README: a command is run as typed, by `sh`, without the environment variables of this
 * test run. Commands are remembered, so that no proof passes without running its command.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { isAlive, until } from '@passerelle/stack/processes';

export interface Running {
  readonly said: () => string;
  /** The exit code, once the command and every process that writes to its terminal have ended. */
  readonly ended: Promise<number | null>;
  readonly isOver: () => boolean;
  /** Ctrl-C: the terminal signals every foreground process of the command. */
  interrupt(): void;
  /** As a supervisor does: signals only the process that it started. */
  terminate(): void;
}

export interface Where {
  /** The root of this repository by default. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Shell {
  /** As the page shows them. */
  readonly typed: ReadonlySet<string>;
  start(command: string, where?: Where): Running;
  /** The output of the command; fails if the command does, or does not end in ten minutes. */
  run(command: string, where?: Where): Promise<string>;
  /** Ends the processes that still run. */
  close(): Promise<void>;
}

const patienceMs = 600_000;
// The cache of Nx is shared: what `npm test` has just linted and built is not repeated.
const ours =
  /^(npm_|NX_(?!CACHE_DIRECTORY|WORKSPACE_DATA_DIRECTORY)|JEST_|PASSERELLE_|LERNA_|NODE$|NODE_ENV$|INIT_CWD$|FORCE_COLOR$)/;

function readersEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    ours.test(name) || value === undefined ? [] : [[name, value] as const],
  );
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

/** `adapted` adjusts the command of the page to this run: another port, another year. */
export function openShell(adapted: (command: string) => string = (command) => command): Shell {
  const typed = new Set<string>();
  const children: ChildProcess[] = [];
  const start = (command: string, { folder = resolve('.'), env = {} }: Where = {}): Running => {
    typed.add(command);
    // An interactive shell runs the command as a separate process, which can be signalled.
    const child = spawn('sh', ['-c', `exec ${adapted(command)}`], {
      cwd: folder,
      env: { ...readersEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    children.push(child);
    return watched(child);
  };
  const run = async (command: string, where?: Where): Promise<string> => {
    const running = start(command, where);
    if (!(await until(running.isOver, patienceMs, 50))) throw new Error(`${command} does not end:\n${running.said()}`);
    const code = await running.ended;
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${running.said()}`);
    return running.said();
  };
  return { typed, start, run, close: () => closeAll(children) };
}

function watched(child: ChildProcess): Running {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += part));
  let over = false;
  const ended = new Promise<number | null>((done) => child.once('close', done)).finally(() => (over = true));
  return {
    // A caller may have asked for colours by a variable that no list contains.
    said: () => stripVTControlCharacters(text),
    ended,
    isOver: () => over,
    interrupt: () => signalGroup(child, 'SIGINT'),
    terminate: () => void child.kill('SIGTERM'),
  };
}

const runs = ({ pid }: ChildProcess): boolean => pid !== undefined && isAlive({ pid, startedAt: '' });

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined && runs(child)) process.kill(-child.pid, signal);
}

async function closeAll(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) signalGroup(child, 'SIGINT');
  if (await until(() => !children.some(runs), 60_000)) return;
  for (const child of children) signalGroup(child, 'SIGKILL');
}
