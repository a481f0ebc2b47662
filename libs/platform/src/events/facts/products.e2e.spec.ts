import { randomUUID } from 'node:crypto';
import { leaksOf } from '@passerelle/testing/leaks';
import { letters } from '@passerelle/testing/letters';
import { operator } from '@passerelle/testing/operator';
import { onOwnStage } from '@passerelle/testing/stage';
import { migratedDatabase } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { z } from 'zod';
import { openProducts, productsOf, PublishedFact } from './index.js';

// Letters of Brussels: each names one other region.

const stage = onOwnStage(letters);
const products = ['public', 'party.BE-VLG', 'party.BE-WAL', 'party.X-BE-DG'] as const;

beforeAll(() => until('the products are open', async () => (await filled()).length === products.length));

const filled = () =>
  stage.app.database.query('SELECT FROM event_product WHERE is_filled AND product <> $1', ['internal']);

async function write(classification: string, toParty = 'BE-VLG'): Promise<string> {
  const body = { title: { fr: 'Une lettre', nl: 'Een brief' }, toParty, classification };
  const { body: letter } = await stage.client.call('rpc.networks.letters.write', { body });
  return z.string().parse(letter.id);
}

async function change(letterId: string, version: number, body: object): Promise<void> {
  const call = { path: { letterId }, ifMatch: `"${version}"`, body };
  const answer = await stage.client.call('rpc.networks.letters.change', call);
  expect(answer.status).toBe(200);
}

const act = (letterId: string, transition: string) =>
  stage.client.call(`rpc.networks.letters.${transition}`, { path: { letterId }, body: { transition } });

interface Entry {
  readonly product: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** What those outside got of a letter, in order: `public letters.shared`. */
async function entriesOf(id: string): Promise<Entry[]> {
  const rows = await stage.app.database.query<{ product: string; type: string; data: string }>(
    `SELECT product, type, data FROM event_log WHERE aggregate_id = $1 AND product <> 'internal' ORDER BY position`,
    [id],
  );
  return rows.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) }));
}

const words = async (id: string): Promise<string[]> =>
  (await entriesOf(id)).map(({ product, type }) => `${product} ${type}`);

it('brings a new record to those who may see it, under its own fact and without its version', async () => {
  const id = await write('public');
  const entries = await entriesOf(id);
  expect(entries.map(({ product, type }) => `${product} ${type}`).sort()).toEqual([
    'party.BE-VLG letters.written',
    'public letters.written',
  ]);
  for (const { data } of entries) {
    expect(data).toMatchObject({ id, classification: 'public' });
    expect(Object.keys(data)).not.toContain('version');
  }
  expect(await words(await write('internal', 'BE-WAL'))).toEqual(['party.BE-WAL letters.written']);
  expect(await entriesOf(await write('restricted'))).toEqual([]);
});

it('shares a record that its reader comes to see, and says only that it left when he no longer does', async () => {
  const id = await write('restricted');
  await change(id, 1, { classification: 'internal' });
  await change(id, 2, { classification: 'public' });
  await change(id, 3, { classification: 'restricted' });
  const entries = await entriesOf(id);
  expect(entries.slice(0, 2).map(({ product, type }) => `${product} ${type}`)).toEqual([
    'party.BE-VLG letters.shared',
    ...['public letters.shared'],
  ]);
  expect(entries.filter(({ type }) => type === 'letters.left').map(({ product, data }) => [product, data])).toEqual(
    expect.arrayContaining([
      ['public', { id }],
      ['party.BE-VLG', { id }],
    ]),
  );
  expect(entries.filter(({ type }) => type === 'letters.changed').map(({ product }) => product)).toEqual([
    'party.BE-VLG',
  ]);
});

it('lets a record that was taken back leave', async () => {
  const id = await write('internal');
  await act(id, 'retract');
  expect(await words(id)).toEqual(['party.BE-VLG letters.written', 'party.BE-VLG letters.left']);
});

it('says nothing to a reader who sees what he saw', async () => {
  const id = await write('internal');
  const title = { fr: 'Une lettre', nl: 'Een brief' };
  await change(id, 1, { title });
  expect(await words(id)).toEqual(['party.BE-VLG letters.written']);
});

