import type { By } from '@passerelle/platform/database';
import type { Call } from '@passerelle/platform/operations';
import type { Condition } from '@passerelle/platform/rights';

const reading = /^([a-z]+):read$/;

/**
 * The caller, narrowed to what its scopes let it read at the services themselves: the calendar of all of them must not
 * be the way around the right to read one. What is public needs no right.
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
      name: actor.name,
      side: actor.side,
      begin: (tx) => actor.begin(tx),
      end: (tx, result, touched) => actor.end(tx, result, touched),
      reach: (relations) => {
        const { sees, may } = actor.reach(relations);
        return { sees: narrowed(sees), may: narrowed(may) };
      },
    },
  };
}
