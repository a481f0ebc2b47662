import { LocalizedText } from '@passerelle/domain/localized-text';
import { z } from 'zod';
import { pageOf } from '../collections/index.js';
import { refusalKind, refuse, stalePrecondition, tooManyRequests } from '../problems/index.js';
import { shapeQuery } from '../representation/index.js';
import { headerJson, wire, type WireReply, type WireRequest } from '../wire/index.js';
import type { Operation } from './operation.js';
import { problemReply, recordHref, replyOf } from './output.js';

const Study = z.object({
  href: z.url(),
  id: z.uuid(),
  version: z.int(),
  title: z.string(),
  place: z.object({ city: z.string(), street: z.string().optional() }).optional(),
  heldAt: z.iso.datetime().optional(),
});

const operation = (changes: Partial<Operation> = {}): Operation => ({
  id: 'readStudy',
  subject: 'rpc.studies.studies.read',
  route: 'GET /studies/{studyId}',
  method: 'GET',
  path: '/v1/studies/{studyId}',
  summary: 'Read a study',
  scope: 'public',
  status: 200,
  resource: 'studies',
  refuses: [],
  grant: {},
  seeing: {},
  params: z.strictObject({}),
  returns: Study,
  ...changes,
});

const request = (address: object = { path: {}, query: {} }): WireRequest => ({
  subject: 'rpc.studies.studies.read',
  body: new Uint8Array(),
  header: (name) => (name === wire.params ? headerJson(address) : undefined),
});

const base = 'https://api.test';
const id = '0193a5c4-0000-7000-8000-000000000001';
const study = { id, version: 3, title: 'A study' };
const bodyOf = (reply: WireReply) => JSON.parse(new TextDecoder().decode(reply.body));
const site = { publicUrl: base, cursorKey: 'signs the cursors of a test' };
const reply = async (value: unknown, changes: Partial<Operation> = {}, address?: object, query: object = {}) =>
  replyOf({ operation: operation(changes), request: request(address), query, value }, site);

it('lets out what the schema names, and nothing else of the record', async () => {
  const record = { ...study, password: 'secret', place: { city: 'Namur', owner: 'secret' } };
  expect(bodyOf(await reply(record))).toEqual({
    href: `${base}/v1/studies/${id}`,
    ...study,
    place: { city: 'Namur' },
  });
});

it('leaves nulls inside, at any depth, and writes instants as ISO 8601', async () => {
  const record = { ...study, heldAt: new Date(0), place: { city: 'Namur', street: null } };
  expect(bodyOf(await reply(record))).toMatchObject({ heldAt: '1970-01-01T00:00:00.000Z', place: { city: 'Namur' } });
  expect(bodyOf(await reply({ ...study, place: null }))).not.toHaveProperty('place');
});

it('gives a record its address, and its version as a strong ETag', async () => {
  const read = await reply(study);
  expect(read).toMatchObject({ status: 200, headers: { ETag: '"3"', 'Content-Type': 'application/json' } });
  expect(read.headers).not.toHaveProperty('Location');
  expect((await reply(study, { status: 201 })).headers).toMatchObject({
    Location: `${base}/v1/studies/${id}`,
    ETag: '"3"',
  });
});

it('keeps the address that a record brings itself', async () => {
  expect(bodyOf(await reply({ ...study, href: 'https://elsewhere.test/7' })).href).toBe('https://elsewhere.test/7');
});

it('lets nothing out that does not have the announced shape', async () => {
  await expect(reply({ ...study, title: undefined })).rejects.toThrow();
  await expect(reply(undefined)).rejects.toThrow();
});

describe('a record in fewer fields or languages', () => {
  const title = { fr: 'Étude', nl: 'Studie', en: 'Study' };
  const returns = Study.extend({
    title: LocalizedText(1, 100),
    notes: z.array(z.object({ text: LocalizedText(1, 100) })),
  });
  const record = { ...study, title, notes: [{ text: { fr: 'Note' } }] };
  const shaped = (query: object) => reply(record, { returns }, undefined, query);

  it('keeps its address and its id, and has no version to rest a change on', async () => {
    const answer = await shaped({ select: ['title'] });
    expect(bodyOf(answer)).toEqual({ href: `${base}/v1/studies/${id}`, id, title });
    expect(answer.headers.ETag).toMatch(/^W\/"[\w-]{22}"$/);
  });

  it('is weak under any shape, another for each, and strong without', async () => {
    const tags = await Promise.all(
      [{ select: ['title'] }, { lang: ['fr'] }, { lang: ['nl'] }, {}].map(
        async (query) => (await shaped(query)).headers.ETag,
      ),
    );
    expect(new Set(tags).size).toBe(4);
    expect(tags.map((tag) => tag?.startsWith('W/'))).toEqual([true, true, true, false]);
  });

  it('says each text in the languages asked for, and in the one that stands in where it has none of them', async () => {
    const answer = await shaped({ lang: ['nl', 'en'] });
    expect(bodyOf(answer)).toMatchObject({ title: { nl: 'Studie', en: 'Study' }, notes: [{ text: { fr: 'Note' } }] });
    expect(answer.headers['Content-Language']).toBe('fr, nl, en');
    expect((await shaped({})).headers).not.toHaveProperty('Content-Language');
  });

  it('names fields that exist, each in brackets', () => {
    const { shape } = shapeQuery(returns);
    const faults = (select: string) => shape.select.safeParse(select).error?.issues ?? [];
    expect(shape.select.parse('(title,version)')).toEqual(['title', 'version']);
    expect(faults('(title,password,secret)').map(({ message }) => message)).toEqual([
      '"password" is not a field here',
      '"secret" is not a field here',
    ]);
    for (const select of ['title', '()', '(title', '(title,)', '(title))', '(notes(text))', '(__proto__)', '!(title)'])
      expect(faults(select)).not.toEqual([]);
  });
});

