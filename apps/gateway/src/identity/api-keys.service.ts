import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, preparedIn, update, type Tx } from '@passerelle/platform/database';
import type { Call } from '@passerelle/platform/operations';
import { ApiKeyRecord } from './api-key.entity.js';
import { apiKeys, type ApiKeyQuery, type NewApiKey } from './api-key.schema.js';
import { newKey } from './secret.js';

interface UsedKey extends ApiKeyRecord {
  readonly lastUsedOn: string | undefined;
}

@Injectable()
export class ApiKeysService {
  constructor(private readonly db: Database) {}

  list(call: Call<undefined, never, ApiKeyQuery>): Promise<Page> {
    return apiKeys.read(this.db, call);
  }

  read(call: Call<undefined, 'apiKeyId'>): Promise<UsedKey> {
    return this.db.read(call, async (tx) => withUse(tx, await findOrRefuse(tx, ApiKeyRecord, call.params.apiKeyId)));
  }

  /** The key leaves in the answer, and is nowhere afterwards. */
  issue(call: Call<NewApiKey>): Promise<ApiKeyRecord & { key: string }> {
    return this.db.transaction(call, async (tx) => {
      const day = today(new Date());
      const made = newKey();
      const active = await countActive(tx, call.body.client, day);
      const record = ApiKeyRecord.issue(newId(), made, call.body, { active, today: day });
      await insert(tx, ApiKeyRecord, record);
      return Object.assign(record, { key: made.key });
    });
  }

  revoke(call: Call<undefined, 'apiKeyId'>): Promise<UsedKey> {
    return this.db.transaction(call, async (tx) => {
      const record = await findOrRefuse(tx, ApiKeyRecord, call.params.apiKeyId, call.expectedVersion);
      if (record.revoke(today(new Date()))) await update(tx, ApiKeyRecord, record);
      return withUse(tx, record);
    });
  }
}

/** One client's keys are issued one after the other: otherwise each of two would count the other out. */
async function countActive(tx: Tx, client: string, day: string): Promise<number> {
  await preparedIn(tx, `SELECT pg_advisory_xact_lock(hashtextextended('api_key ' || $1, 0))`, [client]);
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
