/** Tests a state machine against the running service: transitions that its table does not contain are refused and change nothing. */
import type { Caller } from '@passerelle/platform/access/identity';
import type { Transition } from '@passerelle/platform/kernel/problems';
import type { Answer, OperationClient, StartedApp } from './start-app.js';

export interface Act {
  readonly subject: string;
  readonly body?: object;
  /** The editor when absent. */
  readonly caller?: Caller;
}

interface Walk {
  readonly app: StartedApp;
  readonly client: OperationClient;
  readonly table: string;
  readonly states: readonly Transition[];
  /** The request of each act of the table, except acts of the clock. */
  readonly acts: Readonly<Record<string, Act>>;
  /** The record, and the name of the parameter that carries its id. */
  readonly id: string;
  readonly parameter: string;
}

const statesIn = (states: readonly Transition[]): string[] => [
  ...new Set(states.flatMap(({ from, to }) => [from, to])),
];

/** The pairs of state and act that the table does not contain. */
export const forbidden = (states: readonly Transition[], acts: readonly string[]): [state: string, act: string][] =>
  statesIn(states).flatMap((state) =>
    acts
      .filter((act) => !states.some((row) => row.from === state && row.act === act))
      .map((act): [string, string] => [state, act]),
  );

/** Requests every forbidden transition; returns their number, and those that were not refused correctly. */
export async function walkForbidden(walk: Walk): Promise<{ walked: number; wrong: string[] }> {
  const { app, states, table, acts, id } = walk;
  const moves = forbidden(states, Object.keys(acts));
  const wrong: string[] = [];
  const rowNow = async () => JSON.stringify(await app.database.query(`SELECT * FROM ${table} WHERE id = $1`, [id]));
  for (const [state, act] of moves) {
    await app.database.query(`UPDATE ${table} SET status = $2 WHERE id = $1`, [id, state]);
    const before = await rowNow();
    const answer = await ask(walk, act);
    const isRefused = answer.status === 409 && answer.body.type.endsWith(':illegalTransition');
    if (!isRefused || (await rowNow()) !== before)
      wrong.push(`${act} when ${state}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return { walked: moves.length, wrong };
}

function ask({ client, acts, parameter, id }: Walk, act: string): Promise<Answer> {
  const { subject = '', ...asked } = acts[act] ?? {};
  return client.call(subject, { path: { [parameter]: id }, ...asked });
}
