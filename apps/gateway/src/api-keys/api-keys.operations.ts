import { Database, lockRecord, preparedIn, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { KeyedMutex } from '../shared/keyed-mutex.js';
import { withLastUse } from '../shared/last-use.js';
import { ApiKeyRecord, tooManyActiveKeys } from './api-key.entity.js';
import { ApiKey, apiKeys, IssuedApiKey, NewApiKey } from './api-key.schema.js';
import { newKey } from './secret.js';

@RecordOperations({
  of: ApiKeyRecord,
  many: 'apiKeys',
  one: 'apiKey',
  scope: 'admin',
  returns: ApiKey,
  list: { summary: 'List API keys, without their secrets', collection: apiKeys },
  read: { summary: 'Read the purpose of an API key, without its secret' },
  create: {
    act: 'issue',
    summary: 'Issue an API key, which is shown in this answer only',
    description:
      'A program that reads sends it as `X-Api-Key`. A client may have two active keys, so that the next one can replace the current one.',
    body: NewApiKey,
    returns: IssuedApiKey,
    once: ['key'],
    around: ({ turns }: ApiKeys, { body, deadline }, create) => turns.take(body.client, deadline, create),
    make: async ({ id }, terms, { tx, today }) => {
      const made = newKey();
      const active = await countActive(tx, terms.client, today);
      return Object.assign(ApiKeyRecord.issue(id, made, terms, { active, today }), { key: made.key });
    },
    refuses: [tooManyActiveKeys],
    examples: {
      kiosk: { client: 'kiosk', description: 'The screen in the hall', scopes: ['projects:read', 'networks:read'] },
    },
  },
  revoke: {
    summary: 'Revoke an API key at once',
    description: 'Its entry stays, to document what the key was for. Revoking it again changes nothing.',
    rule: (key, { today }) => key.revoke(today),
  },
  shows: withLastUse('api_key_use'),
})
export class ApiKeys {
  readonly turns = new KeyedMutex();

  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
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
