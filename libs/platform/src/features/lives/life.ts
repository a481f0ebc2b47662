import { addDays, today } from '@passerelle/domain/period';
import type { z } from 'zod';
import type { Tx, Versioned } from '../../data/database/index.js';
import type { Fact } from '../../events/facts/index.js';
import { stateAfter, type RefusalKind, type Transition } from '../../kernel/problems/index.js';
import type { ActContext } from './act-context.js';

// The life of a kind of record is one table: its acts, the states that allow each, what each asks for, its rule and its fact; what
// the clock does when a day has passed; and what is done at another address. The rule, the operations, the documentation, the
// clock and the tests of rights read the same table.

/** A record of the kit. */
export interface KeptRecord extends Versioned {
  /** Credentials have neither: nothing refers to them, and they are revoked, never taken back. */
  ref?: string;
  retractedAt?: Date | null;
}

/** Who asks what is possible; `home` is the region that runs this installation. */
export type Asking = Pick<ActContext, 'tx' | 'caller' | 'home'>;

/** Whose act is awaited: a region, and the last day, where there is one. */
export interface Awaited {
  readonly party: string | null;
  readonly until?: string | null;
}

interface Row<Entity, Status extends string> {
  readonly from: readonly Status[];
  /** The state that it leads to; where the body decides, all of them, and the rule sets it; absent where the state stays. */
  readonly to?: Status | readonly Status[];
  /** One line, imperative, for integrators. */
  readonly summary: string;
  readonly description?: string;
  /** The side whose act it is, for records with sides. */
  readonly by?: string;
  /** The regions whose act it is, none where nothing waits for it: the others read for whom the record waits. */
  readonly awaited?: (record: Entity) => Awaited | readonly Awaited[];
  /** The earlier acts that the same person must not have performed last: another pair of eyes. */
  readonly another?: string | readonly string[];
  /** What the caller needs; `write` by default. Acts that bind a region towards another need `approve`. */
  readonly needs?: 'write' | 'approve';
  /** Whether the rule would allow it beyond the state, for what a caller may do now. */
  readonly isPossible?: (record: Entity, asking: Asking) => boolean | Promise<boolean>;
  readonly refuses?: readonly RefusalKind[];
  readonly examples?: Readonly<Record<string, unknown>>;
}

/** An act as its feature declares it. */
interface Act<Entity, Status extends string, Asks extends z.ZodObject, Context, Outcome> extends Row<Entity, Status> {
  readonly asks: Asks;
  /** The rule: changes the record, or refuses. A single state in `to` is set afterwards. */
  readonly does: (record: Entity, given: z.output<Asks>, context: Context) => Outcome | Promise<Outcome>;
  readonly fact: (record: Entity, outcome: Outcome) => Fact;
  /** What changes besides the record, once it is saved. */
  readonly follows?: (record: Entity, outcome: Outcome, context: Context) => Promise<void>;
}

/** What a performed act still has to do once the record is saved. */
export interface Performed {
  readonly fact: () => Fact;
  readonly follows: () => Promise<void>;
}

/** An act in a table, where the shapes of what acts ask for differ. */
export interface LifeAct<Entity, Status extends string, Context> extends Row<Entity, Status> {
  readonly asks: z.ZodObject;
  readonly does: (record: Entity, body: unknown, context: Context) => Promise<Performed>;
}

/** Declares acts of one kind of record; `Outcome` is what rules return for facts: `const act = actsOf<AgreementRecord, AgreementStatus>()`. */
export const actsOf =
  <Entity, Status extends string, Outcome = void, Context = ActContext>() =>
  <Asks extends z.ZodObject>({
    does,
    fact,
    follows,
    ...row
  }: Act<Entity, Status, Asks, Context, Outcome>): LifeAct<Entity, Status, Context> => ({
    ...row,
    does: async (record, body, context) => {
      const outcome = await does(record, row.asks.parse(body), context);
      return { fact: () => fact(record, outcome), follows: async () => follows?.(record, outcome, context) };
    },
  });

/** What time alone does: in the day after a last day, so many days before one, or from an instant on. */
export interface ClockAct<Entity, Status extends string> {
  readonly from: readonly Status[];
  /** Absent where the state stays. */
  readonly to?: Status;
  /** The field with the last day, or with the instant. */
  readonly after: keyof Entity & string;
  /** Announces a day: the act is due from so many days before the one in the field until that is over, and not after it. */
  readonly daysBefore?: number;
  /** A field that the act sets, and that keeps it from being performed again, where the state does not. */
  readonly once?: keyof Entity & string;
  /** A field that makes the act needless once it is set: what had to be done was done. */
  readonly unless?: keyof Entity & string;
  /** Changes the record, and returns the instant for the fact. */
  readonly does: (record: Entity) => Date;
  readonly fact: (record: Entity, time?: string) => Fact;
  /** What changes besides the record, once it is saved. */
  readonly follows?: (record: Entity, tx: Tx) => Promise<void>;
}

