import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/collections';
import { Operation, type Call } from '@passerelle/platform/operations';
import { resourceNotFound, stalePrecondition } from '@passerelle/platform/problems';
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
    summary: 'Read what an API key is for, without its secret',
    scope,
    returns: ApiKey,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'apiKeyId'>): Promise<object> {
    return this.keys.read(call);
  }

  @Operation({
    route: 'POST /apiKeys',
    summary: 'Issue an API key, which is shown in this answer alone',
    description: 'A program that reads sends it as `X-Api-Key`. Two per client may be active: the next takes over.',
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
    description: 'Its entry stays, so that one can tell what the key was for. Revoking it again changes nothing.',
    scope,
    returns: ApiKey,
    refuses: [resourceNotFound, stalePrecondition],
  })
  revoke(call: Call<undefined, 'apiKeyId'>): Promise<object> {
    return this.keys.revoke(call);
  }
}
