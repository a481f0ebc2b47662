import { addDays, today } from '@passerelle/domain/period';
import type { HttpAnswer } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { hearLog } from '@passerelle/testing/hear-log';
import { until } from '@passerelle/testing/until';
import { visitors } from '@passerelle/testing/visitors';
import { gateway } from '../gateway.js';
import { stored } from '../shared/secrecy.builder.js';

// Subscribers that use keys, through the door. Those with tokens: subscriber-tokens.e2e.spec.ts.

const stage = onOwnDoor(gateway, { service: visitors('products:read') });
let logged: string[];

beforeAll(async () => {
  logged = hearLog(stage.door.context.logger);
  await until('the gateway serves both', async () => {
    const { paths } = (await stage.ask('GET', '/doc/openapi.json')).body;
    return '/v1/visitors' in paths && '/v1/subscribers' in paths;
  });
});

const as = (client: string) => ({ token: stage.issuer.tokens[client] ?? '' });
const day = () => today(new Date());
let count = 0;
const terms = (changes: object = {}) => ({
  ...{ client: `follower-${++count}`, party: 'BE-VLG', contact: 'data@omgeving.example' },
  ...{ description: 'The planning register', ...changes },
});
const register = (changes: object = {}, headers = {}) =>
  stage.ask('POST', '/v1/subscribers', { ...as('admin'), headers, body: terms(changes) });
const registered = async (changes: object = {}): Promise<{ id: string; client: string; key: string }> => {
  const { status, body } = await register(changes);
  expect(status).toBe(201);
  return body;
};
const read = async (id: string) => (await stage.ask('GET', `/v1/subscribers/${id}`, as('admin'))).body;
const change = (id: string, body: object, version = 1) =>
  stage.ask('PATCH', `/v1/subscribers/${id}`, { ...as('admin'), headers: { 'if-match': `"${version}"` }, body });
const end = (id: string) => stage.ask('DELETE', `/v1/subscribers/${id}`, as('admin'));
const issueKey = (changes: object) =>
  stage.ask('POST', '/v1/apiKeys', {
    ...as('admin'),
    body: { description: 'The next one', scopes: ['products:read'], ...changes },
  });
const keysOf = async (client: string) => {
  const { items } = (await stage.ask('GET', `/v1/apiKeys?client=${client}`, as('admin'))).body;
  return items;
};
const visit = (key: string) => stage.ask('GET', '/v1/visitors', { headers: { 'x-api-key': key } });
const codeOf = ({ status, body }: HttpAnswer): unknown => [status, body?.type?.split(':').at(-1)];

