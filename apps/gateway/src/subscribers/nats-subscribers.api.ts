import type { Party } from '@passerelle/domain/party';
import type { Database } from '@passerelle/platform/data/database';

// What this slice offers to those who serve subscribers over NATS.

export interface NatsSubscriber extends Record<string, unknown> {
  readonly id: string;
  readonly client: string;
  readonly party: Party | null;
  /** Whether it may have an account: it has a key and has not ended. */
  readonly isOpen: boolean;
}

/** Those that may have an account, and in any case these: they had one. */
export const natsSubscribers = (db: Database, known: readonly string[]): Promise<NatsSubscriber[]> =>
  db.prepared<NatsSubscriber>(
    `SELECT id, client, party, ended_on IS NULL AND nats_key IS NOT NULL AS "isOpen" FROM subscriber
      WHERE (ended_on IS NULL AND nats_key IS NOT NULL) OR id = ANY($1) ORDER BY client`,
    [known],
  );

export interface Following extends Record<string, unknown> {
  readonly client: string;
  readonly followed: readonly { readonly product: string; readonly behind?: number }[];
  readonly copies: readonly {
    readonly product: string;
    readonly bytes: number;
    readonly bytesMost: number;
    readonly acknowledgedAt?: string;
    readonly fault?: string;
  }[];
}

/** What every subscriber that has not ended follows, and how far it is, whichever way. */
export const followings = (db: Database): Promise<Following[]> =>
  db.prepared<Following>(
    'SELECT client, followed, copies FROM subscriber_following WHERE ended_on IS NULL ORDER BY client',
    [],
  );
