/**
 * `npm start`: the whole system on this machine, five processes between a real PostgreSQL and a real NATS.
 * It lists the processes that it starts in `.run/state.json`, and Ctrl-C stops exactly these.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '@passerelle/stack/build';
import { untilServed } from '@passerelle/stack/door';
import { publicUrl } from '@passerelle/stack/environment';
import { startIssuer } from '@passerelle/stack/issuer';
import { services } from '@passerelle/stack/nats-config';
import { lastLines, runToEnd, until } from '@passerelle/stack/processes';
import { all, messageOf, say, step } from '@passerelle/stack/progress';
import { greeting, readReady, readyReport } from '@passerelle/stack/report';
import type { Ready } from '@passerelle/stack/report';
import * as folder from '@passerelle/stack/run-folder';
import { issuerClients, keptSecrets } from '@passerelle/stack/secrets';
import { broker, database, forgetOrphanedStreams } from '@passerelle/stack/servers';
import type { Server } from '@passerelle/stack/servers';
import { migrate } from '@passerelle/stack/services';
import { supervise } from '@passerelle/stack/supervise';
import { surroundings } from '@passerelle/stack/surroundings';

const root = resolve(import.meta.dirname, '..');
const run = folder.runFolder(root);
const fresh = process.argv.includes('--fresh');

let starting = Promise.resolve();
let stopping = false;

if (await folder.claim(run, say)) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0, 'stopping ...'));
  process.on('disconnect', () => stop(0, 'the process that started this has ended: stopping ...'));
  starting = start();
  starting.catch((error) => stop(1, `\n${messageOf(error)}\n\nstopping what was started ...`));
} else {
  process.disconnect?.();
  process.exitCode = fresh ? 1 : 0;
  say(`\nPasserelle runs already from this folder${fresh ? ': stop it there (Ctrl-C), then start afresh' : ''}.`);
  if (existsSync(run.ready)) say(greeting(readReady(run.ready)));
}

async function start(): Promise<void> {
  if (fresh) folder.forgetEverything(run);
  const secrets = await keptSecrets(run.secrets);
  forgetOrphanedStreams(run);
  const [, postgres, nats] = await all([
    step('building the libraries and services', () => build(root, run.logs, () => stopping)),
    step('starting PostgreSQL', () => remembered('postgres', database(run, say))),
    step('starting NATS', () => remembered('nats', broker(run, secrets, say))),
  ]);
  say(`  ${postgres.label}, ${nats.label}`);
  const around = await surroundings(secrets, postgres, nats);
  const launch = { root, logs: run.logs, around };
  await startIssuer({
    port: Number(new URL(around.issuer).port),
    clients: issuerClients(secrets),
    redirects: [`${publicUrl(around)}/docs/oauth2-redirect.html`],
    jwks: secrets.issuerKeys,
  });
  const supervision = { run, launch, isStopping: () => stopping };
  const launchOne = async (service: string) => {
    await migrate(service, launch);
    return [service, await supervise(service, supervision)] as const;
  };
  const started = await step('migrating the databases and starting the services', () => all(services.map(launchOne)));
  const report = readyReport({ around, postgres, nats, services: Object.fromEntries(started) });
  for (const problem of await untilServed(report)) say(problem);
  await loadExample(report);
  if (stopping) return;
  folder.writePrivately(run.ready, report);
  say(`\nPasserelle runs.\n${greeting(report)}`);
}

async function remembered<T extends Server>(name: string, starting: Promise<T>): Promise<T> {
  const server = await starting;
  if (server.process) folder.remember(run, name, server.process);
  return server;
}

// The example is loaded through the public API, so its loader needs the addresses before the stack
// is reported as ready. A failure does not stop the stack.
async function loadExample(report: Ready): Promise<void> {
  const loader = join(root, 'tools', 'example', 'load.ts');
  if (stopping || !existsSync(loader)) return;
  folder.writePrivately(run.starting, report);
  const log = join(run.logs, 'example.log');
  await step('loading the example records', async () => {
    const env = { PATH: process.env.PATH, PASSERELLE_READY: run.starting };
    const command = { command: process.execPath, args: [loader], log, cwd: root, env };
    const { code } = await runToEnd(command, 120_000, () => stopping);
    if (code !== 0 && !stopping) say(`The example is not loaded; the end of ${log}:\n${lastLines(log)}`);
  });
}

// Also called during a start: a process that is just being started cannot be stopped yet, so the processes
// are stopped once more after the start has given up.
async function stop(code: number, why: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  say(why);
  const since = performance.now();
  if (!existsSync(run.ready)) {
    await folder.stopRemembered(run);
    await Promise.race([starting.catch(() => {}), until(() => false, 10_000)]);
  }
  await folder.stopRemembered(run);
  folder.release(run);
  say(`stopped in ${((performance.now() - since) / 1_000).toFixed(1)} s`);
  process.exit(code);
}
