/** Starts a service, waits until it is ready, and prints a message if it ends unexpectedly. */
import { isDeveloped } from './developer.ts';
import { lastLines, until } from './processes.ts';
import type { Started } from './processes.ts';
import { messageOf, say } from './progress.ts';
import { remember } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';
import { startService, waitUntilReady } from './services.ts';
import type { Launch } from './services.ts';

export interface Supervision {
  run: RunFolder;
  launch: Launch;
  isStopping: () => boolean;
}

export async function supervise(service: string, supervision: Supervision): Promise<Started> {
  const { run, launch, isStopping } = supervision;
  if (isStopping()) throw new Error(`${service} was not started any more`);
  const started = await startService(service, launch);
  remember(run, service, started);
  await waitUntilReady(service, started, launch.around.healthPorts[service] ?? 0);
  watch(service, started, supervision).catch((error) => say(`${service} did not restart: ${messageOf(error)}`));
  return started;
}

// The other services go on: the gateway answers 503 with the name of the missing one.
async function watch(service: string, started: Started, supervision: Supervision): Promise<void> {
  const { code, signal } = await started.ended;
  if (supervision.isStopping()) return;
  if (!isDeveloped(supervision.run, service)) {
    say(`\n${service} ended unexpectedly (${signal ?? `exit code ${code}`}); the end of ${started.log}:`);
    say(`${lastLines(started.log)}\n\nThe other services go on. Ctrl-C and "npm start" bring it back.`);
    return;
  }
  say(`${service} is in the hands of "npm run dev" now`);
  const givenBack = () => supervision.isStopping() || !isDeveloped(supervision.run, service);
  while (!(await until(givenBack, 60_000, 500)));
  if (supervision.isStopping()) return;
  await supervise(service, supervision);
  say(`${service} is back from "npm run dev"`);
}
