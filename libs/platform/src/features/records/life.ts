import type { z } from 'zod';
import type { Caller } from '../../access/identity/index.js';
import type { Fact } from '../../events/facts/index.js';
import { stateAfter, type RefusalKind, type Transition } from '../../kernel/problems/index.js';

// The life of a kind of record is one table: its acts, the states that allow each, what each asks for, and its rule and fact. The
// rule, the operations, the documentation and the tests of rights read the same table.

/** Who asks what is possible; `home` is the region that runs this installation. */
export interface Asking {
  readonly caller: Caller;
  readonly home: string;
}

interface Row<Entity, Status extends string> {
  readonly from: readonly Status[];
  /** The state that it leads to; where the body decides, all of them, and the rule sets it. */
  readonly to: Status | readonly Status[];
  /** One line, imperative, for integrators. */
  readonly summary: string;
  readonly description?: string;
  readonly asks: z.ZodObject;
  /** What the caller needs; `write` by default. Acts that bind a region towards another need `approve`. */
  readonly needs?: 'write' | 'approve';
  /** Whether the rule would allow it beyond the state, for what a caller may do now. */
  readonly isPossible?: (record: Entity, asking: Asking) => boolean;
  readonly refuses?: readonly RefusalKind[];
  readonly examples?: Readonly<Record<string, unknown>>;
}

/** An act as its feature declares it. */
interface Act<Entity, Status extends string, Asks extends z.ZodObject, Context, Outcome> extends Row<Entity, Status> {
  readonly asks: Asks;
  /** The rule: changes the record, or refuses. A single state in `to` is set afterwards. */
  readonly does: (record: Entity, given: z.output<Asks>, context: Context) => Outcome;
  readonly fact: (record: Entity, outcome: Outcome) => Fact;
}

/** An act in a table, where the shapes of what acts ask for differ. */
export interface LifeAct<Entity, Status extends string, Context> extends Row<Entity, Status> {
  /** Returns what makes the fact once the record is saved. */
  readonly does: (record: Entity, body: unknown, context: Context) => () => Fact;
}

/** Declares acts of one kind of record; `Outcome` is what rules return for facts: `const act = actsOf<AgreementRecord, AgreementStatus, string>()`. */
export const actsOf =
  <Entity, Status extends string, Context, Outcome = void>() =>
  <Asks extends z.ZodObject>({
    does,
    fact,
    ...row
  }: Act<Entity, Status, Asks, Context, Outcome>): LifeAct<Entity, Status, Context> => ({
    ...row,
    does: (record, body, context) => {
      const outcome = does(record, row.asks.parse(body), context);
      return () => fact(record, outcome);
    },
  });

export class Life<Entity extends { status: Status }, Status extends string, Context> {
  /** As rows from state to state, for the documentation and the tests of what is forbidden. */
  readonly transitions: readonly Transition<Status>[];

  constructor(readonly acts: Readonly<Record<string, LifeAct<Entity, Status, Context>>>) {
    this.transitions = Object.entries(acts).flatMap(([act, { from, to }]) =>
      from.flatMap((state) => statesIn(to).map((next) => ({ from: state, act, to: next }))),
    );
  }

  /** Performs an act, and returns what makes its fact; refuses one that the state does not allow. */
  perform(record: Entity, name: string, body: unknown, context: Context): () => Fact {
    const status = stateAfter(this.transitions, record.status, name);
    const act = this.acts[name];
    if (act === undefined) throw new Error(`the table has no act ${name}`);
    const fact = act.does(record, body, context);
    if (typeof act.to === 'string') record.status = status;
    return fact;
  }

  /** The acts that the record allows. */
  possible(record: Entity, asking: Asking): string[] {
    const allowed = Object.entries(this.acts).filter(([, { from }]) => from.includes(record.status));
    return allowed.flatMap(([name, { isPossible }]) => ((isPossible?.(record, asking) ?? true) ? [name] : []));
  }
}

const statesIn = <Status extends string>(to: Status | readonly Status[]): readonly Status[] =>
  typeof to === 'string' ? [to] : to;
