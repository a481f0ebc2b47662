import { Classification } from '@passerelle/domain/classification';
import { addDays, IsoDate, today } from '@passerelle/domain/period';
import { newId } from '@passerelle/platform/data/database';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { fact, record } from '@passerelle/platform/events/facts';
import { factWith } from '@passerelle/testing/any-fact';
import { httpClient, urlOf, type HttpAnswer } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { publisher } from '@passerelle/testing/publishers';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { z } from 'zod';
import { gateway } from '../../gateway.js';
import { hearLog } from '@passerelle/testing/hear-log';
import { stored } from '../../shared/secrecy.builder.js';
import { asIcalJs, asNodeIcal } from '../feed-readers.builder.js';

// Calendar feeds through the door, as a calendar program reads them: by an address, without any header.

const meeting = fact(
  'visits',
  'changed',
  z.looseObject({
    classification: Classification,
    on: IsoDate.meta({ 'x-calendar': 'activity' }),
    dueOn: IsoDate.meta({ 'x-calendar': 'actionDue', 'x-calendar-done': [] }),
  }),
  { summary: 'It changed' },
);
const networks = { ...publisher('networks'), facts: [meeting.kind] };

let visits: StartedApp;
let other: StartedApp;
afterAll(() => Promise.all([visits, other].map((app) => app?.close())));
const limits = { windowSec: 3_600, client: 100_000, anonymous: 100_000, wrongTokens: 40 };
const settings = { RATE_LIMITS: JSON.stringify(limits), TRUST_PROXY: '1' };
const stage = onOwnDoor(gateway, { settings });
let logged: string[];
let otherBase: string;

const day = () => today(new Date());
const as = (client: string) => ({ token: stage.issuer.tokens[client] ?? '' });
const visit = (title: string, state: object) => ({
  ...{ id: newId(), version: 1, title: { en: title }, on: addDays(day(), 10), dueOn: addDays(day(), 20) },
  ...{ parties: ['BE-BRU'], departments: ['bisa'], ...state },
});

beforeAll(async () => {
  logged = hearLog(stage.door.context.logger);
  other = await startApp(gateway, {
    broker: stage.nats,
    data: stage.door.data,
    settings: { ...stage.issuer.settings, ...settings },
  });
  otherBase = await urlOf(other);
  visits = await startApp(networks, { broker: stage.nats });
  await visits.database.transaction(systemActor('test'), async (tx) => {
    for (const state of [
      visit('Open', { classification: 'public' }),
      visit('Ours', { classification: 'internal', departments: ['schoolService'] }),
      visit('With Flanders', { classification: 'internal', parties: ['BE-BRU', 'BE-VLG'] }),
      visit('With Wallonia', { classification: 'internal', parties: ['BE-BRU', 'BE-WAL'] }),
    ])
      await record(tx, factWith(meeting, state));
  });
  await until('the calendar is filled', async () => {
    const { status, body } = await stage.ask('GET', '/v1/calendar?pageSize=50', as('editor'));
    return status === 200 && body.items.length === 8;
  });
  await until('the second gateway serves feeds', async () => {
    return (await httpClient(otherBase)('GET', '/v1/calendarFeeds', as('editor'))).status === 200;
  });
}, 120_000);

const issue = (client: string, terms: object = {}, headers = {}) =>
  stage.ask('POST', '/v1/calendarFeeds', { ...as(client), headers, body: { title: 'My dates', ...terms } });
async function issued(client: string, terms: object = {}): Promise<{ id: string; path: string; secret: string }> {
  const { status, body } = await issue(client, terms);
  expect(status).toBe(201);
  const { pathname, search, searchParams } = new URL(body.address);
  return { id: body.id, path: `${pathname}${search}`, secret: searchParams.get('feed') ?? '' };
}
const revoke = (id: string, client: string) => stage.ask('DELETE', `/v1/calendarFeeds/${id}`, as(client));
const revokeAll = async () => {
  const { items } = (await stage.ask('GET', '/v1/calendarFeeds?pageSize=200', as('admin'))).body;
  for (const { id } of items) await revoke(id, 'admin');
};
afterEach(revokeAll);

