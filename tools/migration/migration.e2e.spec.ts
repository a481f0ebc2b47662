import { migrate, type Migrations } from '@passerelle/platform/data/database';
import { freshDatabase } from '@passerelle/testing/database';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import 'reflect-metadata';
import { difference, entityFilesOf, type Difference } from './difference.ts';
import { listFile, migrationList, servicesOf } from './list.ts';
import { split } from './statements.ts';

const root = join(import.meta.dirname, '../..');

/** The comparison for one service, on a database with all its migrations and the changes of `disturb`. */
async function pending(service: string, disturb = ''): Promise<Difference> {
  const list: Record<string, Migrations> = await import(listFile(root, service));
  const database = await freshDatabase(service);
  try {
    await migrate(database.ownerUrl, list[`${service}Migrations`] ?? []);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(disturb).finally(() => owner.end());
    const files = entityFilesOf(root, service).map((file) => join(root, 'apps', service, 'src', file));
    return await difference(database.ownerUrl, files);
  } finally {
    await database.drop();
  }
}

describe.each(servicesOf(root))('the migrations of %s', (service) => {
  it('are all in its generated list', async () => {
    expect(readFileSync(listFile(root, service), 'utf8')).toBe(await migrationList(root, service));
  });

  it('create every column of its entities, and no other', async () => {
    expect(split((await pending(service)).up).kept).toEqual([]);
  });
});

describe('the comparison', () => {
  it('finds a column that no migration creates, and how to revert it', async () => {
    const { up, down } = await pending('cooperation', 'ALTER TABLE agreement DROP COLUMN end_reason');
    expect(split(up).kept).toEqual(['ALTER TABLE agreement ADD end_reason jsonb']);
    expect(split(down).kept).toEqual(['ALTER TABLE agreement DROP COLUMN end_reason']);
  });

  it('finds a column that no entity has', async () => {
    const { up } = await pending('cooperation', `ALTER TABLE agreement ADD "order" text NOT NULL DEFAULT 'a "b"'`);
    expect(split(up).kept).toEqual(['ALTER TABLE agreement DROP COLUMN "order"']);
  });

  it('finds a table that no migration creates', async () => {
    const { up } = await pending('cooperation', 'DROP TABLE opinion');
    expect(split(up).kept).toEqual([expect.stringMatching(/^CREATE TABLE opinion \(id uuid NOT NULL, /)]);
  });
});
