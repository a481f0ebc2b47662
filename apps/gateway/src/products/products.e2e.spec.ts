import { createHash } from 'node:crypto';
import { newId } from '@passerelle/platform/data/database';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { record } from '@passerelle/platform/events/facts';
import type { HttpAnswer } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { letterFacts, letters } from '@passerelle/testing/letters';
import { until } from '@passerelle/testing/until';
import { z } from 'zod';
import { gateway } from '../gateway.js';

// Letters of Brussels, each to one other region; most are shared, some are public, some are restricted.

const stage = onOwnDoor(gateway, { service: letters, settings: { IN_FLIGHT: '60' } });
const flanders = 'party.networks.BE-VLG';
const open = 'public.networks';

const as = (client?: string) => (client === undefined ? {} : { token: stage.issuer.tokens[client] ?? '' });
const get = (path: string, client?: string, headers = {}): Promise<HttpAnswer> =>
  stage.ask('GET', path, { ...as(client), headers });
const events = (query = '', client = 'partner-flanders', product = flanders) =>
  get(`/v1/products/${product}/events${query}`, client);

const Event = z.looseObject({
  id: z.string(),
  sequence: z.string(),
  type: z.string(),
  datasha256: z.string(),
  subject: z.string(),
});
const Batch = z.array(Event);
const cursorIn = ({ header }: HttpAnswer): string => /after=([^>]*)>; rel="next"/.exec(header('link'))?.[1] ?? '';

/** Records letters as the service does, many in one transaction. */
async function write(count: number, classification = 'internal', toParty = 'BE-VLG'): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  await stage.service.database.transaction(systemActor('test'), async (tx) => {
    for (const id of ids) await record(tx, letterFacts.written(letter(id, { classification, toParty })));
  });
  return ids;
}

/** Every page of Flanders' product, up to the empty one. */
async function allPages(): Promise<HttpAnswer[]> {
  const pages: HttpAnswer[] = [];
  for (let page = await events(); page.text !== '[]'; page = await events(`?after=${cursorIn(page)}`)) pages.push(page);
  return pages;
}

let number = 0;
const letter = (id: string, more: object) =>
  Object.assign(
    {
      id,
      ref: `NW-2026-${String(++number).padStart(4, '0')}`,
      version: 1,
      status: 'draft',
      title: { fr: 'Une lettre', nl: 'Een brief' },
    },
    { toParty: 'BE-VLG', parties: ['BE-BRU', 'BE-VLG'], classification: 'internal' as const },
    more,
    'toParty' in more ? { parties: ['BE-BRU', String(more.toParty)] } : {},
  );

const endOf = async (product: string, client?: string): Promise<{ sequence: number; cursor: string }> =>
  (await get(`/v1/products/${product}`, client)).body;
const flandersHas = (count: number) =>
  until('the product has it', async () => (await endOf(flanders, 'partner-flanders')).sequence >= count);

beforeAll(async () => {
  await until(
    'the products are served',
    async () => (await get('/v1/products', 'partner-flanders')).body.items?.length === 2,
  );
  await write(250);
  await write(3, 'public');
  await write(5, 'restricted');
  await write(4, 'internal', 'BE-WAL');
  await flandersHas(253);
});

describe('the products', () => {
  it('are listed for those who may follow them, with their present end', async () => {
    const ids = async (client?: string) =>
      (await get('/v1/products', client)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids()).toEqual([open]);
    expect(await ids('editor')).toEqual([open]);
    expect(await ids('partner-flanders')).toEqual([flanders, open]);
    expect(await ids('partner-wallonia')).toEqual(['party.networks.BE-WAL', open]);
    expect(await endOf(open)).toMatchObject({
      id: open,
      href: expect.stringMatching(/\/v1\/products\/public\.networks$/),
      source: 'urn:passerelle:perspective.brussels:public.networks',
      sequence: 3,
      cursor: expect.stringMatching(/^1-3-/),
      recordedAt: expect.any(String),
    });
  });

  it('are as unknown as any other to those who may not follow them, to the byte', async () => {
    const bytes = async (client: string | undefined, product: string, part: string) => {
      const { status, text, header } = await get(`/v1/products/${product}${part}`, client);
      return [status, text.replace(/urn:uuid:[0-9a-f-]+/, ''), header('content-length')];
    };
    for (const part of ['', '/events', '/events?after=1-0-00000000', '/snapshot', '/checkpoints']) {
      const unknown = await bytes('partner-wallonia', 'party.networks.BE-VLX', part);
      expect(unknown[0]).toBe(404);
      for (const client of ['partner-wallonia', 'editor', 'admin', undefined])
        expect([client, part, await bytes(client, flanders, part)]).toEqual([client, part, unknown]);
    }
  });

  it('say which scope is missing to a program of the region that has not got it', async () => {
    const body = { client: 'hub', description: 'The hub of Flanders', party: 'BE-VLG', scopes: ['networks:read'] };
    const { key } = (await stage.ask('POST', '/v1/apiKeys', { ...as('admin'), body })).body;
    const answer = await stage.ask('GET', `/v1/products/${flanders}/events`, { headers: { 'X-Api-Key': key } });
    expect(answer).toMatchObject({ status: 403, body: { requiredScope: 'products:read' } });
  });
});

