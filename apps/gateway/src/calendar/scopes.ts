import type { By } from '@passerelle/platform/data/database';
import type { Call } from '@passerelle/platform/runtime/operations';
import type { Condition } from '@passerelle/platform/access/rights';

const reading = /^([a-z]+):read$/;

/**
 * The caller's reach, narrowed to the services that its scopes let it read: the calendar must not bypass the right to
 * read. Public records need no right.
 */
export function withinScopes({ caller, actor }: Pick<Call, 'caller' | 'actor'>): By {
  const readable = caller.scopes.flatMap((scope) => reading.exec(scope)?.[1] ?? []);
  const narrowed =
    (condition: Condition | undefined): Condition =>
    (bind) => {
      const scoped = `record.classification = 'public' OR record.service = ANY(${bind(readable)}::text[])`;
      return condition === undefined ? scoped : `(${scoped}) AND (${condition(bind)})`;
    };
  return {
    actor: {
      bindActor: actor.bindActor,
      side: actor.side,
      holds: (scope) => actor.holds(scope),
      begin: (tx) => actor.begin(tx),
      end: (tx, result) => actor.end(tx, result),
      reach: (relations) => {
        const { sees, may } = actor.reach(relations);
        return { sees: narrowed(sees), may: narrowed(may) };
      },
    },
  };
}
