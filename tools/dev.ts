/** `npm run dev -- cooperation`: one service of the running stack, rebuilt and restarted at every change. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '@passerelle/stack/build';
import { takeOver } from '@passerelle/stack/developer';
import { environmentOf } from '@passerelle/stack/environment';
import { services } from '@passerelle/stack/nats-config';
import { stopProcess, until } from '@passerelle/stack/processes';
import { messageOf, say } from '@passerelle/stack/progress';
import { readReady, surroundingsOf } from '@passerelle/stack/report';
import { remembered, runFolder } from '@passerelle/stack/run-folder';
import { keptSecrets } from '@passerelle/stack/secrets';
import { migrate, program } from '@passerelle/stack/services';

const root = resolve(import.meta.dirname, '..');
const run = runFolder(root);
const service = services.find((name) => name === process.argv[2]);
if (!service) fail(`Which service? npm run dev -- ${services.join(' | ')}`);
if (!existsSync(run.ready)) fail('Nothing runs here yet: "npm start" in another terminal first');

const launch = { root, logs: run.logs, around: surroundingsOf(readReady(run.ready), await keptSecrets(run.secrets)) };
const giveBack = takeOver(run, service);
const supervised = remembered(run, service);
if (supervised) await stopProcess(supervised, 6_000);

let child: ChildProcess | undefined;
let changed = true;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (stopping = true));
for (const folder of ['libs', join('apps', service, 'src')]) {
  watch(join(root, folder), { recursive: true }, (_, file) => {
    // The build writes next to the watched sources.
    if (file && !/(^|\/)(dist|node_modules)\//.test(file) && !file.endsWith('.spec.ts')) changed = true;
  });
}

while (!stopping) {
  if (changed) await restart(service);
  await until(() => changed || stopping, 60_000, 100);
}
await stopChild();
giveBack();
say(`${service} is given back to "npm start"`);
process.exit(0);

async function restart(name: string): Promise<void> {
  changed = false;
  try {
    await build(root, run.logs);
    await stopChild();
    await migrate(name, launch);
    const { command, args, cwd } = program(name, [], {}, '', root);
    child = spawn(command, args, {
      cwd,
      env: environmentOf(name, launch.around),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    say(`\n${name} starts (process ${child.pid})`);
  } catch (error) {
    say(`${messageOf(error)}\n\nwaiting for the next change ...`);
  }
}

async function stopChild(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, until(() => false, 6_000)]);
  child.kill('SIGKILL');
}

function fail(message: string): never {
  say(message);
  process.exit(1);
}
