/**
 * `npm run test:crash`: 5,000 writes by 16 writers while every service, NATS and PostgreSQL are killed at random
 * moments; then every acknowledged write is searched for in tables, outboxes, streams, ledger and figures. The short
 * form is part of `npm test`. CRASH_SEED repeats a plan of kills, CRASH_WRITES sets the number of writes.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '@passerelle/stack/build';
import { services } from '@passerelle/stack/nats-config';
import { say, step } from '@passerelle/stack/progress';
import { closeTestRun, openTestRun } from '@passerelle/stack/test-run';
import { planOf } from './resilience/kills.ts';
import { beginBody, beginBodyMeeting, beginPostponedMeeting } from './resilience/influence-lives.ts';
import {
  beginAgreement,
  beginConsultedPart,
  beginNotice,
  beginPlan,
  beginProgramme,
  beginProject,
} from './resilience/lives.ts';
import { beginMembership, beginNetwork, beginVisibility, beginVisit } from './resilience/presence-lives.ts';
import { faultsOf, isSound, tableOf } from './resilience/report.ts';
import { Rig } from './resilience/rig.ts';
import { attempt } from './resilience/trial.ts';
import type { Outcome } from './resilience/trial.ts';
import type { Writers } from './resilience/writers.ts';

const root = resolve(import.meta.dirname, '../../..');
const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1_000_000));
const writes = Number(process.env.CRASH_WRITES ?? 5_000);
const writers = 16;
const folder = join(root, '.run', 'crash', `seed-${seed}`);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const plan = planOf(seed, writes, services);
say(`CRASH_SEED=${seed}: ${plan.flatMap(({ victims }) => victims).length} kills in ${writes} writes by ${writers}`);
await step('build', () => build(root, folder));
await openTestRun({ onDisk: true });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void closeTestRun().finally(() => process.exit(1)));
process.exitCode = (await run(new Rig(services)).finally(closeTestRun)) ? 0 : 1;

async function run(rig: Rig): Promise<boolean> {
  try {
    await step('start', () => rig.start());
    const outcome = await attempt({ rig, folder, seed, writes, writers, plan, prepare });
    say(`\n${tableOf(outcome)}\n`);
    if (!isSound(outcome)) keep(rig, outcome);
    else rmSync(folder, { recursive: true });
    return isSound(outcome);
  } catch (error) {
    keep(rig);
    throw error;
  } finally {
    await rig.stop();
  }
}

async function prepare(desk: Writers): Promise<void> {
  setInterval(() => say(`  ${desk.acknowledged} writes acknowledged`), 60_000).unref();
  await desk.take(beginAgreement);
  await desk.take(beginProject, await desk.insist(beginProgramme));
  const plan = await desk.insist(beginPlan);
  desk.begin(beginConsultedPart(plan, await desk.insist(beginNotice, plan)));
  const body = await desk.insist(beginBody);
  desk.begin(beginBodyMeeting, body);
  desk.begin(beginPostponedMeeting, body);
  desk.begin(beginMembership, await desk.insist(beginNetwork));
  await desk.take(beginVisibility);
  desk.begin(beginVisit);
}

/** The journal is kept, together with the faults, the holdings and every log. */
function keep(rig: Rig, outcome?: Outcome): void {
  const logs = readdirSync(rig.folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.log'));
  for (const path of logs) cpSync(join(rig.folder, path), join(folder, 'logs', path));
  if (outcome) {
    writeFileSync(join(folder, 'faults.json'), JSON.stringify(faultsOf(outcome), null, 2));
    writeFileSync(join(folder, 'holdings.json'), JSON.stringify(outcome.holdings));
  }
  say(`journal, logs and faults: ${folder}`);
}
