import { distinct } from '@passerelle/domain/distinct';
import { ChangedAt } from '@passerelle/domain/instant';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import { toRead } from '@passerelle/platform/access/identity';
import { anyOf, byDate, byText, collection } from '@passerelle/platform/data/lists';
import type { Relations } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { ClientName } from '../shared/client-name.js';

/** A key only reads, and not everything: writing and administration need a token, which expires within the hour. */
const ReadingScope = z.string().max(40).regex(toRead, 'must be a right to read, such as projects:read');

const terms = {
  client: ClientName,
  description: Text(3, 300).describe('What it is for'),
  party: Party.optional().describe('The party for which the client reads; public records only when absent'),
  scopes: z
    .array(ReadingScope)
    .min(1)
    .max(20)
    .refine(distinct, 'must not name a scope twice')
    .describe('What it may read'),
  expiresOn: IsoDate.describe('Its last day, at most a year ahead'),
};

export const NewApiKey = z
  .strictObject({ ...terms, expiresOn: terms.expiresOn.optional().describe('By default 90 days ahead') })
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

const state = {
  id: z.uuid(),
  version: z.int().min(1),
  prefix: z.string().max(20).describe('The part of the key that is not secret: it identifies the key'),
  ...terms,
  createdOn: IsoDate,
  revokedOn: IsoDate.optional(),
};

/** As it is stored; of the secret a hash. */
export const ApiKeyState = z.object({ ...state, hash: z.string() });

const shown = { href: z.url(), ...state, lastUsedOn: IsoDate.optional(), changedAt: ChangedAt };

export const ApiKey = z.object(shown).meta({ id: 'ApiKey' });

/** The only answer that ever contains the key. */
export const IssuedApiKey = z
  .object({ ...shown, key: z.string().max(100).describe('Shown once: it is not stored') })
  .meta({ id: 'IssuedApiKey' });

/** Keys belong to the configuration of the home region: no other caller has any relation to them. */
export const apiKeyRelations: Relations = {};

export const apiKeys = collection({
  // The keys, each with the day of its last use.
  table: 'api_key_in_use',
  item: ApiKey,
  relations: apiKeyRelations,
  filters: { client: anyOf('client', ClientName) },
  sorts: { client: byText('client'), expiresOn: byDate('expires_on') },
  defaultSort: 'client',
});
