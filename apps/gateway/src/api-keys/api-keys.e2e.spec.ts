import { addDays, today } from '@passerelle/domain/period';
import { type HttpAnswer } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import { visitors } from '@passerelle/testing/visitors';
import { gateway } from '../gateway.js';

const networks = visitors('networks:read');

const stage = onOwnDoor(gateway, { service: networks });

beforeAll(async () => {
  await until('the gateway serves both', async () => {
    const { paths } = (await stage.ask('GET', '/doc/openapi.json')).body;
    return '/v1/visitors' in paths && '/v1/apiKeys' in paths;
  });
});

const as = (client: string) => ({ token: stage.issuer.tokens[client] ?? '' });
const day = () => today(new Date());
let count = 0;
const terms = (changes: object = {}) => ({
  client: `kiosk-${++count}`,
  description: 'The screen in the hall',
  scopes: ['networks:read'],
  expiresOn: addDays(day(), 30),
  ...changes,
});
const issue = (changes: object = {}, headers = {}) =>
  stage.ask('POST', '/v1/apiKeys', { ...as('admin'), headers, body: terms(changes) });
const issued = async (changes: object = {}): Promise<{ id: string; key: string; client: string }> =>
  (await issue(changes)).body;
const revoke = (id: string) => stage.ask('DELETE', `/v1/apiKeys/${id}`, as('admin'));
const visit = (key: string, headers = {}) =>
  stage.ask('GET', '/v1/visitors', { headers: { 'x-api-key': key, ...headers } });
const codeOf = ({ status, body }: HttpAnswer): unknown => [status, body?.type?.split(':').at(-1)];

it('is shown once when it is issued, and read without its secret afterwards', async () => {
  const answer = await issue({ client: 'hall', party: 'BE-VLG' });
  expect(answer).toMatchObject({
    status: 201,
    body: { client: 'hall', version: 1, party: 'BE-VLG', createdOn: day() },
  });
  const { key, ...rest } = answer.body;
  expect(key).toMatch(new RegExp(`^${rest.prefix}\\.[\\w-]{43}$`));
  expect(answer.header('location')).toBe(`http://passerelle.test/v1/apiKeys/${rest.id}`);
  expect(answer.header('cache-control')).toBe('no-store');
  const read = await stage.ask('GET', `/v1/apiKeys/${rest.id}`, as('admin'));
  expect([read.status, read.body]).toEqual([200, rest]);
  const { items } = (await stage.ask('GET', '/v1/apiKeys?client=hall', as('admin'))).body;
  expect(items).toEqual([rest]);
});

it('makes its client a reader for the party that it was issued for', async () => {
  const { id, key, client } = await issued();
  expect((await visit(key)).body).toEqual({
    subject: `apiKey:${id}`,
    client: `apiKey:${client}`,
    roles: [],
    scopes: ['networks:read'],
  });
  const flemish = await issued({ party: 'BE-VLG' });
  expect((await visit(flemish.key)).body).toMatchObject({ party: 'BE-VLG', roles: ['partner'] });
  const ours = await issued({ party: 'BE-BRU' });
  expect((await visit(ours.key)).body).toMatchObject({ party: 'BE-BRU', roles: [] });
});

it('reads what its scopes allow, and changes nothing', async () => {
  const headers = { 'x-api-key': (await issued({ party: 'BE-VLG' })).key };
  expect((await stage.ask('POST', '/v1/visitors', { headers })).body).toMatchObject({
    requiredScope: 'networks:write',
  });
  for (const [method, path] of [
    ['GET', '/v1/apiKeys'],
    ['POST', '/v1/apiKeys'],
  ] as const)
    expect(codeOf(await stage.ask(method, path, { headers, ...(method === 'POST' ? { body: terms() } : {}) }))).toEqual(
      [...[403, 'missingScope']],
    );
  const other = await issued({ scopes: ['projects:read'] });
  expect(codeOf(await visit(other.key))).toEqual([403, 'missingScope']);
});

it('is managed by platform administrators only', async () => {
  const { id } = await issued();
  for (const client of ['editor', 'approver', 'auditor', 'reader', 'partner-flanders', 'partner-wallonia', '']) {
    const statuses = await Promise.all([
      stage.ask('GET', '/v1/apiKeys', as(client)),
      stage.ask('GET', `/v1/apiKeys/${id}`, as(client)),
      stage.ask('POST', '/v1/apiKeys', { ...as(client), body: terms() }),
      stage.ask('DELETE', `/v1/apiKeys/${id}`, as(client)),
    ]);
    const expected = client === '' ? 401 : 403;
    expect([client, statuses.map(({ status }) => status)]).toEqual([client, [expected, expected, expected, expected]]);
  }
  expect((await stage.ask('GET', `/v1/apiKeys/${id}`, as('admin'))).body).not.toHaveProperty('revokedOn');
});

it('is refused from the moment it is revoked', async () => {
  const { id, key } = await issued();
  for (let round = 0; round < 5; round++) expect((await visit(key)).status).toBe(200);
  const gone = await revoke(id);
  expect(gone).toMatchObject({ status: 200, body: { version: 2, revokedOn: day() } });
  expect(codeOf(await visit(key))).toEqual([401, 'invalidApiKey']);
  expect((await revoke(id)).body).toEqual(gone.body);
  expect(
    (await stage.ask('DELETE', `/v1/apiKeys/${id}`, { ...as('admin'), headers: { 'if-match': '"1"' } })).status,
  ).toBe(412);
});

