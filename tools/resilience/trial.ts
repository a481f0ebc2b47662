/** Writers write, processes die, and in the end everything is asked what it holds: the short form and the long one. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { all } from '@passerelle/stack/progress';
import { figuresOf, holdingOf, logLength, wrongStates } from './holdings.ts';
import { Journal, readJournal } from './journal.ts';
import type { Attempt } from './journal.ts';
import { strike } from './kills.ts';
import type { Kill, Struck } from './kills.ts';
import type { Rig } from './rig.ts';
import { judge } from './verdict.ts';
import type { Holding, Verdict } from './verdict.ts';
import { Writers } from './writers.ts';

export interface Trial {
  rig: Rig;
  /** Holds the journal. */
  folder: string;
  seed: number;
  /** So many are to be acknowledged, by so many writers at once. */
  writes: number;
  writers: number;
  plan: readonly Kill[];
  /** Lets the writers know what to write. */
  prepare(writers: Writers): Promise<void>;
}

export interface Outcome {
  attempts: Attempt[];
  outcomes: Map<string, number>;
  struck: Struck;
  verdict: Verdict;
  holdings: Record<string, Holding>;
  /** Subjects whose state in the gateway is not what their last fact tells. */
  states: string[];
  /** Figures that a rebuild changes, as they were and as they are. */
  figures: { all: number; changed: string[] };
  /** From the last answer until stream and ledger held every fact. */
  settledMs: number;
  tookMs: number;
}

/** What a client may be told while processes die: done, too late, not now, nobody knows. Anything else is a fault. */
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
  const struck = await underFire(trial, writers);
  await journal.close();
  const since = performance.now();
  const holdings: Record<string, Holding> = {};
  for (const service of rig.members) holdings[service] = await settled(rig, service);
  const settledMs = performance.now() - since;
  const attempts = await readJournal(path);
  const verdict = judge(attempts, holdings);
  const states = await wrongStates(rig);
  const figures = await rebuilt(rig);
  // An audit trail that is not intact fails the trial by itself.
  for (const service of rig.members) await rig.run(service, 'audit-verify');
  const tookMs = performance.now() - began;
  return { attempts, outcomes: writers.outcomes, struck, verdict, holdings, states, figures, settledMs, tookMs };
}

/** Whoever fails ends the other one, too: no writer is left behind, and no process is killed any more. */
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
 * What a service holds once stream and ledger have caught up with its log and the log has stood still meanwhile: the
 * calendar goes on telling facts. When the limit passes, what is held then is what there is to judge.
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
