/** The plan of kills: computed from a seed, carried out by SIGKILL during the writes. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@passerelle/stack/processes';
import { between, chanceOf, shuffled } from './chance.ts';
import type { Rig } from './rig.ts';

export interface Victim {
  /** A service, `nats` or `postgres`. */
  name: string;
  /** How long it stays away before it is started again. */
  awayMs: number;
}

export interface Kill {
  /** The number of acknowledged writes at which it happens, plus a short delay. */
  after: number;
  delayMs: number;
  /** One, or two at the same moment. */
  victims: Victim[];
}

/** The number of kills in 5,000 writes: per service, of NATS, and of PostgreSQL (the postmaster). */
const deaths = { service: 20, nats: 10, postgres: 5 };
const togetherOften = 0.2;
const longestAwayMs = 2_500;
const longestDelayMs = 400;
const stuckMs = 300_000;

export function planOf(seed: number, writes: number, services: readonly string[]): Kill[] {
  const chance = chanceOf(seed);
  const times = (name: string, often: number) =>
    Array.from({ length: Math.max(1, Math.round((often * writes) / 5_000)) }, () => name);
  const all = services.flatMap((service) => times(service, deaths.service));
  const names = shuffled(chance, [...all, ...times('nats', deaths.nats), ...times('postgres', deaths.postgres)]);
  const groups: string[][] = [];
  for (const name of names) {
    const last = groups.at(-1);
    const joins = chance() < togetherOften && last?.length === 1 && last[0] !== name;
    if (joins) last.push(name);
    else groups.push([name]);
  }
  // No kills in the last twentieth: the plan ends before the writers do.
  return groups.map((group, index) => ({
    after: Math.floor((0.95 * writes * (index + chance())) / groups.length),
    delayMs: between(chance, 0, longestDelayMs),
    victims: group.map((name) => ({ name, awayMs: between(chance, 0, longestAwayMs) })),
  }));
}

export interface Struck {
  /** The number of kills of each, and the longest time from its start until it was ready again. */
  killed: Map<string, { times: number; slowestMs: number }>;
  /** Services that ended without being killed. */
  fell: string[];
}

/** Carries the plan out; `acknowledged` returns the progress of the writers. */
export async function strike(rig: Rig, plan: readonly Kill[], acknowledged: () => number): Promise<Struck> {
  const struck: Struck = { killed: new Map(), fell: [] };
  const bringBack = async ({ name, awayMs }: Victim) => {
    await rig.kill(name);
    await pause(awayMs);
    const since = performance.now();
    struck.fell.push(...(await rig.bring(name)));
    const { times = 0, slowestMs = 0 } = struck.killed.get(name) ?? {};
    struck.killed.set(name, { times: times + 1, slowestMs: Math.max(slowestMs, performance.now() - since) });
  };
  for (const { after, delayMs, victims } of plan) {
    if (!(await until(() => acknowledged() >= after, stuckMs)))
      throw new Error(`${acknowledged()} writes were acknowledged, ${after} did not come in ${stuckMs / 1_000} s`);
    await pause(delayMs);
    struck.fell.push(...(await rig.mend()));
    await Promise.all(victims.map(bringBack));
  }
  struck.fell.push(...(await rig.mend()));
  return struck;
}
