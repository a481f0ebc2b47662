import { freshDatabase } from '@passerelle/testing/database';
import type { FreshDatabase } from '@passerelle/testing/database';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { placeFor } from './places.ts';
import { removePostgres, startPostgres } from './postgres.ts';
import { signal, until, isAlive } from './processes.ts';
import { createServiceDatabase } from './service-database.ts';
import { freshFolder, shared } from './test-run.ts';

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the database of a service', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase('projects');
    await ask(database.ownerUrl, 'CREATE TABLE project (id int GENERATED ALWAYS AS IDENTITY, title text)');
  });
  afterAll(() => database.drop());

  it('lets the run role read and write the tables of the owner', async () => {
    await ask(database.appUrl, "INSERT INTO project (title) VALUES ('METRO')");
    expect(await ask(database.appUrl, 'SELECT * FROM project')).toEqual([{ id: 1, title: 'METRO' }]);
  });

  it.each(['CREATE TABLE other (id int)', 'DROP TABLE project', 'TRUNCATE project', 'ALTER TABLE project ADD x int'])(
    'refuses the run role: %s',
    async (statement) => {
      await expect(ask(database.appUrl, statement)).rejects.toThrow(/permission denied|must be owner/);
    },
  );

  it("is closed to another service's roles", async () => {
    const other = await freshDatabase('networks');
    const url = new URL(other.appUrl);
    url.pathname = new URL(database.appUrl).pathname;
    await expect(ask(url.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
    await other.drop();
  });

  it('can search without accents', async () => {
    expect(await ask(database.appUrl, "SELECT unaccent('Coopération') AS plain")).toEqual([{ plain: 'Cooperation' }]);
  });

  it('keeps its records when it is created once more', async () => {
    const password = shared('rolePassword');
    const name = new URL(database.appUrl).pathname.slice(1);
    const passwords = { owner: password, app: password };
    await createServiceDatabase(shared('postgres'), 'projects', { database: name, passwords });
    expect(await ask(database.appUrl, 'SELECT title FROM project')).toEqual([{ title: 'METRO' }]);
  });
});

it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('runs with %s on, in tests too', async (setting) => {
  expect(await ask(shared('postgres'), `SHOW ${setting}`)).toEqual([{ [setting]: 'on' }]);
});

describe('a server that was killed', () => {
  const dataDir = freshFolder('killed');
  afterAll(() => removePostgres(dataDir));

  it('restarts with all committed data, and refuses a second server on its folder', async () => {
    const first = await startPostgres({ dataDir });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS id');
    await expect(startPostgres({ dataDir })).rejects.toThrow(`process ${first.pid}`);
    signal(first, 'SIGKILL');
    await until(() => !isAlive(first), 2_000);
    const second = await startPostgres({ dataDir, port: first.port });
    expect(await ask(first.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
    await second.stop();
  });

  it('starts despite a stale pid file, even if the pid belongs to another program now', async () => {
    writeFileSync(join(placeFor(dataDir), 'data', 'postmaster.pid'), `${process.pid}\n`);
    const server = await startPostgres({ dataDir });
    expect(isAlive(server)).toBe(true);
    await server.stop();
  });
});
