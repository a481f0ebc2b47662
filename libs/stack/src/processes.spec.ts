import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from './lock.ts';
import { choosePort, freePort } from './ports.ts';
import { isAlive, lastLines, runToEnd, startProcess, startTime, stopProcess, until } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'passerelle-processes-'));
const log = join(folder, 'log');
const sh = (script: string) => ({ command: 'sh', args: ['-c', script], log });

it('keeps the output of a process in its log', async () => {
  await expect(runToEnd(sh('echo one; echo two; exit 3'), 5_000)).resolves.toEqual({ code: 3, signal: null });
  expect(lastLines(log, 1)).toBe('two');
});

it('says that a program does not exist', async () => {
  await expect(startProcess({ command: 'no-such-program', args: [], log })).rejects.toThrow(
    'Cannot start no-such-program',
  );
});

it('sends SIGKILL to a process that ignores SIGTERM', async () => {
  const stubborn = await startProcess(sh('trap "" TERM; while :; do sleep 0.1; done'));
  await until(() => false, 100);
  await stopProcess(stubborn, 200);
  expect(isAlive(stubborn)).toBe(false);
  expect((await stubborn.ended).signal).toBe('SIGKILL');
});

it('never takes another process with the same pid for the one that it started', () => {
  expect(isAlive({ pid: process.pid, startedAt: startTime(process.pid) ?? '' })).toBe(true);
  expect(isAlive({ pid: process.pid, startedAt: 'another day' })).toBe(false);
});

// Only Linux has /proc; a sleeping parent does not reap its child.
const onLinux = process.platform === 'linux' ? it : it.skip;
onLinux('treats a zombie as ended', async () => {
  // The child ends when its input does; its parent has become a program that waits for nobody.
  const script = 'exec 3<&0; cat <&3 & echo $!; exec 3<&-; exec sleep 60 </dev/null';
  const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
    expect(isAlive({ pid, startedAt: '' })).toBe(true);
    parent.stdin.end();
    expect(await until(() => !isAlive({ pid, startedAt: '' }), 10_000)).toBe(true);
    process.kill(pid, 0); // throws if the process did not exist at all
  } finally {
    parent.kill('SIGKILL');
  }
});

it('says which port is taken, and takes a free one', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  const lines: string[] = [];
  const chosen = await choosePort(port, 'the gateway', (line) => lines.push(line));
  other.close();
  expect(chosen).not.toBe(port);
  expect(lines).toEqual([`port ${port} is taken by another program: the gateway takes ${chosen}`]);
});

it('lets one holder at a time through a lock', async () => {
  const path = join(folder, 'lock');
  const unlock = await lockFolder(path, 1_000);
  await expect(lockFolder(path, 100)).rejects.toThrow('has kept the lock');
  unlock();
  const unlockAgain = await lockFolder(path, 1_000);
  unlockAgain();
});

it('takes over the lock of a process that has died', async () => {
  const path = join(folder, 'abandoned');
  mkdirSync(path);
  writeFileSync(join(path, 'owner'), JSON.stringify({ pid: process.pid, startedAt: 'another day' }));
  (await lockFolder(path, 1_000))();
});
