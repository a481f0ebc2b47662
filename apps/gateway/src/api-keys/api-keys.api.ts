import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { ServiceSettings } from '@passerelle/platform/kernel/config';
import { Database } from '@passerelle/platform/data/database';
import { keyHolder, type Caller } from '@passerelle/platform/access/identity';
import { invalidApiKey, refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { noteUse } from '../shared/last-use.js';
import { isKey, prefixOf } from './secret.js';

// What this slice offers to the door: the caller of a key. Each request looks the key up through a unique index;
// nothing is cached, so a revoked key is refused from the next request on.

interface KeyRow {
  readonly id: string;
  readonly hash: string;
  readonly client: string;
  readonly party: string | null;
  readonly scopes: string[];
  readonly alive: boolean;
  readonly used: boolean;
}

const look = `
  SELECT key.id, key.hash, key.client, key.party, key.scopes,
         key.revoked_on IS NULL AND key.expires_on >= $2 AS alive, use.used_on IS NOT DISTINCT FROM $2::date AS used
    FROM api_key AS key LEFT JOIN api_key_use AS use USING (id)
   WHERE key.prefix = $1`;

const use = `
  INSERT INTO api_key_use AS use (id, used_on) VALUES ($1, $2)
  ON CONFLICT (id) DO UPDATE SET used_on = excluded.used_on WHERE use.used_on < excluded.used_on`;

@Injectable()
export class KnownKeys {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext<ServiceSettings>,
  ) {}

  /** The caller of this key, or 401; the answer does not say whether prefix, secret, day or revocation was wrong. */
  async holderOf(key: string): Promise<Caller> {
    const prefix = prefixOf(key);
    if (prefix === undefined) throw refusal(invalidApiKey);
    const day = today(new Date());
    const [row] = await this.db.prepared<KeyRow & Record<string, unknown>>(look, [prefix, day]);
    const isRight = isKey(key, row?.hash);
    if (row === undefined || !isRight || !row.alive) throw refusal(invalidApiKey);
    if (!row.used) noteUse(this.db, this.context, use, row.id, day);
    return this.callerOf(row);
  }

  private callerOf({ id, client, party, scopes }: KeyRow): Caller {
    const side = party ?? undefined;
    const isAbroad = side !== undefined && side !== this.context.settings.HOME_PARTY;
    const roles = isAbroad ? ['partner'] : [];
    return { subject: `${keyHolder}:${id}`, client: `${keyHolder}:${client}`, party: side, roles, scopes };
  }
}
