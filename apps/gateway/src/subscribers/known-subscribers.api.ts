import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Party } from '@passerelle/domain/party';
import type { Registered } from '@passerelle/platform/access/identity';
import { Database, preparedIn, type Tx } from '@passerelle/platform/data/database';
import { ClientKeys, type KeyClient } from '../api-keys/client-keys.api.js';

// What this slice offers to the door: the program that an issuer knows under a client id. Each request looks it up through a
// unique index; nothing is cached, so a changed or ended subscriber is so from the next request on.

/** What every subscriber may do. */
export const toFollow = ['products:read'];

interface Row {
  readonly id: string;
  readonly client: string;
  readonly party: Party | null;
  readonly audience: string;
}

const look = `
  SELECT id, client, party, audience FROM subscriber WHERE issuer = $1 AND client_id = $2 AND ended_on IS NULL`;

@Injectable()
export class KnownSubscribers implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly keys: ClientKeys,
  ) {}

  onModuleInit(): void {
    this.keys.add(clientOf);
  }

  async find(issuer: string, clientId: string): Promise<Registered | undefined> {
    const [row] = await this.db.prepared<Row & Record<string, unknown>>(look, [issuer, clientId]);
    return row && { ...row, party: row.party ?? undefined, scopes: toFollow };
  }
}

async function clientOf(tx: Tx, client: string): Promise<KeyClient | undefined> {
  const sql = 'SELECT party FROM subscriber WHERE client = $1 AND ended_on IS NULL';
  return (await preparedIn<{ party: Party | null }>(tx, sql, [client])).rows[0];
}
