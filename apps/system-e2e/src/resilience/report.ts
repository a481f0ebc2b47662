/** The result of a trial, as a table for people. */
import type { Outcome } from './trial.ts';
import { surprises } from './trial.ts';

export type Line = readonly [what: string, value: string];

const count = (number: number) => number.toLocaleString('en');
const inSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** All counts that must be zero, each with its faults. */
export function faultsOf({ verdict, states, figures, outcomes, struck, received }: Outcome): Record<string, string[]> {
  return {
    ...verdict,
    'events lost': received.lost,
    'events doubled': received.doubled,
    'events disordered': received.disordered,
    'events of others': received.foreign,
    'events unproven': received.unproven,
    'wrong states': states,
    'wrong figures': figures.changed,
    'unexpected answers': surprises(outcomes),
    'ended by themselves': struck.fell,
  };
}

export const isSound = (outcome: Outcome): boolean =>
  Object.values(faultsOf(outcome)).every(({ length }) => length === 0);

/** Facts by kind of record: a kind without any was not tested. */
function factsByResource(holdings: Outcome['holdings']): [resource: string, facts: number][] {
  const log = Object.values(holdings).flatMap((holding) => holding.log);
  const facts = Map.groupBy(log, ({ type }) => type.split('.')[0] ?? '');
  return [...facts].map(([resource, each]): [string, number] => [resource, each.length]).sort();
}

export function tableOf(outcome: Outcome): string {
  const { attempts, outcomes, struck, holdings, received, figures, settledMs, tookMs } = outcome;
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
    ...factsByResource(holdings).map(([resource, times]): Line => [`of ${resource}`, count(times)]),
    ['events followed', `${count(received.events)}, by programs of other regions`],
    ['figures', `${count(figures.all)}, compared with a rebuild`],
    ...Object.entries(faultsOf(outcome)).map(([what, found]): Line => [what, count(found.length)]),
    ['seconds', count(Math.round(tookMs / 1_000))],
  ];
  return lines.map(([what, value]) => `${what.padEnd(22)}${value}`).join('\n');
}
