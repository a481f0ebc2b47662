import { today } from '@passerelle/domain/period';
import type { Caller } from '../../access/identity/index.js';
import { nextReference, newId, type Tx } from '../../data/database/index.js';
import type { Call } from '../../runtime/operations/index.js';
import type { ServiceContext } from '../../runtime/service/index.js';

/** Who changes a record, and when: what the rules of records may know. */
export interface ActContext {
  readonly tx: Tx;
  readonly caller: Caller;
  /** The caller's region. */
  readonly party: string | undefined;
  /** The other region for which the caller acts; undefined for the home region's own people and machines. */
  readonly side: string | undefined;
  /** The region that runs this installation. */
  readonly home: string;
  readonly now: Date;
  /** The day in Brussels. */
  readonly today: string;
  /** Path parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** From If-Match. */
  readonly expectedVersion: number | undefined;
  /** The name of a new record. */
  readonly newName: () => Promise<Name>;
}

/** What names a record from its creation on. */
export interface Name {
  readonly id: string;
  readonly ref: string;
}

export type AnyCall<Body = unknown, Query = unknown> = Call<Body, string, Query>;

export function actContextOf(tx: Tx, call: AnyCall, { settings, referencePrefix }: ServiceContext): ActContext {
  const { caller, actor, params, expectedVersion } = call;
  const now = new Date();
  const day = today(now);
  const newName = async (): Promise<Name> => ({
    id: newId(),
    ref: await nextReference(tx, referencePrefix, Number(day.slice(0, 4))),
  });
  const who = { caller, party: caller.party, side: actor.side, home: settings.HOME_PARTY };
  return { tx, ...who, now, today: day, params, expectedVersion, newName };
}
