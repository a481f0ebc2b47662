/** Writers write, processes die, and in the end all contents are compared: the short form and the long one. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { all } from '@passerelle/stack/progress';
import { figuresOf, holdingOf, logLength, wrongStates } from './holdings.ts';
import { Journal, readJournal } from './journal.ts';
import type { Attempt } from './journal.ts';
import { strike } from './kills.ts';
import type { Kill, Struck } from './kills.ts';
import type { Rig } from './rig.ts';
import { Subscribers, type Received } from './subscribers.ts';
import { judge } from './verdict.ts';
import type { Holding, Verdict } from './verdict.ts';
import { Writers } from './writers.ts';

export interface Trial {
  rig: Rig;
  /** The folder of the journal. */
  folder: string;
  seed: number;
  /** The number of writes to be acknowledged, and of concurrent writers. */
  writes: number;
  writers: number;
  plan: readonly Kill[];
  /** Gives the writers their records. */
  prepare(writers: Writers): Promise<void>;
}

export interface Outcome {
  attempts: Attempt[];
  outcomes: Map<string, number>;
  struck: Struck;
  verdict: Verdict;
  holdings: Record<string, Holding>;
  received: Received;
  /** Subjects whose state in the gateway differs from their last fact. */
  states: string[];
  /** Figures that a rebuild changes, before and after. */
  figures: { all: number; changed: string[] };
  /** The time from the last answer until stream and ledger contained every fact. */
  settledMs: number;
  tookMs: number;
}

/**
 * Answers that a client may get while processes die: done, too late, not now, unknown outcome. Any other one is a
 * fault.
 */
const expected = new Set(['200', '201', '412', '503', '504', 'no answer']);
export const surprises = (outcomes: ReadonlyMap<string, number>): string[] =>
  [...outcomes.keys()].filter((outcome) => !expected.has(outcome));

const settleMs = 180_000;

export async function attempt(trial: Trial): Promise<Outcome> {
  const began = performance.now();
  const { rig, folder, seed } = trial;
  const path = join(folder, 'journal.ndjson');
  const journal = await Journal.open(path);
  const writers = new Writers({ gateway: rig.gateway, token: await rig.token('approver'), journal, seed });
  await trial.prepare(writers);
  const subscribers = await Subscribers.begin(rig);
  const struck = await underFire(trial, writers);
  await journal.close();
  const since = performance.now();
  const holdings: Record<string, Holding> = {};
  for (const service of rig.members) holdings[service] = await settled(rig, service);
  const settledMs = performance.now() - since;
  const received = await subscribers.end();
  const attempts = await readJournal(path);
  const verdict = judge(attempts, holdings);
  const states = await wrongStates(rig);
  const figures = await rebuilt(rig);
  // A broken audit trail fails the trial by itself.
  for (const service of rig.members) await rig.run(service, 'audit-verify');
  const tookMs = performance.now() - began;
  const { outcomes } = writers;
  return { attempts, outcomes, struck, verdict, holdings, received, states, figures, settledMs, tookMs };
}

/** If either fails, the other one stops too: no writer keeps running, and no process is killed any more. */
async function underFire({ rig, plan, writes, writers: many }: Trial, writers: Writers): Promise<Struck> {
  let isStruck = false;
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    throw failure;
  };
  const acknowledged = () => (failure === undefined ? writers.acknowledged : fail(failure));
  const isOver = () => failure !== undefined || (isStruck && writers.acknowledged >= writes);
  const striking = strike(rig, plan, acknowledged).finally(() => (isStruck = true));
  const [struck] = await all([striking.catch(fail), writers.run(many, isOver).catch(fail)]);
  return struck;
}

/**
 * The content of a service once stream and ledger have caught up with its outbox and the outbox has been quiet
 * meanwhile: the deadline worker keeps publishing. After the time limit, the content at that moment is judged.
 */
async function settled(rig: Rig, service: string): Promise<Holding> {
  const limit = Date.now() + settleMs;
  for (;;) {
    const holding = await holdingOf(rig, service);
    const counts = [holding.stream.length, holding.ledger.length, await logLength(rig, service)];
    if (Date.now() > limit || counts.every((count) => count === holding.log.length)) return holding;
    await pause(200);
  }
}

/** The same figures again, computed from the ledger alone. */
async function rebuilt(rig: Rig): Promise<Outcome['figures']> {
  const before = await figuresOf(rig);
  await rig.run('gateway', 'rebuild');
  const after = await figuresOf(rig);
  const only = (these: string[], others: string[]) => these.filter((figure) => !others.includes(figure));
  const changed = [
    ...only(before, after).map((figure) => `was ${figure}`),
    ...only(after, before).map((figure) => `is ${figure}`),
  ];
  return { all: after.length, changed };
}
