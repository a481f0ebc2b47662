import { noteChanged, NoteRecord, notes, noteWritten, writeNote, test } from '@passerelle/testing/notes';
import { onStage } from '@passerelle/testing/stage';
import { until } from '@passerelle/testing/until';
import { DataSource } from 'typeorm';
import { insert, newId, update, type Tx } from '../../data/database/index.js';
import { recordTooLarge } from '../../kernel/problems/index.js';
import { fact } from './fact.js';
import { record } from './record.js';

const stage = onStage(notes);

describe('recording a fact', () => {
  const classification = 'internal';
  const counts = async () => {
    const [row] = await stage.app.database.query<{ notes: number; facts: number }>(
      'SELECT (SELECT count(*)::int FROM note) AS notes, (SELECT count(*)::int FROM event_log) AS facts',
    );
    return row;
  };

  /** A change with an invalid fact; neither may be stored. */
  async function refused(text: string, change: (tx: Tx, note: NoteRecord) => Promise<void>): Promise<unknown> {
    const before = await counts();
    const note = Object.assign(new NoteRecord(), { id: newId(), version: 1, text, classification });
    const outcome = await stage.app.database
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

  it('answers that the record as a whole is too large', async () => {
    const before = await counts();
    const answer = await stage.client.call('rpc.networks.notes.write', { body: { text: '漢'.repeat(11_000) } });
    expect(answer).toMatchObject({ status: 413, body: { type: recordTooLarge.type, limit: 32_768 } });
    expect(await counts()).toEqual(before);
  });

  it('refuses a fact that does not match the announced schema, and the change with it', async () => {
    const outcome = await refused('short', (tx, note) => record(tx, noteWritten({ ...note, text: 7 } as never)));
    expect(outcome).toMatchObject({ name: 'ZodError' });
  });

  it('refuses a fact without a record', async () => {
    const outcome = await refused('short', (tx, note) => record(tx, noteWritten({ ...note, id: 'not-a-uuid' })));
    expect(outcome).toMatchObject({ name: 'ZodError' });
  });

  it('refuses a fact that was made before its record was saved', async () => {
    const written = stage.app.database.transaction(test, async (tx) => {
      const note = await writeNote(tx, 'saved later');
      const early = noteChanged(note);
      await update(tx, NoteRecord, note);
      await record(tx, early);
    });
    await expect(written).rejects.toThrow('notes.changed was made before its record was saved');
  });

  it('omits from a fact all fields that the announced schema does not name, and every null', async () => {
    const note = await stage.app.database.transaction(test, (tx) => writeNote(tx, 'plain'));
    const extra = { ...note, version: 2, secret: 'canary', gone: null };
    await stage.app.database.transaction(test, (tx) => record(tx, noteWritten(extra)));
    const rows = await stage.app.database.query<{ data: string }>(
      `SELECT data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [note.id],
    );
    expect(rows.map((row) => JSON.parse(row.data))).toEqual([
      { id: note.id, version: 1, text: 'plain', classification },
      { id: note.id, version: 2, text: 'plain', classification },
    ]);
  });

  it('carries the time at which it happened, if that is known', async () => {
    const note = Object.assign(new NoteRecord(), { id: newId(), version: 1, text: 'old', classification });
    await stage.app.database.transaction(test, (tx) => record(tx, noteWritten(note, '2012-11-26T09:00:00+01:00')));
    const [row] = await stage.app.database.query<{ time: string }>(
      `SELECT envelope->>'time' AS time FROM event_log WHERE product = 'internal' AND aggregate_id = $1`,
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
      'bypasses its guard': `SET session_replication_role = replica`,
    };

    beforeAll(async () => {
      await stage.app.database.transaction(test, (tx) => writeNote(tx, 'kept'));
      await until('every fact is published', async () => (await stage.app.relay.lagSeconds()) === 0);
    });

    it.each(Object.entries(attempts))('refuses the service that %s', async (_, sql) => {
      const before = await stage.app.database.query('SELECT * FROM event_log ORDER BY position');
      await expect(stage.app.database.query(sql)).rejects.toThrow(/append-only|permission denied|must be owner/);
      expect(await stage.app.database.query('SELECT * FROM event_log ORDER BY position')).toEqual(before);
    });

    it.each(['aggregate_id', 'aggregate_version', 'schema_version', 'type', 'data', 'envelope', 'event_id', 'product'])(
      'refuses another %s before the fact has its number, too',
      async (column) => {
        const values: Record<string, string> = { aggregate_version: '9', envelope: `'{}'`, event_id: `'${newId()}'` };
        const sql = `UPDATE event_log SET ${column} = ${values[column] ?? `'other'`} WHERE pub_seq IS NULL`;
        const changing = stage.app.database.transaction(test, async (tx) => {
          await writeNote(tx, 'unnumbered');
          await tx.query(sql);
        });
        await expect(changing).rejects.toThrow('append-only');
      },
    );

    it('cannot be emptied by any role with access to its tables, including the owner', async () => {
      const owner = await new DataSource({ type: 'postgres', url: stage.app.data.ownerUrl }).initialize();
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
});