describe('a subscriber with keys', () => {
  it('reads for its party with the key that is shown once, until it is ended', async () => {
    const answer = await register({ client: 'planning-flanders' });
    const { key, ...rest } = answer.body;
    expect(rest).toMatchObject({
      ...{ client: 'planning-flanders', version: 1, party: 'BE-VLG', contact: 'data@omgeving.example' },
      ...{ createdOn: day(), followed: [] },
    });
    expect(answer.header('cache-control')).toBe('no-store');
    expect(answer.header('location')).toBe(`http://passerelle.test/v1/subscribers/${rest.id}`);
    expect(await read(rest.id)).toEqual(rest);
    const { items } = (await stage.ask('GET', '/v1/subscribers?client=planning-flanders', as('admin'))).body;
    expect(items).toEqual([rest]);
    expect((await visit(key)).body).toMatchObject({
      ...{ client: 'apiKey:planning-flanders', party: 'BE-VLG', roles: ['partner'], scopes: ['products:read'] },
    });
    const ended = await end(rest.id);
    expect(ended).toMatchObject({ status: 200, body: { version: 2, endedOn: day() } });
    expect(codeOf(await visit(key))).toEqual([401, 'invalidApiKey']);
    expect((await end(rest.id)).body).toEqual(ended.body);
    expect(await keysOf('planning-flanders')).toMatchObject([{ expiresOn: addDays(day(), 366), revokedOn: day() }]);
  });

  it('without a party follows public products only', async () => {
    const { key } = await registered({ party: undefined });
    const { body } = await visit(key);
    expect([body.party, body.roles, body.scopes]).toEqual([undefined, [], ['products:read']]);
  });

  it('is registered once for a repeated request, whose answer has no key', async () => {
    const body = terms();
    const request = () =>
      stage.ask('POST', '/v1/subscribers', { ...as('admin'), headers: { 'idempotency-key': 'once' }, body });
    const [first, second] = [await request(), await request()];
    const { key, ...rest } = first.body;
    expect([typeof key, second.status, second.body]).toEqual(['string', 201, rest]);
  });

  it('has a changed party from the next request on, with every key', async () => {
    const { id, client, key } = await registered();
    const { key: next } = (await issueKey({ client, party: 'BE-VLG' })).body;
    for (const each of [key, next]) expect((await visit(each)).body.party).toBe('BE-VLG');
    expect(await change(id, { party: 'BE-WAL' })).toMatchObject({ status: 200, body: { version: 2, party: 'BE-WAL' } });
    for (const each of [key, next]) expect((await visit(each)).body).toMatchObject({ party: 'BE-WAL' });
    expect(await change(id, { party: null }, 2)).toMatchObject({ status: 200 });
    for (const each of [key, next]) expect((await visit(each)).body).toMatchObject({ roles: [] });
    expect((await keysOf(client)).map(({ party }: { party?: string }) => party)).toEqual([undefined, undefined]);
  });

  it('has keys of its own party only, all of which end with it', async () => {
    const { id, client, key } = await registered();
    for (const party of ['BE-WAL', undefined])
      expect(codeOf(await issueKey({ client, party }))).toEqual([409, 'otherParty']);
    const { key: next } = (await issueKey({ client, party: 'BE-VLG' })).body;
    await end(id);
    for (const each of [key, next]) expect((await visit(each)).status).toBe(401);
    const later = await issueKey({ client, party: 'BE-WAL' });
    expect(later.status).toBe(201);
    expect(codeOf(await register({ client }))).toEqual([409, 'otherParty']);
    expect((await register({ client, party: 'BE-WAL' })).status).toBe(201);
  });

  it('is registered by one of two concurrent requests', async () => {
    const client = 'racer';
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({ client })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201).map(codeOf);
    expect(others).toEqual(Array.from({ length: 7 }, () => [409, 'subscriberExists']));
    expect(await keysOf(client)).toHaveLength(1);
    const [{ id }] = (await stage.ask('GET', `/v1/subscribers?client=${client}`, as('admin'))).body.items;
    const last = await Promise.all([end(id), register({ client }), issueKey({ client, party: 'BE-VLG' }), end(id)]);
    for (const { status } of last) expect([200, 201, 409, 412]).toContain(status);
    await end(id);
    expect(await read(id)).toMatchObject({ endedOn: day() });
  });

  it('is changed at the version that the caller knows, and not once it is ended', async () => {
    const { id } = await registered();
    const plain = { ...as('admin'), body: { description: 'Another purpose' } };
    expect((await stage.ask('PATCH', `/v1/subscribers/${id}`, plain)).status).toBe(428);
    expect((await change(id, { description: 'Another purpose' }, 7)).status).toBe(412);
    expect(await change(id, { contact: null })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await read(id)).not.toHaveProperty('contact');
    await end(id);
    expect(codeOf(await change(id, { description: 'Too late' }, 3))).toEqual([409, 'recordClosed']);
  });

  it('is managed by platform administrators only', async () => {
    const { id } = await registered();
    for (const client of ['editor', 'approver', 'auditor', 'reader', 'partner-flanders', '']) {
      const headers = { 'if-match': '"1"' };
      const statuses = await Promise.all([
        stage.ask('GET', '/v1/subscribers', as(client)),
        stage.ask('GET', `/v1/subscribers/${id}`, as(client)),
        stage.ask('POST', '/v1/subscribers', { ...as(client), body: terms() }),
        stage.ask('PATCH', `/v1/subscribers/${id}`, { ...as(client), headers, body: { party: 'BE-WAL' } }),
        stage.ask('DELETE', `/v1/subscribers/${id}`, as(client)),
      ]);
      const expected = client === '' ? 401 : 403;
      expect([client, statuses.map(({ status }) => status)]).toEqual([client, Array(5).fill(expected)]);
    }
    const { key } = await registered();
    expect((await stage.ask('GET', '/v1/subscribers', { headers: { 'x-api-key': key } })).status).toBe(403);
  });

  it('is audited with its keys, without a secret in any log, table or later answer', async () => {
    const { id, client, key } = await registered();
    const [, secret = ''] = key.split('.');
    await visit(key);
    await change(id, { party: 'BE-WAL' });
    await end(id);
    await visit(key);
    const entries = await stage.door.database.query<{ operation: string; kind: string }>(
      `SELECT operation, kind FROM audit_entry WHERE record_id = ANY($1) ORDER BY version, kind DESC`,
      [[id, ...(await keysOf(client)).map((each: { id: string }) => each.id)]],
    );
    const both = (operation: string) => [
      { operation, kind: 'subscriber' },
      { operation, kind: 'api_key' },
    ];
    expect(entries).toEqual(['registerSubscriber', 'changeSubscriber', 'endSubscriber'].flatMap(both));
    const answered = JSON.stringify([await read(id), await keysOf(client)]);
    for (const text of [answered, logged.join('\n'), await stored(stage.door)])
      for (const canary of [key, secret]) expect(text.includes(canary)).toBe(false);
    const [facts] = await stage.door.database.query<{ facts: number }>(
      `SELECT count(*)::int AS facts FROM event_log WHERE data LIKE '%' || $1 || '%'`,
      [client],
    );
    expect(facts).toEqual({ facts: 0 });
  });
});

