import { broker, type Broker } from '@passerelle/testing/broker';
import { NoteRecord, notes, test, writeNote } from '@passerelle/testing/notes';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { findOrRefuse, preparedIn, sendIn, type By } from './index.js';

// The region's own callers read outside a transaction, those of other regions inside one: rights are checked in both.

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

/** A caller of the region without a role, or an API key: sees and may read the notes with these texts. */
const reader = (sees: string, may = sees): By => {
  const reach = () => ({
    sees: (bind: (value: unknown) => string) => `record.text = ${bind(sees)}`,
    may: (bind: (value: unknown) => string) => `record.text = ${bind(may)}`,
  });
  return { actor: { ...test.actor, reach } };
};

const write = (text: string) => app.database.transaction(test, (tx) => writeNote(tx, text));
const read = (by: By, id: string) => app.database.read(by, (tx) => findOrRefuse(tx, NoteRecord, id));
const inTransaction = (by: By, id: string) => app.database.transaction(by, (tx) => findOrRefuse(tx, NoteRecord, id));

describe.each([
  ['outside a transaction', read],
  ['inside a transaction', inTransaction],
])('a record read %s', (_, find) => {
  it('is found by a caller of the region who may see only some records', async () => {
    const { id } = await write('published');
    expect(await find(reader('published'), id)).toMatchObject({ id, text: 'published' });
  });

  it('is 404 for a caller who may not see it, and 403 for one who sees it but may not change it', async () => {
    const { id } = await write('published');
    await expect(find(reader('another'), id)).rejects.toMatchObject({ kind: { status: 404 } });
    await expect(find(reader('published', 'another'), id)).rejects.toMatchObject({ kind: { status: 403 } });
  });
});

it('refuses changes outside a transaction', async () => {
  const changing = app.database.read(test, (tx) => preparedIn(tx, 'DELETE FROM note', []));
  await expect(changing).rejects.toThrow('a transaction');
});

describe('a statement that nobody waits for', () => {
  const written = async (text: string): Promise<number> =>
    (await app.database.query<{ held: number }>('SELECT count(*)::int AS held FROM note WHERE text = $1', [text]))[0]
      ?.held ?? NaN;

  it('is committed with the change', async () => {
    const id = await app.database.transaction(test, async (tx) => {
      const note = await writeNote(tx, 'sent');
      sendIn(tx, `UPDATE note SET text = 'sent along' WHERE id = $1`, [note.id]);
      return note.id;
    });
    expect(await read(reader('sent along'), id)).toMatchObject({ text: 'sent along' });
  });

  it.each([
    ['last', async () => undefined],
    ['before others that are waited for', (tx: Parameters<typeof writeNote>[0]) => writeNote(tx, 'after it')],
  ])('fails the whole transaction by its own error: %s', async (_, then) => {
    const failing = app.database.transaction(test, async (tx) => {
      await writeNote(tx, 'with a fault');
      sendIn(tx, 'SELECT 1 / $1::int', [0]);
      await then(tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect([await written('with a fault'), await written('after it')]).toEqual([0, 0]);
  });
});