const titles = async (path: string): Promise<string[]> => {
  const { status, text } = await stage.ask('GET', path);
  expect(status).toBe(200);
  const events = asIcalJs(text);
  expect(asNodeIcal(text)).toEqual(events);
  return events.map(({ summary }) => summary).sort();
};
const activity = (title: string) => `Network activity: ${title}`;
const codeOf = ({ status, body }: HttpAnswer): unknown => [status, body?.type?.split(':').at(-1)];

describe('a feed', () => {
  it('shows its address once, and is read without it afterwards', async () => {
    const answer = await issue('editor', { filters: { due: true, kind: ['actionDue'] }, lang: ['nl'] });
    const { address, ...rest } = answer.body;
    expect(address).toMatch(/^http:\/\/passerelle\.test\/v1\/calendar\.ics\?feed=[\w-]{43}$/);
    expect(answer.header('location')).toBe(rest.href);
    expect(answer.header('cache-control')).toBe('no-store');
    expect(rest).toMatchObject({
      ...{ version: 1, title: 'My dates', filters: { due: true, kind: ['actionDue'] }, lang: ['nl'] },
      ...{ party: 'BE-BRU', roles: ['editor'], createdOn: day(), expiresOn: addDays(day(), 400) },
    });
    expect(rest.scopes).toContain('networks:read');
    expect(rest.scopes.filter((scope: string) => !scope.endsWith(':read'))).toEqual([]);
    const read = await stage.ask('GET', `/v1/calendarFeeds/${rest.id}`, as('editor'));
    expect([read.status, read.body, read.header('etag')]).toEqual([200, rest, '"1"']);
    const { items } = (await stage.ask('GET', '/v1/calendarFeeds', as('editor'))).body;
    expect(items).toEqual([rest]);
  });

  it('shows the dates that its owner may see, and no others', async () => {
    const en = { lang: ['en'], filters: { kind: ['activity'] } };
    const expected = {
      editor: ['Open', 'Ours', 'With Flanders', 'With Wallonia'],
      auditor: ['Open', 'Ours', 'With Flanders', 'With Wallonia'],
      'partner-flanders': ['Open', 'With Flanders'],
      'partner-wallonia': ['Open', 'With Wallonia'],
    };
    for (const [client, seen] of Object.entries(expected)) {
      const { path } = await issued(client, en);
      expect([client, await titles(path)]).toEqual([client, seen.map(activity)]);
    }
    expect(await titles('/v1/calendar.ics?lang=en&kind=activity')).toEqual([activity('Open')]);
  });

  it('applies the filters, the language and the name that its owner chose', async () => {
    const { path } = await issued('editor', {
      title: 'À faire; "2"',
      lang: ['de'],
      filters: { due: true, department: ['schoolService'] },
    });
    const { text, header } = await stage.ask('GET', path);
    expect(text).toContain('X-WR-CALNAME:À faire\\; "2"');
    expect(asIcalJs(text).map(({ days }) => days[0])).toEqual([addDays(day(), 20)]);
    expect(header('vary')).toContain('Authorization');
    expect((await stage.ask('GET', path, { headers: { 'if-none-match': header('etag') } })).status).toBe(304);
    expect((await stage.ask('HEAD', path)).status).toBe(200);
    const empty = await issued('editor', { filters: { department: ['bouwmeesterTeam'] } });
    expect(await titles(empty.path)).toEqual([]);
  });

  it('keeps the rights to read of its owner, without writing or administration', async () => {
    const { body } = await issue('admin');
    expect([body.roles, body.scopes.includes('admin'), body.scopes.includes('audit:read')]).toEqual([
      ['admin'],
      false,
      false,
    ]);
  });

  it('is for those who see more than public dates, and a key cannot issue one', async () => {
    expect((await issue('reader')).status).toBe(403);
    expect((await issue('')).status).toBe(401);
    const body = { client: 'kiosk', description: 'The screen in the hall', party: 'BE-VLG', scopes: ['calendar:read'] };
    const { key } = (await stage.ask('POST', '/v1/apiKeys', { ...as('admin'), body })).body;
    const headers = { 'x-api-key': key };
    expect(codeOf(await stage.ask('POST', '/v1/calendarFeeds', { headers, body: { title: 'x' } }))).toEqual([
      403,
      'missingScope',
    ]);
    expect((await stage.ask('GET', '/v1/calendarFeeds', { headers })).body.items).toEqual([]);
  });

  it('is seen and revoked by its owner and by administrators', async () => {
    const { id } = await issued('partner-flanders');
    for (const client of ['editor', 'partner-wallonia', 'approver']) {
      const { items, total } = (await stage.ask('GET', '/v1/calendarFeeds?total=true', as(client))).body;
      expect(items.map((feed: { id: string }) => feed.id)).not.toContain(id);
      expect(items).toHaveLength(total);
      expect(new Set(items.map((feed: { owner: string }) => feed.owner)).size).toBeLessThanOrEqual(1);
      expect((await stage.ask('GET', `/v1/calendarFeeds/${id}`, as(client))).status).toBe(404);
      expect((await revoke(id, client)).status).toBe(404);
    }
    for (const client of ['partner-flanders', 'admin']) {
      const { items } = (await stage.ask('GET', '/v1/calendarFeeds', as(client))).body;
      expect(items.map((feed: { id: string }) => feed.id)).toContain(id);
    }
    expect((await revoke(id, 'partner-flanders')).body).toMatchObject({ version: 2, revokedOn: day() });
  });

  it('ends with its last day', async () => {
    const { id, path } = await issued('editor', { expiresOn: day() });
    expect((await stage.ask('GET', path)).status).toBe(200);
    await stage.door.database.query('UPDATE calendar_feed SET expires_on = $2 WHERE id = $1', [id, addDays(day(), -1)]);
    expect((await stage.ask('GET', path)).status).toBe(404);
    for (const expiresOn of [addDays(day(), -1), addDays(day(), 401)])
      expect((await issue('editor', { expiresOn })).status).toBe(400);
  });

  it('is one of at most ten, also under concurrent requests', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => issue('approver')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status !== 201).map(codeOf)).toEqual(
      Array.from({ length: 4 }, () => [409, 'tooManyActiveFeeds']),
    );
    expect((await issue('editor')).status).toBe(201);
  });

  it('refuses unknown filters and values', async () => {
    for (const filters of [
      { colour: ['red'] },
      { kind: ['birthday'] },
      { service: ['nope'] },
      { due: 'yes' },
      { pageSize: 3 },
    ])
      expect([filters, codeOf(await issue('editor', { filters }))]).toEqual([filters, [400, 'badRequest']]);
  });

  it('shows the day of its last use', async () => {
    const { id, path } = await issued('editor');
    const entry = async () => (await stage.ask('GET', `/v1/calendarFeeds/${id}`, as('editor'))).body;
    expect(await entry()).not.toHaveProperty('lastUsedOn');
    await stage.ask('GET', path);
    await until('the use is stored', async () => (await entry()).lastUsedOn === day());
    expect(await entry()).toMatchObject({ version: 1 });
  });
});

