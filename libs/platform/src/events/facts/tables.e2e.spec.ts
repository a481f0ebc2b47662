import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import pg from 'pg';
import { migrate } from '../../data/database/index.js';
import { FactTables1763942400000, TakenBackFacts1800000980000 } from './tables.js';

let data: FreshDatabase;
let app: pg.Client;

beforeAll(async () => {
  data = await freshDatabase('networks');
  app = new pg.Client({ connectionString: data.appUrl });
  await migrate(data.ownerUrl, [FactTables1763942400000]);
  await app.connect();
});

afterAll(async () => {
  await app?.end();
  await data?.drop();
});

/** As the previous release does, which knows no digest. */
const insert = (text: string) =>
  app.query(
    `INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
     VALUES ('internal', gen_random_uuid(), 'one', 1, 'notes.written', '1.0', '{}', $1)`,
    [text],
  );

it('gives each fact the digest of its bytes: those that exist, those to come, and those of the previous release', async () => {
  await insert('{"text":"é"}');
  await app.query('UPDATE event_log SET pub_seq = 1, recorded_at = now()');
  await migrate(data.ownerUrl, [FactTables1763942400000, TakenBackFacts1800000980000]);
  await insert('{"text":"漢"}');
  const { rows } = await app.query(
    `SELECT pub_seq, data_sha256 = sha256(convert_to(data, 'UTF8')) AS same FROM event_log ORDER BY position`,
  );
  expect(rows).toEqual([
    { pub_seq: '1', same: true },
    { pub_seq: null, same: true },
  ]);
});

it('still lets the relay number a fact, once', async () => {
  const number = 'UPDATE event_log SET pub_seq = 2, recorded_at = now() WHERE position = 2';
  await app.query(number);
  await expect(app.query(number)).rejects.toThrow('event_log is append-only');
});
