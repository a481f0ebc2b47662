/** `npm run dev` takes one service over from `npm start`: a file in `.run` says so while it does. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startTime } from './processes.ts';
import { writePrivately } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';

const file = (run: RunFolder, service: string) => join(run.path, `developed-${service}.json`);

/** Returns a function that gives the service back. */
export function takeOver(run: RunFolder, service: string): () => void {
  writePrivately(file(run, service), { pid: process.pid, startedAt: startTime(process.pid) ?? '' });
  return () => rmSync(file(run, service), { force: true });
}

export function isDeveloped(run: RunFolder, service: string): boolean {
  const path = file(run, service);
  return existsSync(path) && isAlive(JSON.parse(readFileSync(path, 'utf8')));
}