describe('an address', () => {
  it('answers 404 on every gateway from the moment it is revoked', async () => {
    const { id, path } = await issued('editor');
    const both = [stage.ask, httpClient(otherBase)];
    for (let round = 0; round < 3; round++) for (const ask of both) expect((await ask('GET', path)).status).toBe(200);
    await revoke(id, 'admin');
    for (const ask of both) expect(codeOf(await ask('GET', path))).toEqual([404, 'resourceNotFound']);
    expect((await revoke(id, 'admin')).body).toMatchObject({ version: 2 });
  });

  it('gives the same answer for every fault', async () => {
    const { path, secret, id } = await issued('editor');
    const revoked = await issued('editor');
    await revoke(revoked.id, 'editor');
    const answerTo = async (query: string) => {
      const { status, body } = await stage.ask('GET', `/v1/calendar.ics?${query}`);
      return { status, body: { ...body, instance: '' } };
    };
    const one = await answerTo(`feed=${'A'.repeat(43)}`);
    expect(one).toMatchObject({ status: 404, body: { title: 'Resource Not Found' } });
    for (const wrong of [
      revoked.secret,
      `${secret}A`,
      secret.slice(1),
      id,
      '',
      'x'.repeat(5_000),
      "'%20OR%20'1'='1",
      '%00',
      `${secret}&feed=${secret}`,
    ])
      expect([wrong, await answerTo(`feed=${wrong}`)]).toEqual([wrong, one]);
    expect((await stage.ask('GET', path)).status).toBe(200);
  });

  it('stands alone: without other parameters and without another credential', async () => {
    const { path, secret } = await issued('editor');
    for (const more of ['&kind=activity', '&lang=nl', '&colour=red', '&name=x']) {
      const answer = await stage.ask('GET', `${path}${more}`);
      expect([more, answer.status, answer.text.includes(secret)]).toEqual([more, 400, false]);
    }
    expect(await stage.ask('GET', path, as('editor'))).toMatchObject({
      status: 400,
      text: expect.not.stringContaining(secret),
    });
  });

  it('reads the calendar file, and nothing else', async () => {
    const { secret } = await issued('admin');
    for (const other of ['/v1/calendar', '/v1/calendarFeeds', '/v1/apiKeys', '/v1/indicators', '/v1/audit/gateway']) {
      const { status, text } = await stage.ask('GET', `${other}?feed=${secret}`);
      expect([other, [400, 401].includes(status), text.includes(secret)]).toEqual([other, true, false]);
    }
    expect((await stage.ask('GET', `/health?feed=${secret}`)).body).not.toHaveProperty('services');
    expect((await stage.ask('POST', `/v1/calendar.ics?feed=${secret}`, { body: {} })).status).toBe(405);
    expect((await stage.ask('GET', '/v1/calendar', { headers: { 'x-api-key': secret } })).status).toBe(401);
    expect((await stage.ask('GET', '/v1/calendar', { token: secret })).status).toBe(401);
  });

  it('is throttled when it is guessed, without locking out a known one', async () => {
    const from = (path: string) => stage.ask('GET', path, { headers: { 'x-forwarded-for': '192.0.2.44' } });
    const { path } = await issued('editor');
    expect((await from(path)).status).toBe(200);
    const guesses = await Promise.all(Array.from({ length: 45 }, (_, n) => from(`/v1/calendar.ics?feed=guess${n}`)));
    expect(guesses.filter(({ status }) => status === 404)).toHaveLength(40);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(5);
    expect((await from(path)).status).toBe(200);
  });

  it('is in no log, no table, no audit entry and no other answer', async () => {
    const answered: string[] = [];
    const ask: typeof stage.ask = async (...request) => {
      const answer = await stage.ask(...request);
      answered.push(answer.text);
      return answer;
    };
    const repeated = () =>
      ask('POST', '/v1/calendarFeeds', {
        ...as('editor'),
        headers: { 'idempotency-key': 'canary' },
        body: { title: 'Canary' },
      });
    const { id, address } = (await repeated()).body;
    const { pathname, search, searchParams } = new URL(address);
    const secret = searchParams.get('feed') ?? '';
    expect(answered.splice(0).join('\n')).toContain(secret);
    logged.splice(0);
    const again = await repeated();
    expect([again.status, again.header('idempotent-replayed'), again.body.address]).toEqual([201, 'true', undefined]);
    for (const more of ['', '&kind=x', `&feed=${secret}`, 'A']) await ask('GET', `${pathname}${search}${more}`);
    for (const path of ['/v1/calendar', '/v1/nothing', '/health', '/docs/']) await ask('GET', `${path}${search}`);
    await ask('GET', `/v1/calendarFeeds/${id}`, as('editor'));
    await ask('GET', '/v1/calendarFeeds', as('admin'));
    await revoke(id, 'editor');
    await ask('GET', `${pathname}${search}`);
    await until('the requests are logged', () => logged.filter((line) => line.includes('"request"')).length >= 10);
    const audit = JSON.stringify(
      await stage.door.database.query('SELECT * FROM audit_entry WHERE record_id = $1', [id]),
    );
    expect(audit).toContain('issueCalendarFeed');
    const places = {
      logged: logged.join('\n'),
      answered: answered.join('\n'),
      stored: await stored(stage.door),
      audit,
    };
    for (const [place, text] of Object.entries(places)) expect([place, text.includes(secret)]).toEqual([place, false]);
    stage.door.context.logger.error({ given: secret }, 'a careless line');
    expect(logged.join('\n')).toContain(secret);
  });
});
