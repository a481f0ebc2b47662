import { fact, record } from '../../events/facts/index.js';
import { factWith } from '@passerelle/testing/any-fact';
import { noteChanged, notes, noteWritten, test } from '@passerelle/testing/notes';
import { onOwnStage } from '@passerelle/testing/stage';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Database, newId, ownerOptions } from '../../data/database/index.js';
import { verifyTrail } from '../audit-trail/index.js';
import { TakeBackRefused, textsTakenBack } from './taken-back.js';
import { takeBack } from './taking-back.js';

const name = 'Zorblax "Zo" Quimby';
const planted = `text of ${name}, twice ${name}`;
const kinds = [noteWritten.kind, noteChanged.kind, textsTakenBack.kind];

const stage = onOwnStage(notes);
let owner: Database;
let runRole: pg.Client;

beforeAll(async () => {
  owner = new Database(await new DataSource(ownerOptions(stage.app.data.ownerUrl, [])).initialize(), 'networks');
  runRole = new pg.Client({ connectionString: stage.app.data.appUrl });
  await runRole.connect();
});

afterAll(async () => {
  await runRole?.end();
  await owner?.source.destroy();
});

const write = (text: string) =>
  stage.client.call('rpc.networks.notes.write', { body: { text }, idempotencyKey: newId() });
const correct = (noteId: string, text: string, changeReason: string) =>
  stage.client.call('rpc.networks.notes.change', {
    path: { noteId },
    body: { text },
    ifMatch: '"1"',
    changeReason: encodeURIComponent(changeReason),
  });

const rows = (sql: string, values: unknown[] = []) => owner.query<Record<string, unknown>>(sql, values);
const log = () => rows('SELECT * FROM event_log ORDER BY position');

