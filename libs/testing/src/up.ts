/** The real `npm start`, on the folder that PASSERELLE_RUN names: it may run beside that of whoever runs the tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { until } from '@passerelle/stack/processes';
import { readReady, type Ready } from '@passerelle/stack/report';
import { runFolder } from '@passerelle/stack/run-folder';

export interface Up {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

export function npmStart(...args: string[]): Up {
  // Jest gives tests a copy of the environment: a child would inherit the original.
  const env = { ...process.env };
  const child = spawn(process.execPath, [resolve('tools/up.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part));
  return { child, said: () => text, ended: new Promise((done) => child.once('exit', done)) };
}

export async function ready(up: Up): Promise<Ready> {
  const { ready: report } = runFolder('.');
  await until(() => up.said().includes('Passerelle runs.') || up.child.exitCode !== null, 120_000, 100);
  if (!existsSync(report)) throw new Error(`not ready:\n${up.said()}`);
  return readReady(report);
}
