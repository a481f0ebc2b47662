import { Controller, Module } from '@nestjs/common';
import { changeNote, notes, NotesModule, test, writeNote } from '@passerelle/testing/notes';
import { onOwnStage } from '@passerelle/testing/stage';
import { until } from '@passerelle/testing/until';
import { z } from 'zod';
import { Operation, type Call } from '../../runtime/operations/index.js';
import { kept } from '../../access/rights/index.js';
import type { ServiceDefinition } from '../../runtime/service/index.js';
import { Database } from './index.js';

// K-6: two changes that lock the same two rows in opposite order. PostgreSQL aborts one of them; no caller may notice.

const Pairing = z.strictObject({ other: z.uuid(), text: z.string() }).meta({ id: 'Pairing' });
const Paired = z.object({ id: z.uuid(), text: z.string() }).meta({ id: 'Paired' });

@Controller()
class PairsController {
  constructor(private readonly db: Database) {}

  @Operation({
    route: 'POST /notes/{noteId}/pairings',
    summary: 'Change two notes at once',
    scope: 'networks:write',
    status: 200,
    body: Pairing,
    returns: Paired,
  })
  pair(call: Call<z.infer<typeof Pairing>, 'noteId'>): Promise<unknown> {
    return this.db.transaction(call, async (tx) => {
      for (const id of [call.params.noteId, call.body.other]) {
        await tx.query('SELECT 1 FROM note WHERE id = $1 FOR UPDATE', [id]);
        await tx.query('SELECT pg_sleep(0.05)'); // long enough for the other transaction to lock its first row
      }
      await changeNote(tx, call.params.noteId, call.body.text);
      return changeNote(tx, call.body.other, call.body.text);
    });
  }
}

@Module({ imports: [NotesModule], controllers: [PairsController] })
class PairsModule {}

const pairs: ServiceDefinition = { ...notes, module: PairsModule, policy: { ...notes.policy, pairNote: kept } };

const stage = onOwnStage(pairs);

const deadlocks = async (): Promise<number> => {
  const sql = 'SELECT deadlocks::int AS met FROM pg_stat_database WHERE datname = current_database()';
  return (await stage.app.database.query<{ met: number }>(sql))[0]?.met ?? NaN;
};

it('K-6 retries a transaction after a deadlock, and answers no 500', async () => {
  const [one, two] = await stage.app.database.transaction(test, async (tx) => [
    await writeNote(tx, 'one'),
    await writeNote(tx, 'two'),
  ]);
  const pair = (from: string, other: string, text: string) =>
    stage.client.call('rpc.networks.notes.pair', { path: { noteId: from }, body: { other, text } });
  const ids = [one?.id ?? '', two?.id ?? ''] as const;
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all([pair(ids[0], ids[1], 'there'), pair(ids[1], ids[0], 'back')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  }
  const rows = await stage.app.database.query<{ version: number }>('SELECT version FROM note');
  expect(rows.map(({ version }) => version)).toEqual([7, 7]);
  await until('PostgreSQL has counted a deadlock', async () => (await deadlocks()) > 0);
});

it('answers 503, never 500, after three lost attempts', async () => {
  let attempts = 0;
  const losing = stage.app.database.transaction(test, async (tx) => {
    attempts += 1;
    await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END $$`);
  });
  await expect(losing).rejects.toMatchObject({ kind: { status: 503, code: 'serviceUnavailable' } });
  expect(attempts).toBe(3);
});