it('is refused after its last day', async () => {
  const { id, key } = await issued({ expiresOn: day() });
  expect((await visit(key)).status).toBe(200);
  await stage.door.database.query(`UPDATE api_key SET expires_on = $2 WHERE id = $1`, [id, addDays(day(), -1)]);
  expect(codeOf(await visit(key))).toEqual([401, 'invalidApiKey']);
});

it('may have one replacement at a time, also under concurrent requests', async () => {
  const client = 'racer';
  const answers = await Promise.all(Array.from({ length: 10 }, () => issue({ client })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(answers.filter(({ status }) => status === 409).map(codeOf)).toEqual(
    Array.from({ length: 8 }, () => [409, 'tooManyActiveKeys']),
  );
  const won = answers.find(({ status }) => status === 201)?.body;
  await revoke(won.id);
  expect([(await issue({ client })).status, (await issue({ client })).status]).toEqual([201, 409]);
});

it('is issued once for a repeated request', async () => {
  const body = terms();
  const request = () =>
    stage.ask('POST', '/v1/apiKeys', { ...as('admin'), headers: { 'idempotency-key': 'once' }, body });
  const [first, second] = [await request(), await request()];
  expect([first.status, second.status, second.header('idempotent-replayed')]).toEqual([201, 201, 'true']);
  const { key, ...rest } = first.body;
  expect([typeof key, second.body]).toEqual(['string', rest]);
});

it('is refused with the same answer for every fault', async () => {
  const { key, id } = await issued();
  const revoked = await issued();
  await revoke(revoked.id);
  const [prefix = '', secret = ''] = key.split('.');
  const wrong = {
    'an unknown prefix': `psr_${'z'.repeat(12)}.${secret}`,
    'another secret': `${prefix}.${'A'.repeat(43)}`,
    'a secret with one letter more': `${key}A`,
    'the prefix alone': prefix,
    'its id': id,
    'a revoked key': revoked.key,
    'two keys': `${key}, ${key}`,
    SQL: `${prefix}' OR '1'='1.${secret}`,
    'another case': key.toUpperCase(),
  };
  const told = async (given: string) => {
    const { status, body, header } = await visit(given);
    return { status, body: { ...body, instance: '' }, challenge: header('www-authenticate') };
  };
  const one = await told(wrong['another secret']);
  expect(one).toMatchObject({ status: 401, body: { title: 'Invalid API Key' } });
  for (const [name, given] of Object.entries(wrong)) expect([name, await told(given)]).toEqual([name, one]);
  expect((await visit(key)).status).toBe(200);
});

it('is accepted without other credentials, and in its header only', async () => {
  const { key } = await issued();
  const both = await visit(key, { authorization: `Bearer ${stage.issuer.tokens.editor}` });
  expect([both.status, both.body.issues]).toEqual([
    400,
    [expect.objectContaining({ in: 'header', name: 'X-Api-Key' })],
  ]);
  for (const name of ['X-Api-Key', 'apiKey', 'key'])
    expect(await stage.ask('GET', `/v1/visitors?${name}=${key}`)).toMatchObject({
      status: 400,
      text: expect.not.stringContaining(key),
    });
  expect((await stage.ask('GET', '/v1/visitors', { token: key })).status).toBe(401);
  expect((await visit(key)).header('vary')).toContain('X-Api-Key');
});

it('shows the day of its last use', async () => {
  const { id, key } = await issued();
  const entry = async () => (await stage.ask('GET', `/v1/apiKeys/${id}`, as('admin'))).body;
  expect(await entry()).not.toHaveProperty('lastUsedOn');
  await visit(key);
  await until('the use is stored', async () => (await entry()).lastUsedOn === day());
  const writes = async () => {
    const [row] = await stage.door.database.query<{ xmin: string }>('SELECT xmin FROM api_key_use WHERE id = $1', [id]);
    return row?.xmin;
  };
  const before = await writes();
  for (let round = 0; round < 5; round++) await visit(key);
  expect(await writes()).toBe(before);
  await stage.door.database.query('UPDATE api_key_use SET used_on = used_on - 3 WHERE id = $1', [id]);
  await visit(key);
  await until('the next day is stored', async () => (await entry()).lastUsedOn === day());
  expect(await entry()).toMatchObject({ version: 1 });
});

it('is documented as a second security scheme, for operations that read', async () => {
  const { paths, components } = (await stage.ask('GET', '/doc/openapi.json')).body;
  expect(components.securitySchemes.apiKey).toMatchObject({ type: 'apiKey', in: 'header', name: 'X-Api-Key' });
  const ways = (path: string, method: string) => paths[path][method].security.flatMap(Object.keys);
  expect(ways('/v1/visitors', 'get')).toContain('apiKey');
  for (const [path, method] of [
    ['/v1/visitors', 'post'],
    ['/v1/apiKeys', 'get'],
    ['/v1/apiKeys', 'post'],
    ['/v1/audit/{service}', 'get'],
  ] as const)
    expect([path, ways(path, method)]).toEqual([path, ['oauth2']]);
});
