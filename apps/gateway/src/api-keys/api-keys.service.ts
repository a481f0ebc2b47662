import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  lockRecord,
  newId,
  preparedIn,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ApiKeyRecord } from './api-key.entity.js';
import { apiKeys, type ApiKeyQuery, type NewApiKey } from './api-key.schema.js';
import { newKey } from './secret.js';
import { KeyedMutex } from './keyed-mutex.js';

interface UsedKey extends ApiKeyRecord {
  readonly lastUsedOn: string | undefined;
}

@Injectable()
export class ApiKeysService {
  private readonly turns = new KeyedMutex();

  constructor(private readonly db: Database) {}

  list(call: Call<undefined, never, ApiKeyQuery>): Promise<Page> {
    return apiKeys.read(this.db, call);
  }

  read(call: Call<undefined, 'apiKeyId'>): Promise<UsedKey> {
    return this.db.read(call, async (tx) => withUse(tx, await findOrRefuse(tx, ApiKeyRecord, call.params.apiKeyId)));
  }

  /** The key is in this answer and stored nowhere. */
  issue(call: Call<NewApiKey>): Promise<ApiKeyRecord & { key: string }> {
    return this.turns.take(call.body.client, call.deadline, () =>
      this.db.transaction(call, async (tx) => {
        const day = today(new Date());
        const made = newKey();
        const active = await countActive(tx, call.body.client, day);
        const record = ApiKeyRecord.issue(newId(), made, call.body, { active, today: day });
        await insert(tx, ApiKeyRecord, record);
        return Object.assign(record, { key: made.key });
      }),
    );
  }

  revoke(call: Call<undefined, 'apiKeyId'>): Promise<UsedKey> {
    return this.db.transaction(call, async (tx) => {
      const record = await findOrRefuse(tx, ApiKeyRecord, call.params.apiKeyId, call.expectedVersion);
      if (record.revoke(today(new Date()))) await update(tx, ApiKeyRecord, record);
      return withUse(tx, record);
    });
  }
}

/**
 * Keys of one client are issued one after the other: otherwise concurrent requests would not count each other. Within
 * an instance a mutex orders them; the lock orders instances.
 */
async function countActive(tx: Tx, client: string, day: string): Promise<number> {
  await lockRecord(tx, 'apiKeysOf', client);
  const { rows } = await preparedIn<{ active: number }>(
    tx,
    'SELECT count(*)::int AS active FROM api_key WHERE client = $1 AND revoked_on IS NULL AND expires_on >= $2',
    [client, day],
  );
  return rows[0]?.active ?? 0;
}

async function withUse(tx: Tx, record: ApiKeyRecord): Promise<UsedKey> {
  const [use] = await tx.query<{ day: string }[]>('SELECT used_on::text AS day FROM api_key_use WHERE id = $1', [
    record.id,
  ]);
  return Object.assign(record, { lastUsedOn: use?.day });
}