describe('the events', () => {
  it('come in order without a gap, with the bytes of the stream, a hundred a page', async () => {
    const pages = await allPages();
    expect(pages.map(({ header }) => header('content-type'))).toEqual(
      Array(3).fill('application/cloudevents-batch+json'),
    );
    const batches = pages.map(({ body }) => Batch.parse(body));
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 53]);
    expect(batches.flat().map(({ sequence }) => Number(sequence))).toEqual(
      Array.from({ length: 253 }, (_, at) => at + 1),
    );
    const [{ data = '' } = {}] = await stage.service.database.query<{ data: string }>(
      'SELECT data FROM event_log WHERE product = $1 AND pub_seq = 1',
      ['party.BE-VLG'],
    );
    expect(pages[0]?.text).toContain(`"data":${data}}`);
    expect(batches[0]?.[0]?.datasha256).toBe(createHash('sha256').update(data).digest('hex'));
  });

  it('of a full page never change: a strong tag, and kept by the reader alone', async () => {
    const first = await events();
    // Its address stays when a text is taken back: it is asked for each time.
    expect([first.header('etag'), first.header('cache-control')]).toEqual(['"1-0-100"', 'private, no-cache']);
    const after = `?after=${cursorIn(first)}`;
    const second = await events(after);
    expect([second.header('etag'), second.header('cache-control')]).toEqual([
      '"1-100-200"',
      'private, max-age=86400, immutable',
    ]);
    const path = `/v1/products/${flanders}/events${after}`;
    const again = await get(path, 'partner-flanders', { 'If-None-Match': '"1-100-200"' });
    expect([again.status, again.text]).toEqual([304, '']);
    const last = await events(`?after=${(await endOf(flanders, 'partner-flanders')).cursor}`);
    expect([last.text, last.header('cache-control')]).toEqual(['[]', 'private, no-cache']);
  });

  it('are waited for, and arrive as soon as they are committed', async () => {
    const { cursor, sequence } = await endOf(flanders, 'partner-flanders');
    const waiting = events(`?after=${cursor}&wait=20`);
    const [id] = await write(1);
    const { status, body } = await waiting;
    expect([status, Batch.parse(body).map(({ subject }) => subject)]).toEqual([200, [`letters/${id}`]]);
    const begun = Date.now();
    const none = await events(`?after=${cursor.replace(`-${sequence}-`, `-${sequence + 1}-`)}&wait=1`);
    expect([none.text, Date.now() - begun >= 1_000]).toEqual(['[]', true]);
  });

  it.each([
    ['?after=', 'must not be empty'],
    ['?after=17', 'is not a cursor of this product'],
    ['?after=1-3-zzzzzzzz', 'is not a cursor of this product'],
    ['?wait=26', '25'],
    ['?wait=-1', '0'],
    ['?wait=soon', 'number'],
    ['?limit=10', ''],
  ])('are refused with %s', async (query, detail) => {
    const { status, body } = await events(query);
    expect([status, body.issues?.[0]?.detail]).toEqual([400, expect.stringContaining(detail)]);
  });

  it('are refused after the cursor of another product, beyond the end, and of another epoch', async () => {
    const other = await endOf(open);
    const { cursor, sequence } = await endOf(flanders, 'partner-flanders');
    const said = async (after: string) => (await events(`?after=${after}`)).body.issues?.[0]?.detail;
    expect(await said(other.cursor)).toContain('is not a cursor of this product');
    expect(await said(cursor.replace(`-${sequence}-`, `-${sequence + 1}-`))).toContain(`which is at ${cursor}`);
    expect(await said(cursor.replace(/^1-/, '2-'))).toContain('beyond the end');
  });
});