/** Every row of every table, once everything is published and sealed. */
async function content(): Promise<string> {
  await until('all is published and sealed', async () => {
    const waiting =
      'SELECT FROM event_log WHERE pub_seq IS NULL UNION ALL SELECT FROM audit_entry WHERE seal_no IS NULL';
    return (await rows(waiting)).length === 0;
  });
  const tables = await rows(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  const whole = tables.map((table) =>
    rows(`SELECT to_jsonb(held) AS held FROM "${String(table.name)}" AS held ORDER BY 1`),
  );
  return JSON.stringify(await Promise.all(whole));
}

describe('taking words back', () => {
  let noteId: string;

  it('is refused while a record still contains them, and changes nothing', async () => {
    noteId = (await write(planted)).body.id;
    const before = await content();
    const refused = takeBack(owner, name, kinds);
    await expect(refused).rejects.toBeInstanceOf(TakeBackRefused);
    await expect(refused).rejects.toMatchObject({ places: [`note ${noteId}`] });
    expect(await content()).toBe(before);
  });

  it('leaves nothing of them, and the digests and numbers of all facts', async () => {
    expect((await correct(noteId, 'text of nobody', `${name} asked for it`)).status).toBe(200);
    await content();
    const before = await log();
    expect(await takeBack(owner, name, kinds)).toEqual({
      records: 0,
      facts: 1,
      reasons: 1,
      answers: 1,
      reasonsKept: 0,
    });
    expect(await content()).not.toContain('Quimby');
    const after = await log();
    const proof = ({ event_id, pub_seq, data_sha256 }: Record<string, unknown>) => [event_id, pub_seq, data_sha256];
    expect(after.slice(0, -1).map(proof)).toEqual(before.map(proof));
    expect(JSON.parse(String(after[0]?.data))).toMatchObject({ text: 'text of […], twice […]' });
    expect(after.map(({ taken_back_at }) => taken_back_at !== null)).toEqual([true, false, false]);
  });

  it('keeps the digest of the bytes that were recorded', async () => {
    const [fresh] = await rows(
      `SELECT data_sha256 = sha256(convert_to(data, 'UTF8')) AS same FROM event_log WHERE taken_back_at IS NULL`,
    );
    const [taken] = await rows(
      `SELECT data_sha256 = sha256(convert_to(replace(data, '[…]', $1), 'UTF8')) AS same FROM event_log WHERE taken_back_at IS NOT NULL`,
      [JSON.stringify(name).slice(1, -1)],
    );
    expect([fresh, taken]).toEqual([{ same: true }, { same: true }]);
  });

  it('tells subscribers which facts to read again, in a new epoch, and leaves an entry in the trail', async () => {
    const [first, , announced] = await log();
    expect(announced).toMatchObject({ type: 'texts.takenBack' });
    expect(JSON.parse(String(announced?.data))).toMatchObject({ eventIds: [first?.event_id] });
    expect(await rows('SELECT DISTINCT epoch FROM event_product')).toEqual([{ epoch: 2 }]);
    expect(await rows(`SELECT operation FROM audit_entry WHERE kind = 'texts'`)).toEqual([
      { operation: 'takeBackText' },
    ]);
  });

  it('leaves a trail that is intact, though not one from which a reason was removed otherwise', async () => {
    expect(await verifyTrail(owner)).toMatchObject({ intact: true, faults: [] });
    const digest = 'UPDATE audit_entry SET reason_sha256 = repeat($1, 64) WHERE reason_sha256 IS NOT NULL';
    const kept = await rows('SELECT reason_sha256 AS digest FROM audit_entry WHERE reason_sha256 IS NOT NULL');
    await owner.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
    await owner.query(digest, ['0']);
    expect(await verifyTrail(owner)).toMatchObject({ intact: false, faults: ['entry 2 is not what was sealed'] });
    await owner.query('UPDATE audit_entry SET reason_sha256 = $1 WHERE reason_sha256 IS NOT NULL', [kept[0]?.digest]);
    await owner.query('ALTER TABLE audit_entry ENABLE TRIGGER USER');
    expect(await verifyTrail(owner)).toMatchObject({ intact: true });
  });

  it('changes nothing the second time', async () => {
    const before = await content();
    expect(await takeBack(owner, name, kinds)).toEqual({
      records: 0,
      facts: 0,
      reasons: 0,
      answers: 0,
      reasonsKept: 0,
    });
    expect(await content()).toBe(before);
  });

  it('reaches records that cannot be corrected, where that is asked for: their state still equals their last fact', async () => {
    const closed = (await write('closed by Zorblax Quimby')).body.id;
    expect(await takeBack(owner, 'Zorblax Quimby', kinds, { records: true })).toMatchObject({ records: 1, facts: 1 });
    expect(await content()).not.toContain('Quimby');
    const [state] = await rows('SELECT text FROM note WHERE id = $1', [closed]);
    const [logged] = await rows(`SELECT data::jsonb ->> 'text' AS text FROM event_log WHERE aggregate_id = $1`, [
      closed,
    ]);
    expect([state, logged]).toEqual([{ text: 'closed by […]' }, { text: 'closed by […]' }]);
    expect(await verifyTrail(owner)).toMatchObject({ intact: true });
  });

  it('is refused for words that are part of an id, a code or a date, and changes nothing', async () => {
    const other = fact('notes', 'dated', z.object({ id: z.uuid(), day: z.iso.date() }), {
      summary: 'A day was noted.',
    });
    await owner.transaction(test, (tx) => record(tx, factWith(other, { id: newId(), version: 1, day: '2031-07-19' })));
    const before = await content();
    await expect(takeBack(owner, '2031-07', [...kinds, other.kind])).rejects.toMatchObject({
      places: [expect.stringMatching(/^notes\.dated [0-9a-f-]{36}: day$/)],
    });
    expect(await content()).toBe(before);
  });

  it.each([
    `UPDATE event_log SET data = '{}', taken_back_at = now()`,
    `UPDATE event_log SET taken_back_at = now()`,
    `UPDATE audit_entry SET reason = NULL`,
    `DELETE FROM event_log`,
  ])('is not for the role that runs the service: %s', async (sql) => {
    await expect(runRole.query(sql)).rejects.toThrow('is append-only');
  });

  it.each([
    `UPDATE event_log SET data = '{}'`,
    `UPDATE event_log SET data = '{}', taken_back_at = now(), data_sha256 = sha256('')`,
    `UPDATE event_log SET data = '{}', taken_back_at = now(), type = 'notes.other'`,
    `UPDATE audit_entry SET reason = '"another"'`,
    `UPDATE audit_entry SET reason = NULL, client = 'another'`,
  ])('is all that the owner of the schema may change: %s', async (sql) => {
    await expect(owner.query(sql)).rejects.toThrow('is append-only');
  });
});