describe('bad input', () => {
  it.each([
    ['an unknown party', { party: 'BE' }, 'party'],
    ['the home party, which has no product', { party: 'BE-BRU' }, 'party'],
    ['a client like a person', { client: 'Jan Peeters' }, 'client'],
    ['no purpose', { description: undefined }, 'description'],
    ['a contact without a mailbox', { contact: 'omgeving' }, 'contact'],
    ['an issuer without https', { issuer: 'http://login.vlaanderen.example' }, 'issuer'],
    ['an issuer that is no address', { issuer: 'login.vlaanderen.example' }, 'issuer'],
    ['an issuer with a password', { issuer: 'https://user:word@login.example' }, 'issuer'],
    ['an issuer with a query', { issuer: 'https://login.example/?realm=1' }, 'issuer'],
    ['a file as issuer', { issuer: 'file:///etc/passwd' }, 'issuer'],
    ['a client id without an issuer', { clientId: 'desk' }, 'clientId'],
    ['an audience without an issuer', { audience: 'api' }, 'audience'],
    ['a client id with a line break', { issuer: 'https://login.example', clientId: 'a\nb' }, 'clientId'],
    ['a key of its own', { key: 'psr_aaaaaaaaaaaa' }, 'key'],
    ['scopes of its own', { scopes: ['admin'] }, 'scopes'],
  ])('is refused: %s', async (_, changes, name) => {
    const answer = await register(changes);
    expect([answer.status, answer.body.issues.map((issue: { name: string }) => issue.name)]).toEqual([400, [name]]);
  });

  it('is refused in a change, too', async () => {
    const { id } = await registered();
    for (const body of [{}, { client: 'other' }, { party: 'BE-BRU' }, { audience: 'api' }, { endedOn: day() }])
      expect([body, (await change(id, body)).status]).toEqual([body, 400]);
    expect(await read(id)).toMatchObject({ version: 1, party: 'BE-VLG' });
  });
});
