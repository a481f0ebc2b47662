import { broker, type Broker } from '@passerelle/testing/broker';
import { NoteRecord, notes, noteWritten, writeNote, test } from '@passerelle/testing/notes';
import { operationClient, startApp, type StartedApp } from '@passerelle/testing/start-app';
import { DataSource } from 'typeorm';
import { insert, newId, type Tx } from '../database/index.js';
import { recordTooLarge } from '../problems/index.js';
import { fact } from './fact.js';
import { record } from './record.js';

let nats: Broker;
let app: StartedApp;

beforeAll(async () => {
  nats = await broker();
  app = await startApp(notes, { broker: nats });
}, 60_000);

afterAll(async () => {
  await app?.close();
  await nats?.stop();
});

const counts = async () => {
  const [row] = await app.database.query<{ notes: number; facts: number }>(
    'SELECT (SELECT count(*)::int FROM note) AS notes, (SELECT count(*)::int FROM event_log) AS facts',
  );
  return row;
};

/** A change whose fact is not what it should be; neither may be there afterwards. */
async function refused(text: string, change: (tx: Tx, note: NoteRecord) => Promise<void>): Promise<unknown> {
  const before = await counts();
  const note = Object.assign(new NoteRecord(), { id: newId(), version: 1, text });
  const outcome = await app.database
    .transaction(test, async (tx) => {
      await insert(tx, NoteRecord, note);
      await change(tx, note);
    })
    .catch((error: unknown) => error);
  expect(await counts()).toEqual(before);
  return outcome;
}

it.each([
  ['a fact over 32 KB', 'x'.repeat(33_000)],
  ['one that is over 32 KB in bytes, though not in letters', '漢'.repeat(11_000)],
])('refuses %s, and the change with it', async (_, text) => {
  const outcome = await refused(text, (tx, note) => record(tx, noteWritten(note)));
  expect(outcome).toMatchObject({ kind: recordTooLarge, facts: { limit: 32_768 } });
});

it('tells its caller that the record is too large as a whole', async () => {
  const client = await operationClient(nats);
  const before = await counts();
  const answer = await client.call('rpc.networks.notes.write', { body: { text: '漢'.repeat(11_000) } });
  expect(answer).toMatchObject({ status: 413, body: { type: recordTooLarge.type, limit: 32_768 } });
  expect(await counts()).toEqual(before);
  await client.close();
});

it('refuses a fact that has not the announced shape, and the change with it', async () => {
  const outcome = await refused('short', (tx, note) => record(tx, noteWritten({ ...note, text: 7 } as never)));
  expect(outcome).toMatchObject({ name: 'ZodError' });
});

it('refuses a fact whose record is nobody', async () => {
  const outcome = await refused('short', (tx, note) => record(tx, noteWritten({ ...note, id: 'not-a-uuid' })));
  expect(outcome).toMatchObject({ name: 'ZodError' });
});

it('keeps out of a fact whatever the announced shape does not name, and every null', async () => {
  const note = await app.database.transaction(test, (tx) => writeNote(tx, 'plain'));
  const extra = { ...note, version: 2, secret: 'canary', gone: null };
  await app.database.transaction(test, (tx) => record(tx, noteWritten(extra)));
  const rows = await app.database.query<{ data: string }>(
    'SELECT data FROM event_log WHERE aggregate_id = $1 ORDER BY position',
    [note.id],
  );
  expect(rows.map((row) => JSON.parse(row.data))).toEqual([
    { id: note.id, version: 1, text: 'plain' },
    { id: note.id, version: 2, text: 'plain' },
  ]);
});

it('says when it happened in the world, where that is known', async () => {
  const note = Object.assign(new NoteRecord(), { id: newId(), version: 1, text: 'old' });
  await app.database.transaction(test, (tx) => record(tx, noteWritten(note, '2012-11-26T09:00:00+01:00')));
  const [row] = await app.database.query<{ time: string }>(
    `SELECT envelope->>'time' AS time FROM event_log WHERE aggregate_id = $1`,
    [note.id],
  );
  expect(row?.time).toBe('2012-11-26T09:00:00+01:00');
});

describe('the log', () => {
  const attempts = {
    'changes what was published': `UPDATE event_log SET data = '{}'`,
    'renumbers it': 'UPDATE event_log SET pub_seq = pub_seq + 1000',
    'dates it back': `UPDATE event_log SET recorded_at = '2000-01-01'`,
    'removes it': 'DELETE FROM event_log',
    'removes none of it': 'DELETE FROM event_log WHERE false',
    'empties it': 'TRUNCATE event_log',
    'takes it away': 'DROP TABLE event_log',
    'switches its guard off': 'ALTER TABLE event_log DISABLE TRIGGER ALL',
    'replaces its guard': `CREATE OR REPLACE FUNCTION event_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    'goes round its guard': `SET session_replication_role = replica`,
  };

  beforeAll(async () => {
    await app.database.transaction(test, (tx) => writeNote(tx, 'kept'));
    for (let tries = 0; tries < 100 && (await app.relay.lagSeconds()) > 0; tries++)
      await new Promise((r) => setTimeout(r, 20));
  });

  it.each(Object.entries(attempts))('refuses the service that %s', async (_, sql) => {
    const before = await app.database.query('SELECT * FROM event_log ORDER BY position');
    await expect(app.database.query(sql)).rejects.toThrow(/append-only|permission denied|must be owner/);
    expect(await app.database.query('SELECT * FROM event_log ORDER BY position')).toEqual(before);
  });

  it.each(['aggregate_id', 'aggregate_version', 'schema_version', 'type', 'data', 'envelope', 'event_id', 'product'])(
    'refuses another %s before the fact has its number, too',
    async (column) => {
      const values: Record<string, string> = { aggregate_version: '9', envelope: `'{}'`, event_id: `'${newId()}'` };
      const sql = `UPDATE event_log SET ${column} = ${values[column] ?? `'other'`} WHERE pub_seq IS NULL`;
      const changing = app.database.transaction(test, async (tx) => {
        await writeNote(tx, 'unnumbered');
        await tx.query(sql);
      });
      await expect(changing).rejects.toThrow('append-only');
    },
  );

  it('is emptied by nobody else who works with its tables, the owner included', async () => {
    const owner = await new DataSource({ type: 'postgres', url: app.data.ownerUrl }).initialize();
    await expect(owner.query('TRUNCATE event_log')).rejects.toThrow('append-only');
    await expect(owner.query('DELETE FROM event_log')).rejects.toThrow('append-only');
    await owner.destroy();
  });
});

it('names a fact by its resource, its verb and its major version', () => {
  const agreed = fact('jointStudies', 'termsAgreed', noteWritten.kind.schema, { summary: 'x', version: '2.3' }).kind;
  expect(agreed.typeIn('cooperation', 'brussels.perspective')).toBe(
    'brussels.perspective.cooperation.v2.jointStudies.notify.termsAgreed',
  );
  expect(agreed.subjectIn('int', 'cooperation')).toBe('facts.int.cooperation.joint-studies.terms-agreed.v2');
});
