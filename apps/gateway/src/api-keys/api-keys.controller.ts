import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { tooManyActiveKeys } from './api-key.entity.js';
import { ApiKey, apiKeys, IssuedApiKey, NewApiKey, type ApiKeyQuery } from './api-key.schema.js';
import { ApiKeysService } from './api-keys.service.js';

const scope = 'admin';

@Controller()
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Operation({
    route: 'GET /apiKeys',
    summary: 'List API keys, without their secrets',
    scope,
    query: apiKeys.query,
    returns: apiKeys.page,
  })
  list(call: Call<undefined, never, ApiKeyQuery>): Promise<Page> {
    return this.keys.list(call);
  }

  @Operation({
    route: 'GET /apiKeys/{apiKeyId}',
    summary: 'Read the purpose of an API key, without its secret',
    scope,
    returns: ApiKey,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'apiKeyId'>): Promise<object> {
    return this.keys.read(call);
  }

  @Operation({
    route: 'POST /apiKeys',
    summary: 'Issue an API key, which is shown in this answer only',
    description:
      'A program that reads sends it as `X-Api-Key`. A client may have two active keys, so that the next one can replace the current one.',
    scope,
    body: NewApiKey,
    returns: IssuedApiKey,
    refuses: [tooManyActiveKeys],
    once: ['key'],
    examples: {
      kiosk: { client: 'kiosk', description: 'The screen in the hall', scopes: ['projects:read', 'networks:read'] },
    },
  })
  issue(call: Call<NewApiKey>): Promise<object> {
    return this.keys.issue(call);
  }

  @Operation({
    route: 'DELETE /apiKeys/{apiKeyId}',
    summary: 'Revoke an API key at once',
    description: 'Its entry stays, to document what the key was for. Revoking it again changes nothing.',
    scope,
    returns: ApiKey,
    refuses: [resourceNotFound, stalePrecondition],
  })
  revoke(call: Call<undefined, 'apiKeyId'>): Promise<object> {
    return this.keys.revoke(call);
  }
}
