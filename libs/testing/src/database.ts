/** A PostgreSQL database for one test file: empty, with the owner and the run role of its service. */
import { randomBytes } from 'node:crypto';
import { createServiceDatabase, dropDatabase } from '@passerelle/stack/service-database';
import { shared } from '@passerelle/stack/test-run';

export interface FreshDatabase {
  ownerUrl: string;
  appUrl: string;
  drop(): Promise<void>;
}

export async function freshDatabase(app: string): Promise<FreshDatabase> {
  const admin = shared('postgres');
  const password = shared('rolePassword');
  const database = `test_${app}_${randomBytes(6).toString('hex')}`;
  const { ownerUrl, appUrl } = await createServiceDatabase(admin, app, {
    database,
    passwords: { owner: password, app: password },
  });
  return { ownerUrl, appUrl, drop: () => dropDatabase(admin, database) };
}
