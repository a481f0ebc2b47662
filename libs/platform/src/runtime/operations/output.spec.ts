import { LocalizedText } from '@passerelle/domain/localized-text';
import { MultilineText } from '@passerelle/domain/text';
import { z } from 'zod';
import { pageOf } from '../../data/lists/index.js';
import { refusalKindsWith, refusal, stalePrecondition, tooManyRequests } from '../../kernel/problems/index.js';
import { shapeQuery } from '../../data/json-views/index.js';
import { headerJson, rpcHeaders, type RpcReply, type RpcRequest } from '../../kernel/rpc/index.js';
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

const request = (address: object = { path: {}, query: {} }): RpcRequest => ({
  subject: 'rpc.studies.studies.read',
  body: new Uint8Array(),
  header: (name) => (name === rpcHeaders.params ? headerJson(address) : undefined),
});

const base = 'https://api.test';
const id = '0193a5c4-0000-7000-8000-000000000001';
const study = { id, version: 3, title: 'A study' };
const bodyOf = (reply: RpcReply) => JSON.parse(new TextDecoder().decode(reply.body));
const site = { publicUrl: base, cursorKey: 'signs the cursors of a test' };
const reply = async (value: unknown, changes: Partial<Operation> = {}, address?: object, query: object = {}) =>
  replyOf({ operation: operation(changes), request: request(address), query, value }, site);

it('sends only the fields that the schema names', async () => {
  const record = { ...study, password: 'secret', place: { city: 'Namur', owner: 'secret' } };
  expect(bodyOf(await reply(record))).toEqual({
    href: `${base}/v1/studies/${id}`,
    ...study,
    place: { city: 'Namur' },
  });
});

it('sends texts that were stored before a stricter rule in a form that the rule accepts', async () => {
  const returns = Study.extend({
    title: LocalizedText(1, 40),
    notes: z.array(z.object({ text: MultilineText(1, 40) })),
  });
  const kept = { ...study, title: { nl: 'RUP Noordrand\nBEGIN:VEVENT', fr: 'Nord' }, notes: [{ text: 'a\nb\u202ec' }] };
  expect(bodyOf(await reply(kept, { returns }))).toMatchObject({
    title: { nl: 'RUP Noordrand BEGIN:VEVENT', fr: 'Nord' },
    notes: [{ text: 'a\nb c' }],
  });
});

it('drops nulls at any depth, and writes instants as ISO 8601', async () => {
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

it('gives a record without a version a weak ETag, of its bytes', async () => {
  const returns = z.object({ id: z.string(), title: z.string() });
  const read = (title: string) => reply({ id, title }, { returns });
  const etag = (await read('one')).headers.ETag;
  expect(etag).toMatch(/^W\//);
  expect([(await read('one')).headers.ETag === etag, (await read('two')).headers.ETag === etag]).toEqual([true, false]);
});

it('keeps a `href` that the record has', async () => {
  expect(bodyOf(await reply({ ...study, href: 'https://elsewhere.test/7' })).href).toBe('https://elsewhere.test/7');
});

it('sends no reply that does not match the announced schema', async () => {
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

  it('keeps its address and its id, and has no version for a change', async () => {
    const answer = await shaped({ select: ['title'] });
    expect(bodyOf(answer)).toEqual({ href: `${base}/v1/studies/${id}`, id, title });
    expect(answer.headers.ETag).toMatch(/^W\/"[\w-]{22}"$/);
  });

  it('is weak and different for each selection, and strong without one', async () => {
    const tags = await Promise.all(
      [{ select: ['title'] }, { lang: ['fr'] }, { lang: ['nl'] }, {}].map(
        async (query) => (await shaped(query)).headers.ETag,
      ),
    );
    expect(new Set(tags).size).toBe(4);
    expect(tags.map((tag) => tag?.startsWith('W/'))).toEqual([true, true, true, false]);
  });

  it('has each text in the requested languages, or in its fallback language', async () => {
    const answer = await shaped({ lang: ['nl', 'en'] });
    expect(bodyOf(answer)).toMatchObject({ title: { nl: 'Studie', en: 'Study' }, notes: [{ text: { fr: 'Note' } }] });
    expect(answer.headers['Content-Language']).toBe('fr, nl, en');
    expect((await shaped({})).headers).not.toHaveProperty('Content-Language');
  });

  it('must name existing fields, in brackets', () => {
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

  it('has its address and that of the next page, with the same filters and a new cursor', async () => {
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

  it('has each text in the best language for the caller, and lists these languages', async () => {
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

  it('has no `next` on the last page', async () => {
    const body = bodyOf(await reply({ items: [] }, list, { path: { placeId: '7' }, query: {} }));
    expect(body).toEqual({ self: `${base}/v1/places/7/studies`, items: [] });
  });
});

describe('a problem', () => {
  const texts = { fr: { full: 'Plein.' }, nl: { full: 'Vol.' }, en: { full: 'Full.' }, de: { full: 'Voll.' } };
  const full = refusalKindsWith(texts)({ code: 'full', status: 409, title: 'Full', retryAfterSec: 7 });

  it('has its language, its page and `Retry-After`', () => {
    const answer = problemReply(refusal(full), 'nl-BE', { publicUrl: base });
    expect(answer).toMatchObject({
      status: 409,
      headers: { 'Content-Type': 'application/problem+json', 'Content-Language': 'nl', 'Retry-After': '7' },
    });
    expect(bodyOf(answer)).toMatchObject({ href: `${base}/v1/refData/problemTypes/full`, detail: 'Vol.' });
  });

  it('takes `Retry-After` from the facts of the refusal, if any', () => {
    const answer = problemReply(refusal(tooManyRequests, { limit: 5, retryAfterSec: 3 }), 'en', { publicUrl: base });
    expect(answer.headers['Retry-After']).toBe('3');
    expect(bodyOf(answer)).toMatchObject({ limit: 5, retryAfterSec: 3, detail: expect.stringContaining('in 3 s') });
  });

  it('links the current version for a stale one, and for nothing else', () => {
    const path = '/v1/places/{placeId}/studies/{studyId}/acts';
    const address = { path: { placeId: 'a b', studyId: '7' }, query: {} };
    const record = () => recordHref(operation({ path }), request(address), base);
    const stale = bodyOf(
      problemReply(refusal(stalePrecondition, { currentVersion: 4 }), 'en', { publicUrl: base, record }),
    );
    expect(stale).toMatchObject({ currentVersion: 4, currentHref: `${base}/v1/places/a%20b/studies/7` });
    expect(bodyOf(problemReply(refusal(full), 'en', { publicUrl: base, record }))).not.toHaveProperty('currentHref');
  });

  it('reveals nothing of an unexpected error', () => {
    const answer = problemReply(new Error('relation "secret_table" does not exist'), undefined, { publicUrl: base });
    expect(answer.status).toBe(500);
    expect(new TextDecoder().decode(answer.body)).not.toContain('secret');
  });
});
