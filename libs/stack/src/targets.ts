/** Runs Nx targets; for unchanged sources Nx replays the cached result. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Wanted {
  readonly targets: readonly string[];
  /** How many targets run at once. */
  readonly parallel: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Whether all of them succeeded; their output goes to the terminal, target by target. */
export async function runTargets(root: string, { targets, parallel, env = {} }: Wanted): Promise<boolean> {
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const args = ['run-many', '--outputStyle=static', `--parallel=${parallel}`, '-t', ...targets];
  const child = spawn(process.execPath, [nx, ...args], {
    cwd: root,
    env: { ...process.env, NX_TUI: 'false', NX_DAEMON: 'false', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const [code] = await once(child, 'exit');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  return code === 0;
}