/** What the clock still has to do once the record is saved. */
export interface Expired {
  readonly fact: () => Fact;
  readonly follows: (tx: Tx) => Promise<void>;
}

/** What is done at another address, because it makes a record of its own. */
export interface ActElsewhere<Entity, Status extends string> extends Pick<
  Row<Entity, Status>,
  'from' | 'by' | 'awaited'
> {
  readonly to: Status;
  /** The id of the operation: `submitOpinion`. */
  readonly operation: string;
  /** The field with the id in its address, where that is not the record's own. */
  readonly idField?: keyof Entity & string;
}

interface Besides<Entity, Status extends string> {
  readonly clock?: Readonly<Record<string, ClockAct<Entity, Status>>>;
  readonly elsewhere?: Readonly<Record<string, ActElsewhere<Entity, Status>>>;
}

export class Life<Entity extends { status: Status }, Status extends string, Context = ActContext> {
  /** As rows from state to state, for the documentation and the tests of what is forbidden. */
  readonly transitions: readonly Transition<Status>[];
  readonly clock: readonly ClockAct<Entity, Status>[];
  readonly elsewhere: Readonly<Record<string, ActElsewhere<Entity, Status>>>;

  constructor(
    readonly acts: Readonly<Record<string, LifeAct<Entity, Status, Context>>>,
    { clock = {}, elsewhere = {} }: Besides<Entity, Status> = {},
  ) {
    this.clock = Object.values(clock);
    this.elsewhere = elsewhere;
    this.transitions = [
      ...Object.entries({ ...acts, ...elsewhere }).flatMap(([act, { from, to, by }]) => rowsOf(act, from, to, by)),
      ...Object.entries(clock).flatMap(([act, { from, to }]) => rowsOf(act, from, to, 'clock')),
    ];
  }

  /** Performs an act, and returns what makes its fact; refuses one that the state does not allow. */
  async perform(record: Entity, name: string, body: unknown, context: Context): Promise<Performed> {
    const status = stateAfter(this.transitions, record.status, name);
    const act = this.acts[name];
    if (act === undefined) throw new Error(`the table has no act ${name}`);
    const performed = await act.does(record, body, context);
    if (typeof act.to === 'string') record.status = status;
    return performed;
  }

  /** Moves a record by an act done elsewhere; refuses one that the state does not allow. */
  move(record: Entity, name: string): void {
    record.status = stateAfter(this.transitions, record.status, name);
  }

  /** The acts that the record allows. */
  async possible(record: Entity, asking: Asking): Promise<string[]> {
    const names: string[] = [];
    for (const [name, { from, isPossible }] of Object.entries(this.acts))
      if (from.includes(record.status) && ((await isPossible?.(record, asking)) ?? true)) names.push(name);
    return names;
  }

  /** Does what time has done by `now`, and returns what makes its fact; undefined where there is nothing to do. */
  expire(record: Entity, now: Date): Expired | undefined {
    const due = this.clock.find((act) => isDue(record, act, now));
    if (due === undefined) return undefined;
    const at = due.does(record).toISOString();
    if (due.to !== undefined) record.status = due.to;
    return { fact: () => due.fact(record, at), follows: async (tx) => due.follows?.(record, tx) };
  }
}

const rowsOf = <Status extends string>(
  act: string,
  from: readonly Status[],
  to: Status | readonly Status[] | undefined,
  by?: string,
): Transition<Status>[] =>
  from.flatMap((state) =>
    statesIn(to ?? state).map((next) => ({ from: state, act, to: next, ...(by === undefined ? {} : { by }) })),
  );

const statesIn = <Status extends string>(to: Status | readonly Status[]): readonly Status[] =>
  typeof to === 'string' ? [to] : to;

function isDue<Entity extends { status: Status }, Status extends string>(
  record: Entity,
  { from, after, daysBefore, once, unless }: ClockAct<Entity, Status>,
  now: Date,
): boolean {
  const isSet = (field: (keyof Entity & string) | undefined) => field !== undefined && record[field] !== null;
  if (!from.includes(record.status) || isSet(once) || isSet(unless)) return false;
  const end: unknown = record[after];
  if (end instanceof Date) return now >= end;
  if (typeof end !== 'string') return false;
  const day = today(now);
  return daysBefore === undefined ? day > end : day <= end && addDays(day, daysBefore) >= end;
}
