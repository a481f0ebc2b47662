import { notes } from '@passerelle/testing/notes';
import { onOwnStage } from '@passerelle/testing/stage';
import { admin, anonymous, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { systemActor } from '../../data/request-transaction/index.js';
import { canonical, chained, origin } from './seal.js';
import { anchor } from './trail.js';
import { verifyTrail } from './verify.js';

const stage = onOwnStage(notes);
let owner: pg.Client;

beforeAll(async () => {
  owner = new pg.Client({ connectionString: stage.app.data.ownerUrl });
  await owner.connect();
});

afterAll(() => owner?.end());

const write = (text: string) => stage.client.call('rpc.networks.notes.write', { body: { text } });
const change = (noteId: string, text: string, ifMatch: string) =>
  stage.client.call('rpc.networks.notes.change', { path: { noteId }, body: { text }, ifMatch });
const list = (recordId: string, caller = auditor) =>
  stage.client.call('rpc.networks.audit.list', { query: { recordId: [recordId] }, caller });
const sealed = () =>
  until('every entry is sealed', async () => {
    const [row] = await stage.app.database.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM audit_entry WHERE seal_no IS NULL',
    );
    return row?.open === 0;
  });
/** Tampers as the owner of the database could, with the triggers disabled. */
async function tamper(sql: string): Promise<void> {
  await owner.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
  await owner.query(sql);
  await owner.query('ALTER TABLE audit_entry ENABLE TRIGGER USER');
}

describe('the trail', () => {
  it('has an entry for every change, and none for a refusal', async () => {
    const { body } = await write('first');
    expect((await change(body.id, 'second', '"1"')).status).toBe(200);
    expect((await change(body.id, 'third', '"1"')).status).toBe(412);
    expect((await change(body.id, 'x'.repeat(40_001), '"2"')).status).toBe(400);
    const [written, changed, ...more] = (await list(body.id)).body.items;
    expect(more).toEqual([]);
    expect(written).toMatchObject({
      operation: 'writeNote',
      kind: 'note',
      version: 1,
      client: 'editor',
      party: 'BE-BRU',
    });
    expect(changed).toMatchObject({ operation: 'changeNote', version: 2, before: written.after, actor: written.actor });
    expect(written).not.toHaveProperty('before');
    expect(changed.after).not.toBe(written.after);
  });

  it('identifies people by a pseudonym only, and stays valid when the person is erased', async () => {
    const { body } = await write('of somebody');
    const [entry] = (await list(body.id)).body.items;
    await sealed();
    await owner.query(`DELETE FROM audit_person WHERE pseudonym = '${entry.actor}'`);
    const later = await write('of the same, who is nobody known by now');
    const [another] = (await list(later.body.id)).body.items;
    expect(another.actor).not.toBe(entry.actor);
    await sealed();
    expect(await verifyTrail(stage.app.database)).toMatchObject({ intact: true, faults: [] });
  });

  it('stays valid with entries that an earlier release sealed, which contain the reason itself', async () => {
    await write('sealed by the release before');
    await sealed();
    const last = (await owner.query('SELECT id, seal_no AS no FROM audit_entry ORDER BY seal_no DESC LIMIT 1')).rows[0];
    const previous = await owner.query('SELECT hash FROM audit_entry WHERE seal_no = $1', [last.no - 1]);
    await tamper(`UPDATE audit_entry SET reason = '"to be seen"', reason_sha256 = NULL WHERE id = '${last.id}'`);
    const [{ text } = { text: '' }] = await stage.app.database.query<{ text: string }>(
      `SELECT ${canonical} AS text FROM audit_entry WHERE id = $1`,
      [last.id],
    );
    expect(text).toContain('"to be seen"');
    const hash = chained(previous.rows[0]?.hash ?? origin, text);
    await tamper(`UPDATE audit_entry SET hash = '${hash}' WHERE id = '${last.id}'`);
    await owner.query('UPDATE audit_head SET hash = $1', [hash]);
    await write('sealed by this release');
    await sealed();
    expect(await verifyTrail(stage.app.database)).toMatchObject({ intact: true, faults: [] });
  });

  it('is readable by auditors only', async () => {
    const { body } = await write('watched');
    const statuses = [auditor, admin, editor, partnerFlanders, anonymous].map(async (caller) => list(body.id, caller));
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 403, 403, 403, 401]);
  });

  it.each([
    ['changes', `UPDATE audit_entry SET operation = 'nothing'`],
    ['takes out', 'DELETE FROM audit_entry'],
    ['empties', 'TRUNCATE audit_entry'],
  ])('refuses the service that %s it', async (_, sql) => {
    await write('kept');
    await sealed();
    await expect(stage.app.database.query(sql)).rejects.toThrow(/append-only|permission denied/);
  });
});

describe('its verification', () => {
  it('stops with its service', async () => {
    await write('one more');
    await sealed();
    await expect(verifyTrail(stage.app.database, AbortSignal.abort())).rejects.toThrow('aborted');
  });

  const attacks: readonly (readonly [string, string, string])[] = [
    ['a changed entry', `UPDATE audit_entry SET client = 'somebody' WHERE seal_no = 2`, 'entry 2 is not'],
    ['a removed entry', 'DELETE FROM audit_entry WHERE seal_no = 2', 'entry 2 is missing'],
    ['a truncated end', `DELETE FROM audit_entry WHERE seal_no = (SELECT seal_no FROM audit_head)`, 'was known'],
    [
      'an entry that is kept from being sealed',
      `INSERT INTO audit_entry (id, at, client, operation, kind, record_id, version, after)
       VALUES ('ffffffff-ffff-7fff-bfff-ffffffffffff', now() - interval '1 hour', 'x', 'x', 'x', gen_random_uuid(), 1, 'x')`,
      'have not been sealed',
    ],
  ];

  it.each(attacks)('finds %s', async (_, sql, told) => {
    await write('one');
    await write('two');
    await sealed();
    await owner.query('CREATE TABLE kept AS SELECT * FROM audit_entry');
    // The sealer would seal the entry at once: an attacker prevents that by locking the head.
    await owner.query('BEGIN');
    await owner.query('SELECT 1 FROM audit_head FOR UPDATE');
    await owner.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
    await owner.query(sql);
    const { intact, faults } = await verifyTrail({
      query: async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows,
    } as never);
    await owner.query('ROLLBACK');
    await owner.query('DROP TABLE kept');
    expect({ intact, faults: faults.join() }).toEqual({ intact: false, faults: expect.stringMatching(told) });
    expect(await verifyTrail(stage.app.database)).toMatchObject({ intact: true });
  });

  it('detects a chain that was recomputed as a whole, by a hash in a fact', async () => {
    await write('anchored');
    await sealed();
    await owner.query(`UPDATE audit_head SET anchored_at = now() - interval '61 minutes'`);
    await stage.app.database.transaction(systemActor('test'), anchor);
    await write('after it');
    await sealed();
    // In one transaction: the service seals whatever it finds unsealed.
    await owner.query('BEGIN');
    await tamper(`UPDATE audit_entry SET seal_no = NULL, hash = NULL`);
    await owner.query(`UPDATE audit_head SET seal_no = 0, hash = repeat('0', 64)`);
    await tamper(`UPDATE audit_entry SET client = 'somebody else'`);
    await owner.query('COMMIT');
    await sealed();
    const { intact, faults } = await verifyTrail(stage.app.database);
    expect({ intact, faults }).toEqual({
      intact: false,
      faults: [expect.stringMatching('differs from its published hash')],
    });
  });
});
