/** What a trial found, as the table that a person reads at its end. */
import type { Outcome } from './trial.ts';
import { surprises } from './trial.ts';

export type Line = readonly [what: string, value: string];

const count = (number: number) => number.toLocaleString('en');
const inSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** All that must be none, with what was found of it. */
export function faultsOf({ verdict, states, figures, outcomes, struck }: Outcome): Record<string, string[]> {
  return {
    ...verdict,
    'wrong states': states,
    'wrong figures': figures.changed,
    'unexpected answers': surprises(outcomes),
    'ended by themselves': struck.fell,
  };
}

export const isSound = (outcome: Outcome): boolean =>
  Object.values(faultsOf(outcome)).every(({ length }) => length === 0);

export function tableOf(outcome: Outcome): string {
  const { attempts, outcomes, struck, holdings, figures, settledMs, tookMs } = outcome;
  const facts = Object.values(holdings).reduce((sum, { log }) => sum + log.length, 0);
  const answers = [...outcomes].sort(([one], [other]) => one.localeCompare(other));
  const killed = [...struck.killed].sort(([one], [other]) => one.localeCompare(other));
  const lines: Line[] = [
    ['intents', count(attempts.length)],
    ...answers.map(([status, times]): Line => [`answered ${status}`.replace('answered no', 'no'), count(times)]),
    ...killed.map(([name, { times, slowestMs }]): Line => [
      `killed ${name}`,
      `${count(times).padEnd(6)} slowest to come back ${inSeconds(slowestMs)}`,
    ]),
    ['facts', `${count(facts)}, settled in ${inSeconds(settledMs)}`],
    ['figures', `${count(figures.all)}, compared with a rebuild`],
    ...Object.entries(faultsOf(outcome)).map(([what, found]): Line => [what, count(found.length)]),
    ['seconds', count(Math.round(tookMs / 1_000))],
  ];
  return lines.map(([what, value]) => `${what.padEnd(22)}${value}`).join('\n');
}
