import { letters } from '@passerelle/testing/letters';
import { LetterRecord } from '@passerelle/testing/letter.entity';
import { onOwnStage } from '@passerelle/testing/stage';
import { test } from '@passerelle/testing/notes';
import { approver, type Answer } from '@passerelle/testing/start-app';
import { findOrRefuse, newId, update } from '../../data/database/index.js';

// A list is followed by what changed since the last look, with the overlap that the page about calling advises.

const stage = onOwnStage(letters);
const title = { fr: 'Lettre', nl: 'Brief' };
const overlapMs = 120_000;

const call = (operation: string, letterId: string, options: object = {}): Promise<Answer> =>
  stage.client.call(`rpc.networks.letters.${operation}`, { path: { letterId }, ...options });
const list = (query: Record<string, string[]>): Promise<Answer> =>
  stage.client.call('rpc.networks.letters.list', { query });
const body = { title, toParty: 'BE-VLG', classification: 'internal' };
const write = async (idempotencyKey = newId()): Promise<string> =>
  (await stage.client.call('rpc.networks.letters.write', { body, idempotencyKey })).body.id;

interface Page {
  readonly items: readonly (Seen & { readonly id: string })[];
  readonly next?: string;
}

interface Seen {
  readonly version: number;
  readonly changedAt: string;
}

/** What a poller knows: it asks from a while before the latest change that it has seen, and follows `next`. */
class Poller {
  readonly known = new Map<string, Seen>();

  constructor(private readonly overlap: number) {}

  async poll(): Promise<void> {
    const latest = [...this.known.values()].reduce((last, { changedAt }) => (changedAt > last ? changedAt : last), '');
    const since: Record<string, string[]> =
      latest === '' ? {} : { changedSince: [new Date(Date.parse(latest) - this.overlap).toISOString()] };
    for (let after: string[] | undefined = []; after !== undefined;) {
      const page: Record<string, string[]> = {
        ...since,
        sort: ['changedAt'],
        pageSize: ['200'],
        ...(after.length > 0 ? { after } : {}),
      };
      const { items, next }: Page = (await list(page)).body;
      for (const { id, version, changedAt } of items) this.known.set(id, { version, changedAt });
      after = next === undefined ? undefined : new URL(next).searchParams.getAll('after');
    }
  }
}

describe('a record', () => {
  it('says when it changed, in its list as at its own address', async () => {
    const id = await write();
    const written = (await call('read', id)).body;
    const changed = (await call('change', id, { body: { answerDueOn: '2030-01-01' }, ifMatch: '"1"' })).body;
    expect(changed.changedAt > written.changedAt).toBe(true);
    expect(changed.changedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect((await call('read', id)).body.changedAt).toBe(changed.changedAt);
    const listed = (await list({ changedSince: [changed.changedAt], sort: ['-changedAt'] })).body.items;
    expect(listed).toMatchObject([{ id, changedAt: changed.changedAt }]);
  });

  it('is in the order of its change', async () => {
    const [first, second] = [await write(), await write()];
    await call('check', first, { body: { transition: 'check' } });
    const { items } = (await list({ sort: ['-changedAt'], pageSize: ['2'] })).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([first, second]);
  });

  it.each([
    ['yesterday', 'must be an instant'],
    ['2026-02-30T10:00:00Z', 'must be an instant'],
    [new Date(Date.now() + 3_600_000).toISOString(), 'must not be in the future'],
  ])('refuses changedSince=%s', async (since, detail) => {
    const refused = await list({ changedSince: [since] });
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ in: 'query', name: 'changedSince' }] } });
    expect(refused.body.issues[0].detail).toContain(detail);
  });
});

describe('a poller', () => {
  it('misses nothing of 1,000 writes with retries but what was taken back', async () => {
    const poller = new Poller(overlapMs);
    let isWriting = true;
    const polling = (async () => {
      while (isWriting) await poller.poll();
    })();
    const writer = async (): Promise<string[]> => {
      const written: string[] = [];
      while (written.length < 20) {
        const key = newId();
        const [id, again] = await Promise.all([write(key), write(key).catch(() => undefined)]);
        written.push(id ?? again ?? (await write(key)));
      }
      for (const id of written) {
        const change = () =>
          call('change', id, { body: { answerDueOn: '2031-01-01' }, ifMatch: '"1"', idempotencyKey: id });
        expect([(await change()).status, (await change()).status]).toEqual([200, 200]);
      }
      for (const id of written.slice(0, 10)) await call('check', id, { body: { transition: 'check' } });
      return written;
    };
    const ids = (await Promise.all(Array.from({ length: 20 }, writer))).flat();
    const takenBack = ids[0] ?? '';
    await call('retract', takenBack, { body: { transition: 'retract' }, caller: approver });
    isWriting = false;
    await polling;
    await poller.poll();
    const stored = await stage.app.database.query<{ id: string; version: number }>(
      'SELECT id, version FROM letter WHERE retracted_at IS NULL',
    );
    expect(stored.length).toBeGreaterThanOrEqual(399);
    expect(stored.filter(({ id, version }) => poller.known.get(id)?.version !== version)).toEqual([]);
    expect(poller.known.get(takenBack)?.version).toBe(3);
  }, 120_000);

  it('needs the overlap: a change may commit after a later one', async () => {
    const [late, early] = [await write(), await write()];
    const [careful, hasty] = [new Poller(overlapMs), new Poller(0)];
    await stage.app.database.transaction(test, async (tx) => {
      const letter = await findOrRefuse(tx, LetterRecord, late);
      await update(tx, LetterRecord, letter);
      await call('check', early, { body: { transition: 'check' } });
      await Promise.all([careful.poll(), hasty.poll()]);
    });
    await Promise.all([careful.poll(), hasty.poll()]);
    expect([careful, hasty].map(({ known }) => known.get(late)?.version)).toEqual([2, 1]);
  });
});
