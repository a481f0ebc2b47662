// The services whose rights are tested, and their callers: as identity makes them from claims and keys.
import { Party } from '@passerelle/domain/party';
import { today } from '@passerelle/domain/period';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { Issuer, type ServiceSettings } from '@passerelle/platform/kernel/config';
import { insert, newId, type Database } from '@passerelle/platform/data/database';
import { Caller, callerOf } from '@passerelle/platform/access/identity';
import type { Operation } from '@passerelle/platform/runtime/operations';
import { roles } from '@passerelle/platform/access/rights';
import type { ServiceContext } from '@passerelle/platform/runtime/service';
import { ApiKeyRecord } from '../../../gateway/src/api-keys/api-key.entity.js';
import { NewApiKey } from '../../../gateway/src/api-keys/api-key.schema.js';
import { KnownKeys } from '../../../gateway/src/api-keys/api-keys.api.js';
import { newKey } from '../../../gateway/src/api-keys/secret.js';
import { everyGiven, principalsFrom, type Given, type Identify, type Principal } from './principals.ts';
import { home } from './regions.ts';
import { choose } from './seed.ts';

const issuer = Issuer.parse({ issuer: 'https://login.test', audience: 'api', parties: Party.options });

const claiming = (sub: string, client_id: string, { party, roles: claimed, scopes }: Given): Caller | undefined =>
  callerOf({ sub, client_id, party, roles: claimed, scope: scopes.join(' ') }, issuer, home, []);

/** Straight to a service. */
const uncut = ({ party, roles: claimed, scopes }: Given): Caller =>
  Caller.parse({ subject: 'uncut', client: 'uncut', party, roles: claimed, scopes });

/** Keys are stored by the gateway: `database` and `context` are the gateway's. */
function identifying(database: Database, context: ServiceContext<ServiceSettings>): Identify {
  const keys = new KnownKeys(database, context);
  async function holder({ party, scopes }: Given): Promise<Caller> {
    const asked = { client: 'a-test-of-rights', description: 'A test of rights', party, scopes };
    const made = newKey();
    const record = ApiKeyRecord.issue(newId(), made, NewApiKey.parse(asked), { active: 0, today: today(new Date()) });
    await database.transaction(systemActor('test'), (tx) => insert(tx, ApiKeyRecord, record));
    return keys.holderOf(made.key);
  }
  return {
    person: (given) => claiming('dupont', 'passerelle-docs', given),
    program: (given) => claiming('desk', 'desk', given),
    apiKey: holder,
    uncut,
  };
}

/** One principal of each kind that rights distinguish. */
export function everyPrincipal(
  operations: readonly Operation[],
  database: Database,
  context: ServiceContext<ServiceSettings>,
): Promise<Principal[]> {
  const scopes = [...new Set(operations.map(({ scope }) => scope))].filter((scope) => scope !== 'public').toSorted();
  const known = roles.filter((role) => role !== 'anonymous');
  return principalsFrom(everyGiven(known, scopes), identifying(database, context), choose);
}
