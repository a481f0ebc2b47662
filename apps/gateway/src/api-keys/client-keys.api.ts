import { Injectable } from '@nestjs/common';
import type { Party } from '@passerelle/domain/party';
import {
  insert,
  loadFollower,
  lockRecord,
  newId,
  preparedIn,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ApiKeyRecord, otherParty, tooManyActiveKeys } from './api-key.entity.js';
import type { NewApiKey } from './api-key.schema.js';
import { newKey } from './secret.js';

// What this slice offers to slices whose clients use keys. They register who their clients are: this slice knows none of them.
//
// Keys of one client are changed one after the other, and its other records after its lock: otherwise concurrent requests would
// not see each other.

/** What may refuse a key. */
export const refusesKey = [tooManyActiveKeys, otherParty];

export interface KeyClient {
  /** Absent for public records only. */
  readonly party: Party | null;
}

/** The client of that name; undefined if the slice knows none. */
type FindClient = (tx: Tx, client: string) => Promise<KeyClient | undefined>;

@Injectable()
export class ClientKeys {
  private readonly known: FindClient[] = [];

  /** From now on a key of such a client reads for the party of the client only. */
  add(find: FindClient): void {
    this.known.push(find);
  }

  lock(tx: Tx, client: string): Promise<void> {
    return lockRecord(tx, 'apiKeysOf', client);
  }

  /** A new key with its secret, which is not stored yet. */
  async make(tx: Tx, id: string, terms: NewApiKey, today: string): Promise<ApiKeyRecord & { key: string }> {
    const { client } = terms;
    await this.lock(tx, client);
    for (const find of this.known) {
      const found = await find(tx, client);
      if (found !== undefined && found.party !== (terms.party ?? null)) throw refusal(otherParty, { client });
    }
    const made = newKey();
    const active = (await activeOf(tx, client, today)).length;
    return Object.assign(ApiKeyRecord.issue(id, made, terms, { active, today }), { key: made.key });
  }

  /** Stores a new key; returns its secret. */
  async issue(tx: Tx, terms: NewApiKey, today: string): Promise<string> {
    const made = await this.make(tx, newId(), terms, today);
    await insert(tx, ApiKeyRecord, made);
    return made.key;
  }

  /** Refuses a party for a client that has active keys of another one. */
  async refuseOthers(tx: Tx, client: string, party: Party | null, today: string): Promise<void> {
    for (const id of await activeOf(tx, client, today)) {
      const { party: own } = await loadFollower(tx, ApiKeyRecord, id);
      if (own !== party) throw refusal(otherParty, { client });
    }
  }

  /** From the next request on, its active keys read for this party. */
  async readFor(tx: Tx, client: string, party: Party | null, today: string): Promise<void> {
    for (const id of await activeOf(tx, client, today)) {
      const key = await loadFollower(tx, ApiKeyRecord, id);
      if (key.readFor(party)) await update(tx, ApiKeyRecord, key);
    }
  }

  /** All its active keys, at once and for good. */
  async revoke(tx: Tx, client: string, today: string): Promise<void> {
    for (const id of await activeOf(tx, client, today)) {
      const key = await loadFollower(tx, ApiKeyRecord, id);
      if (key.revoke(today)) await update(tx, ApiKeyRecord, key);
    }
  }
}

/** Locked, because a single key may be revoked meanwhile. */
async function activeOf(tx: Tx, client: string, day: string): Promise<string[]> {
  const sql =
    'SELECT id FROM api_key WHERE client = $1 AND revoked_on IS NULL AND expires_on >= $2 ORDER BY id FOR NO KEY UPDATE';
  const { rows } = await preparedIn<{ id: string }>(tx, sql, [client, day]);
  return rows.map(({ id }) => id);
}
