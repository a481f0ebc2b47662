import type { z } from 'zod';
import type { Fact } from '../../events/facts/index.js';
import { stateAfter, type RefusalKind, type Transition } from '../../kernel/problems/index.js';

// The life of a kind of record is one table: its acts, the states that allow each, what each asks for, and its rule and fact. The
// rule, the operations, the documentation and the tests of rights read the same table.

interface Row<Entity, Status extends string> {
  readonly from: readonly Status[];
  readonly to: Status;
  /** One line, imperative, for integrators. */
  readonly summary: string;
  readonly asks: z.ZodObject;
  readonly fact: (record: Entity) => Fact;
  readonly refuses?: readonly RefusalKind[];
  readonly examples?: Readonly<Record<string, unknown>>;
}

/** An act as its feature declares it. */
interface Act<Entity, Status extends string, Asks extends z.ZodObject> extends Row<Entity, Status> {
  readonly asks: Asks;
  /** The rule: changes the record, or refuses. The state follows from the table. `today` is the day in Brussels. */
  readonly does: (record: Entity, given: z.output<Asks>, today: string) => void;
}

/** An act in a table, where the shapes of what acts ask for differ. */
export interface LifeAct<Entity, Status extends string> extends Row<Entity, Status> {
  readonly does: (record: Entity, body: unknown, today: string) => void;
}

export const act = <Entity, Status extends string, Asks extends z.ZodObject>(
  declared: Act<Entity, Status, Asks>,
): LifeAct<Entity, Status> => ({
  ...declared,
  does: (record, body, today) => declared.does(record, declared.asks.parse(body), today),
});

export class Life<Entity extends { status: Status }, Status extends string> {
  /** As rows from state to state, for the documentation and the tests of what is forbidden. */
  readonly transitions: readonly Transition<Status>[];

  constructor(readonly acts: Readonly<Record<string, LifeAct<Entity, Status>>>) {
    this.transitions = Object.entries(acts).flatMap(([act, { from, to }]) =>
      from.map((state) => ({ from: state, act, to })),
    );
  }

  /** Performs an act; refuses one that the state does not allow. */
  perform(record: Entity, name: string, body: unknown, today: string): void {
    const status = stateAfter(this.transitions, record.status, name);
    this.acts[name]?.does(record, body, today);
    record.status = status;
  }

  /** The acts that the state allows. */
  possible({ status }: Pick<Entity, 'status'>): string[] {
    return Object.entries(this.acts).flatMap(([name, { from }]) => (from.includes(status) ? [name] : []));
  }
}
