/** Builds libraries and services with Nx, which skips what has not changed; its output is shown only on failure. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runToEnd } from './processes.ts';

const limitMs = 600_000;

export async function build(root: string, logs: string, isStopping: () => boolean = () => false): Promise<void> {
  const log = join(logs, 'build.log');
  rmSync(log, { force: true });
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const args = [nx, 'run-many', '-t', 'build', '--outputStyle=static'];
  const env = { ...process.env, NX_TUI: 'false', NX_DAEMON: 'false' };
  const command = { command: process.execPath, args, log, cwd: root, env };
  const { code, signal } = await runToEnd(command, limitMs, isStopping);
  if (code !== 0) throw new Error(`The build failed (${code ?? signal}); the end of ${log}:\n${lastLines(log, 60)}`);
}
