import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { KeyedMutex } from '../shared/keyed-mutex.js';
import { withLastUse } from '../shared/last-use.js';
import { ApiKeyRecord } from './api-key.entity.js';
import { ApiKey, apiKeys, IssuedApiKey, NewApiKey } from './api-key.schema.js';
import { ClientKeys, refusesKey } from './client-keys.api.js';

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
    make: ({ id }, terms, { tx, today }, { keys }) => keys.make(tx, id, terms, today),
    refuses: refusesKey,
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
    readonly keys: ClientKeys,
  ) {}
}