it('publishes each product in a stream of its own, numbered without gaps, with what proves completeness', async () => {
  const id = await write('internal');
  const reading = await operator(stage.nats);
  const messages = async () =>
    (await reading.messages('PARTY_NETWORKS_BE-VLG')).map(({ text, subject }) => {
      expect(subject).toMatch(/^facts\.party\.networks\.be-vlg\.letters\.\w+\.v1$/);
      return PublishedFact.parse(JSON.parse(text));
    });
  await until('the letter is in the stream', async () => (await messages()).some(({ data }) => data['id'] === id));
  const facts = await messages();
  expect(facts.map(({ sequence }) => Number(sequence))).toEqual(facts.map((_, index) => index + 1));
  for (const fact of facts) {
    expect(fact).not.toHaveProperty('aggregateversion');
    expect(fact).toMatchObject({ datasha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(fact.source).toMatch(/:party\.networks\.BE-VLG$/);
    expect(fact.dataschema).toMatch(/networks\.letters\.(shared|left):1\.0$/);
  }
  await reading.close();
});

it('begins a new product with what its readers may see already, once, whoever else opens it', async () => {
  const { database } = stage.app;
  const [seen, hidden, gone] = [await write('public'), await write('internal'), await write('public')];
  await act(gone, 'retract');
  const owner = stage.app.data.ownerUrl;
  expect(owner).toBeDefined();
  await database.query(`DELETE FROM product_record WHERE product = 'public'`);
  await database.query(`UPDATE event_product SET is_filled = false WHERE product = 'public'`);
  const before = (await words(seen)).length;
  const open = () => openProducts(database, letters.facts, products, new AbortController().signal);
  await Promise.all([open(), open()]);
  expect((await words(seen)).slice(before)).toEqual(['public letters.shared']);
  expect(await words(hidden)).toEqual(['party.BE-VLG letters.written']);
  expect((await words(gone)).at(-1)).not.toBe('public letters.shared');
  await open();
  expect((await words(seen)).slice(before)).toHaveLength(1);
});

it('ends with what its readers may see, whatever changes while it is opened', async () => {
  const { database } = stage.app;
  const ids = await Promise.all(Array.from({ length: 30 }, () => write('public')));
  await database.query(`DELETE FROM product_record WHERE product = 'public'`);
  await database.query(`UPDATE event_product SET is_filled = false WHERE product = 'public'`);
  const ends = ['restricted', 'public', 'internal'];
  const changes = ids.map(async (id, index) => {
    for (let version = 1; version <= 3; version++)
      await change(id, version, { classification: ends[(index + version) % 3] ?? '' });
    return ends[(index + 3) % 3] === 'public';
  });
  const opening = openProducts(database, letters.facts, products, new AbortController().signal);
  const isSeen = await Promise.all(changes);
  await opening;
  for (const [index, id] of ids.entries()) {
    const last = (await entriesOf(id)).filter(({ product }) => product === 'public').at(-1);
    expect([id, last?.type !== 'letters.left' && last?.data['classification'] === 'public']).toEqual([
      id,
      isSeen[index],
    ]);
  }
});

it('shows nothing to those who may not see it, or each suite of a service fails at its end', async () => {
  const data = await migratedDatabase(letters);
  const owner = new pg.Client({ connectionString: data.ownerUrl });
  await owner.connect();
  const log = async (product: string, record: string, type: string, state: object) => {
    const values = [product, randomUUID(), record, type, JSON.stringify(state)];
    await owner.query(
      `INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
       VALUES ($1, $2, $3, 1, $4, '1.0', '{}', $5)`,
      values,
    );
  };
  const flemish = { classification: 'internal', parties: ['BE-VLG'] };
  await log('internal', 'seen', 'letters.written', flemish);
  await log('party.BE-VLG', 'seen', 'letters.written', flemish);
  await log('public', 'gone', 'letters.written', { classification: 'public', parties: [] });
  await log('internal', 'gone', 'letters.changed', { classification: 'restricted', parties: [] });
  await log('public', 'gone', 'letters.left', { id: 'gone' });
  expect(await leaksOf(data.ownerUrl)).toEqual([]);
  await log('party.BE-WAL', 'seen', 'letters.written', flemish);
  await log('public', 'seen', 'letters.written', flemish);
  await log('public', 'kept', 'letters.written', { classification: 'public', parties: [] });
  await log('internal', 'kept', 'letters.changed', { classification: 'restricted', parties: [] });
  await log('public', 'back', 'letters.retracted', { classification: 'public', retractedAt: '2027-01-01T00:00:00Z' });
  const leaks = await leaksOf(data.ownerUrl);
  expect(leaks.toSorted()).toEqual([
    'party.BE-WAL did not leave letters.written seen',
    'party.BE-WAL letters.written seen',
    'public did not leave letters.written kept',
    'public did not leave letters.written seen',
    'public letters.retracted back',
    'public letters.written seen',
  ]);
  await owner.end();
  await data.drop();
});

it('has one product for everybody, and one for each other region where records name regions', () => {
  expect(productsOf(letters.facts, 'BE-BRU')).toEqual(products);
  expect(productsOf([], 'BE-BRU')).toEqual([]);
});
