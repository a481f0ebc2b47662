/** A lock between processes: a folder that one of them made, with the name of its owner inside. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startTime, until } from './processes.ts';

/** Waits for the lock within the limit, and returns a function that releases it. */
export async function lockFolder(path: string, limitMs: number): Promise<() => void> {
  const owner = JSON.stringify({ pid: process.pid, startedAt: startTime(process.pid) ?? '' });
  const taken = await until(() => tryLock(path, owner), limitMs, 200);
  if (!taken) throw new Error(`Another process has kept the lock ${path} for too long: end it, or remove that folder`);
  return () => rmSync(path, { recursive: true, force: true });
}

function tryLock(path: string, owner: string): boolean {
  try {
    mkdirSync(path);
  } catch {
    if (ownerHasEnded(path)) rmSync(path, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(path, 'owner'), owner);
  return true;
}

function ownerHasEnded(path: string): boolean {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(join(path, 'owner'), 'utf8'));
    return !isAlive({ pid, startedAt });
  } catch {
    return false; // its owner is about to write its name, or gave it back just now
  }
}
