import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { findOrRefuse, type Kind, type Tx, type Versioned } from '../../data/database/index.js';
import { boundOperations } from '../../runtime/operations/index.js';
import { definer, routesOf, type Define } from './defining.js';
import type { Life } from './life.js';
import { revised, type AnyCall, type RecordHost, type Saving } from './performing.js';
import { possibleActs, PossibleActs } from './possible-acts.js';

export type Living = Versioned & { status: string };

export interface DeclaredLife<Entity extends Living, Host, Context> {
  readonly of: Kind<Entity>;
  /** `agreements`, for addresses; `agreement`, for names. */
  readonly many: string;
  readonly one: string;
  /** The area of the scopes: `cooperation`. */
  readonly scope: string;
  readonly returns: z.ZodObject;
  readonly life: Life<Entity, Entity['status'], Context>;
  /** Loads the record for an act, and what the rules must know besides it. */
  readonly load: (host: Host, tx: Tx, call: AnyCall) => Promise<{ readonly found: Entity; readonly context: Context }>;
  readonly saving?: Saving<Entity, Host>;
}

/** Gives a class the acts in the life of a record, and what a caller may do now. */
export const LifeOperations =
  <Entity extends Living, Host extends RecordHost, Context>(declared: DeclaredLife<Entity, Host, Context>) =>
  (target: new (...given: never[]) => Host): void => {
    defineLife(definer<Host>(target.prototype), declared, target.prototype);
    Controller()(target);
  };

export function defineLife<Entity extends Living, Host extends RecordHost, Context>(
  define: Define<Host>,
  declared: DeclaredLife<Entity, Host, Context>,
  prototype: object,
): void {
  const { many, one, of, life, returns, load, saving } = declared;
  const { acts } = routesOf(declared);
  for (const [name, act] of Object.entries(life.acts))
    define<Record<string, unknown>, undefined>(
      name,
      { ...acts('POST', act), transition: name, body: act.asks, returns },
      (host, { body: { transition, ...given }, ...call }) =>
        revised(
          host,
          { ...call, body: given },
          {
            of,
            saving,
            load: async (tx) => {
              const { found, context } = await load(host, tx, { ...call, body: given });
              return { found, rule: () => life.perform(found, name, given, context) };
            },
          },
        ),
    );
  const possible = { summary: `List what the caller may do now with one of the ${many}` };
  define('transitions', { ...acts('GET', possible), id: idOf(one), returns: PossibleActs }, (host, call) =>
    host.db.read(call, async (tx) => {
      const found = await findOrRefuse(tx, of, call.params[`${one}Id`] ?? '');
      const home = host.context.settings.HOME_PARTY;
      return possibleActs(tx, { life, operations: boundOperations(prototype), found, of, caller: call.caller, home });
    }),
  );
}

const idOf = (one: string): string => `list${one.charAt(0).toUpperCase()}${one.slice(1)}Transitions`;