describe('a snapshot', () => {
  it('has the last event of each record, and where to go on from', async () => {
    const [leaving = '', changing = ''] = await write(2);
    await stage.service.database.transaction(systemActor('test'), async (tx) => {
      await record(tx, letterFacts.changed(letter(leaving, { version: 2, classification: 'restricted' })));
      await record(tx, letterFacts.checked(letter(changing, { version: 2, status: 'checked' })));
    });
    await flandersHas(258);
    const items: z.infer<typeof Event>[] = [];
    const cursors = new Set<string>();
    for (let path: string | undefined = `/v1/products/${flanders}/snapshot`; path !== undefined;) {
      const { body } = await get(path, 'partner-flanders');
      items.push(...Batch.parse(body.items));
      cursors.add(body.cursor);
      path = body.next === undefined ? undefined : `${new URL(body.next).pathname}${new URL(body.next).search}`;
    }
    const subjects = items.map(({ subject }) => subject);
    expect([subjects.length, new Set(subjects).size, cursors.size]).toEqual([255, 255, 1]);
    expect(subjects).not.toContain(`letters/${leaving}`);
    expect(items.find(({ subject }) => subject === `letters/${changing}`)?.type).toMatch(/letters\.notify\.checked$/);
    expect((await events(`?after=${[...cursors][0]}`)).text).toBe('[]');
  });
});

describe('a registered subscriber', () => {
  it('follows with the key that it got, and its record says how far it is', async () => {
    const body = { client: 'flemish-hub', party: 'BE-VLG', description: 'The planning register' };
    const { id, key } = (await stage.ask('POST', '/v1/subscribers', { ...as('admin'), body })).body;
    const headers = { 'X-Api-Key': key };
    const page = await stage.ask('GET', `/v1/products/${flanders}/events`, { headers });
    expect(Batch.parse(page.body)).toHaveLength(100);
    await stage.ask('GET', `/v1/products/${flanders}/events?after=${cursorIn(page)}`, { headers });
    const { sequence } = await endOf(flanders, 'partner-flanders');
    await until('it is noted', async () => {
      const { followed } = (await get(`/v1/subscribers/${id}`, 'admin')).body;
      return followed[0]?.sequence === 100 && followed[0]?.behind === sequence - 100;
    });
  });
});

describe('the checkpoints', () => {
  it('chain every event from the first one on', async () => {
    const { sequence } = await endOf(flanders, 'partner-flanders');
    await write(1_020 - sequence);
    await flandersHas(1_020);
    let chain = Buffer.alloc(32);
    const marks: string[] = [];
    for (const page of await allPages())
      for (const { id, datasha256 } of Batch.parse(page.body))
        marks.push((chain = createHash('sha256').update(chain).update(`${id}${datasha256}`).digest()).toString('hex'));
    expect((await get(`/v1/products/${flanders}/checkpoints`, 'partner-flanders')).body.items).toEqual([
      { from: 1, to: 1_000, count: 1_000, sha256: marks[999] },
      { from: 1_001, to: 1_020, count: 20, sha256: marks[1_019] },
    ]);
  });
});

describe('many who wait', () => {
  it('are bounded, each and all together, and leave room for all other calls', async () => {
    const ends = [(await endOf(flanders, 'partner-flanders')).cursor, (await endOf(open)).cursor];
    const refused: HttpAnswer[] = [];
    const follow = async (client: string, product: string, cursor = ''): Promise<number> => {
      const answer = await events(`?after=${cursor}&wait=25`, client, product);
      if (answer.status === 429) refused.push(answer);
      return answer.status;
    };
    // One client may wait 20 times; and all together half as often as there are calls in flight: 30 times.
    const waiting = Array.from({ length: 1_000 }, () => follow('partner-flanders', flanders, ends[0]));
    await until('980 are refused', () => refused.length === 980);
    for (const client of ['editor', 'admin'])
      for (let count = 0; count < 15; count++) waiting.push(follow(client, open, ends[1]));
    await until('20 more are refused', () => refused.length === 1_000);
    expect(refused.map(({ header }) => header('retry-after'))).toEqual(Array(1_000).fill('5'));
    expect(new Set(refused.map(({ body }) => body.limit))).toEqual(new Set([20, 30]));
    expect((await get('/v1/letters', 'editor')).status).toBe(200);
    await write(1, 'public');
    expect((await Promise.all(waiting)).filter((status) => status === 200)).toHaveLength(30);
  });

  it('are answered when the gateway leaves', async () => {
    const { cursor } = await endOf(open);
    const waiting = events(`?after=${cursor}&wait=25`, 'editor', open);
    await until('it waits', async () => (await stage.door.context.server.inFlight) > 0);
    const begun = Date.now();
    await stage.door.close();
    expect([(await waiting).text, Date.now() - begun < 20_000]).toEqual(['[]', true]);
  });
});
