import { notes } from '@passerelle/testing/notes';
import { onStage } from '@passerelle/testing/stage';
import { editor, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { forgetReplies } from './index.js';

const stage = onStage(notes);

describe('acts', () => {
  const write = (idempotencyKey: string, more: CallOptions = {}): Promise<Answer> =>
    stage.client.call('rpc.networks.notes.write', { body: { text: 'One note' }, idempotencyKey, ...more });
  const notesHeld = async (): Promise<number> =>
    (await stage.app.database.query<{ held: number }>('SELECT count(*)::int AS held FROM note'))[0]?.held ?? NaN;
  const keysHeld = async (): Promise<string[]> =>
    (await stage.app.database.query<{ key: string }>('SELECT key FROM idempotency_key ORDER BY key')).map(
      ({ key }) => key,
    );

  it('K-4 keeps the keys of clients apart', async () => {
    const one = await write('shared-key');
    const other = await write('shared-key', { caller: { ...editor, client: 'another-program' } });
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(one.body.id);
    expect((await write('shared-key')).body).toEqual(one.body);
  });

  it.each([
    ['another person', { ...editor, subject: 'somebody-else' }],
    ['the same person for another region', { ...editor, party: 'BE-WAL', roles: ['partner'] }],
  ])('never gives one caller the answer kept for another: %s', async (_, caller) => {
    const key = `kept for ${caller.subject} of ${caller.party}`.replaceAll(' ', '-');
    const mine = await write(key);
    const before = await notesHeld();
    const theirs = await write(key, { caller });
    expect([403, 409]).toContain(theirs.status);
    expect(JSON.stringify(theirs.body)).not.toContain(mine.body.id);
    expect(await notesHeld()).toBe(before);
    expect((await write(key)).body).toEqual(mine.body);
  });

  it('S-5 stores and replays names like __proto__ as plain text', async () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const text = `{"__proto__":{"polluted":true},"${key}":1}`;
      const first = await write(key, { body: { text } });
      expect(first).toMatchObject({ status: 201, body: { text } });
      const again = await write(key, { body: { text } });
      expect([again.header('Idempotent-Replayed'), again.body]).toEqual(['true', first.body]);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('deletes answers older than a day, and no others', async () => {
    await stage.app.database.query('DELETE FROM idempotency_key');
    await stage.app.database.query(
      `INSERT INTO idempotency_key (client, operation, key, hash, status, headers, body, at)
     SELECT 'a', 'b', 'old-' || n, 'h', 201, '{}', '{}', now() - interval '24 hours' FROM generate_series(1, 2500) AS n
     UNION ALL VALUES ('a', 'b', 'young', 'h', 201, '{}'::jsonb, '{}', now() - interval '23 hours 59 minutes')`,
    );
    expect(await forgetReplies(stage.app.database)).toBe(2_500);
    expect(await keysHeld()).toEqual(['young']);
    expect(await forgetReplies(stage.app.database)).toBe(0);
  });

  it('answers 409 while the first request with its key is under way', async () => {
    const first = stage.app.database.source.createQueryRunner();
    await first.startTransaction();
    await first.query(`SELECT pg_advisory_xact_lock(hashtextextended('editor writeNote twin-key', 0))`);
    const type = 'urn:problem-type:passerelle:requestInProgress';
    expect(await write('twin-key')).toMatchObject({ status: 409, body: { type } });
    await first.rollbackTransaction();
    await first.release();
    expect((await write('twin-key')).status).toBe(201);
  });
});
