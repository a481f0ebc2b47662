/** What must hold before a test is worth running: style, types, the build. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runToEnd } from './processes.ts';
import { say, step } from './progress.ts';

interface Check {
  name: string;
  command: string;
  args: string[];
}

const limitMs = 900_000;

/** The names of those that fail. All of them run, so that one visit shows all that is wrong. */
export async function runChecks(root: string, isStopping: () => boolean): Promise<string[]> {
  const failed: string[] = [];
  for (const check of checks(root)) {
    if (!(await step(check.name, () => holds(check, root, isStopping)))) failed.push(check.name);
  }
  return failed;
}

function checks(root: string): Check[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const node = (name: string, path: string, args: string[]) => {
    const program = join(root, 'node_modules', path);
    return { name, command: process.execPath, args: [program, ...args] };
  };
  return [
    ...('lint' in scripts ? [{ name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'] }] : []),
    node('types of the sources', 'typescript/bin/tsc', ['-b']),
    node('types of the tests', 'typescript/bin/tsc', ['-p', 'tsconfig.spec.json']),
    node('build', 'nx/dist/bin/nx.js', ['run-many', '-t', 'build', '--outputStyle=static']),
  ];
}

async function holds({ name, command, args }: Check, root: string, isStopping: () => boolean): Promise<boolean> {
  const log = join(root, '.run', 'test', `check-${process.pid}.log`);
  const env = { ...process.env, NX_TUI: 'false', NX_DAEMON: 'false' };
  const { code } = await runToEnd({ command, args, log, cwd: root, env }, limitMs, isStopping);
  if (code !== 0) say(`${existsSync(log) ? lastLines(log, 200) : ''}\n${name}: failed`);
  rmSync(log, { force: true });
  return code === 0;
}