describe('a page', () => {
  const list = { path: '/v1/places/{placeId}/studies', returns: pageOf(Study) };
  const address = { path: { placeId: 'a b/c' }, query: { status: ['open', 'closed'], after: ['old'], q: ['é&='] } };

  it('has its own address and that of the next, with the same filters and a new cursor', async () => {
    const body = bodyOf(await reply({ items: [study], next: 'new', total: 9 }, list, address));
    const self = new URL(body.self);
    const next = new URL(body.next);
    expect(self.pathname).toBe('/v1/places/a%20b%2Fc/studies');
    expect(next.pathname).toBe(self.pathname);
    expect([self.searchParams.getAll('status'), next.searchParams.getAll('status')]).toEqual([
      ['open', 'closed'],
      ['open', 'closed'],
    ]);
    expect([self.searchParams.getAll('after'), next.searchParams.getAll('after')]).toEqual([['old'], ['new']]);
    expect(next.searchParams.get('q')).toBe('é&=');
    expect(body).toMatchObject({ total: 9, items: [{ href: `${base}/v1/studies/${id}` }] });
  });

  it('says each text in the best language for the caller, and which languages those are', async () => {
    const Named = z.object({ id: z.string(), name: LocalizedText(1, 100) });
    const returns = pageOf(Named);
    const named = (id: string, name: object) => ({ id, name });
    const items = [
      named('1', { fr: 'Un', nl: 'Een' }),
      named('2', { en: 'Two' }),
      named('3', { nl: 'Drie', de: 'Drei' }),
    ];
    const asked = {
      ...request(),
      header: (name: string) => (name === 'Accept-Language' ? 'nl-BE, en;q=0.5' : undefined),
    };
    const answer = await replyOf(
      { operation: operation({ returns }), request: asked, query: {}, value: { items } },
      site,
    );
    expect(bodyOf(answer).items.map(({ name }: { name: object }) => name)).toEqual([
      { nl: 'Een' },
      { en: 'Two' },
      { nl: 'Drie' },
    ]);
    expect(answer.headers).toMatchObject({ 'Content-Language': 'nl, en', ETag: expect.stringMatching(/^W\//) });
  });

  it('ends without a next', async () => {
    const body = bodyOf(await reply({ items: [] }, list, { path: { placeId: '7' }, query: {} }));
    expect(body).toEqual({ self: `${base}/v1/places/7/studies`, items: [] });
  });
});

describe('a problem', () => {
  const full = refusalKind({
    code: 'full',
    status: 409,
    title: 'Full',
    retryAfterSec: 7,
    detail: { fr: 'Plein.', nl: 'Vol.', en: 'Full.', de: 'Voll.' },
  });

  it('says its language, its page and when to come back', () => {
    const answer = problemReply(refuse(full), 'nl-BE', base);
    expect(answer).toMatchObject({
      status: 409,
      headers: { 'Content-Type': 'application/problem+json', 'Content-Language': 'nl', 'Retry-After': '7' },
    });
    expect(bodyOf(answer)).toMatchObject({ href: `${base}/v1/refData/problemTypes/full`, detail: 'Vol.' });
  });

  it('says when to come back by the facts of the moment, where there are such', () => {
    const answer = problemReply(refuse(tooManyRequests, { limit: 5, retryAfterSec: 3 }), 'en', base);
    expect(answer.headers['Retry-After']).toBe('3');
    expect(bodyOf(answer)).toMatchObject({ limit: 5, retryAfterSec: 3, detail: expect.stringContaining('in 3 s') });
  });

  it('leads from a stale version to the current one, and only from that', () => {
    const path = '/v1/places/{placeId}/studies/{studyId}/acts';
    const address = { path: { placeId: 'a b', studyId: '7' }, query: {} };
    const record = () => recordHref(operation({ path }), request(address), base);
    const stale = bodyOf(problemReply(refuse(stalePrecondition, { currentVersion: 4 }), 'en', base, record));
    expect(stale).toMatchObject({ currentVersion: 4, currentHref: `${base}/v1/places/a%20b/studies/7` });
    expect(bodyOf(problemReply(refuse(full), 'en', base, record))).not.toHaveProperty('currentHref');
  });

  it('tells nothing of an error that nobody foresaw', () => {
    const answer = problemReply(new Error('relation "secret_table" does not exist'), undefined, base);
    expect(answer.status).toBe(500);
    expect(new TextDecoder().decode(answer.body)).not.toContain('secret');
  });
});
