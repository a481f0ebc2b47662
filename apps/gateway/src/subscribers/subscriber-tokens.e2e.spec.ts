import { audience } from '@passerelle/stack/issuer';
import { freePort } from '@passerelle/stack/ports';
import { httpClient, testIssuer, urlOf, type HttpAnswer, type TestIssuer } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { visitors } from '@passerelle/testing/visitors';
import { importJWK, SignJWT } from 'jose';
import { gateway } from '../gateway.js';

// Subscribers that send tokens of a second real issuer, which no configuration names: through two gateways that started before
// any of them was registered.

const stage = onOwnDoor(gateway, { service: visitors('products:read') });
let theirs: TestIssuer;
let other: StartedApp;
let otherBase: string;

beforeAll(async () => {
  theirs = await testIssuer();
  const { nats: broker, issuer, door } = stage;
  other = await startApp(gateway, { broker, data: door.data, settings: issuer.settings });
  otherBase = await urlOf(other);
  for (const base of [stage.base, otherBase])
    await until('the gateway serves', async () => {
      const { paths } = (await httpClient(base)('GET', '/doc/openapi.json')).body;
      return '/v1/visitors' in paths && '/v1/subscribers' in paths;
    });
});

afterAll(async () => {
  await other?.close();
  await theirs?.stop();
});

const admin = () => ({ token: stage.issuer.tokens.admin ?? '' });
let count = 0;
const register = (changes: object) =>
  stage.ask('POST', '/v1/subscribers', {
    ...admin(),
    body: { client: `follower-${++count}`, description: 'A register', issuer: theirs.issuer, audience, ...changes },
  });
const registered = async (changes: object): Promise<{ id: string; client: string }> => {
  const { status, body } = await register(changes);
  expect(status).toBe(201);
  return body;
};
const change = (id: string, body: object) =>
  stage.ask('PATCH', `/v1/subscribers/${id}`, { ...admin(), headers: { 'if-match': '"1"' }, body });
const end = (id: string) => stage.ask('DELETE', `/v1/subscribers/${id}`, admin());
const codeOf = ({ status, body }: HttpAnswer): unknown => [status, body?.type?.split(':').at(-1)];
/** What both gateways say; they must agree. */
async function visit(token: string): Promise<HttpAnswer> {
  const [one, two] = await Promise.all(
    [stage.base, otherBase].map((base) => httpClient(base, token)('GET', '/v1/visitors')),
  );
  expect(one?.status).toBe(two?.status);
  return one as HttpAnswer;
}

/** A token of their issuer with any claims: the test has the issuer's keys. */
async function token(claims: object, { typ = 'at+jwt', by = theirs, iss = theirs.issuer } = {}): Promise<string> {
  const [jwk = { kty: '' }] = by.keys.keys;
  return new SignJWT({ jti: '1', aud: audience, scope: '', ...claims })
    .setProtectedHeader({ alg: 'ES256', typ, kid: jwk.kid ?? '' })
    .setIssuer(iss)
    .setSubject('a-program')
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(await importJWK(jwk, 'ES256'));
}

describe('a subscriber with tokens', () => {
  it('is known from the next request on, with the party of its registration', async () => {
    const theirToken = await theirs.tokenOf('partner-flanders');
    expect(codeOf(await visit(theirToken))).toEqual([401, 'invalidAccessToken']);
    const answer = await register({ client: 'flanders', party: 'BE-WAL', clientId: 'partner-flanders' });
    expect(answer.body).not.toHaveProperty('key');
    const seen = await visit(theirToken);
    expect(seen.body).toMatchObject({
      ...{ subject: `registeredProgram:${answer.body.id}`, client: 'registeredProgram:flanders' },
      ...{ party: 'BE-WAL', roles: ['partner'] },
    });
    await end(answer.body.id);
  });

  it('reads, whatever its issuer claims, and may follow even if its issuer does not say so', async () => {
    const { id } = await registered({ clientId: 'admin' });
    const powerful = (await visit(await theirs.tokenOf('admin'))).body;
    expect([powerful.party, powerful.roles]).toEqual([undefined, []]);
    expect(powerful.scopes).toContain('cooperation:read');
    expect(powerful.scopes.filter((scope: string) => !/^(?!audit)[a-z]+:read$/.test(scope))).toEqual([]);
    const { scopes } = (await visit(await token({ client_id: 'admin' }))).body;
    expect(scopes).toEqual(['products:read']);
    const asked = await httpClient(stage.base, await theirs.tokenOf('admin'))('GET', '/v1/subscribers');
    expect(codeOf(asked)).toEqual([403, 'missingScope']);
    await end(id);
  });

  it('is no other client of the same issuer, and no client of another one', async () => {
    const { id } = await registered({ clientId: 'partner-flanders', party: 'BE-VLG' });
    expect((await visit(await theirs.tokenOf('partner-flanders'))).status).toBe(200);
    for (const client of ['partner-wallonia', 'editor', 'admin'])
      expect([client, (await visit(await theirs.tokenOf(client))).status]).toEqual([client, 401]);
    const desk = { client_id: 'partner-flanders' };
    const refused = {
      'signed by another issuer': await token(desk, { by: stage.issuer }),
      'of an unknown issuer': await token(desk, { iss: 'https://login.unknown.example' }),
      'of the issuer with a slash': await token(desk, { iss: `${theirs.issuer}/` }),
      'for another audience': await token({ ...desk, aud: 'https://elsewhere.example' }),
      'an ID token': await token(desk, { typ: 'JWT' }),
      'without an id': await token({ ...desk, jti: undefined }),
      'without a client': await token({ client_id: undefined }),
      'with a list of clients': await token({ client_id: ['partner-flanders'] }),
      'with scopes that are none': await token({ ...desk, scope: 7 }),
    };
    for (const [name, given] of Object.entries(refused))
      expect([name, codeOf(await visit(given))]).toEqual([name, [401, 'invalidAccessToken']]);
    expect((await visit(await token(desk))).status).toBe(200);
    await end(id);
  });

  it('has a changed party, audience and client id from the next request on', async () => {
    const { id } = await registered({ clientId: 'desk', party: 'BE-VLG' });
    const theirToken = await token({ client_id: 'desk' });
    expect((await visit(theirToken)).body.party).toBe('BE-VLG');
    const patch = (body: object, version: number) =>
      stage.ask('PATCH', `/v1/subscribers/${id}`, { ...admin(), headers: { 'if-match': `"${version}"` }, body });
    await patch({ party: 'BE-WAL' }, 1);
    expect((await visit(theirToken)).body.party).toBe('BE-WAL');
    await patch({ audience: 'another' }, 2);
    expect((await visit(theirToken)).status).toBe(401);
    await patch({ audience: null, clientId: 'desk-2' }, 3);
    expect((await visit(await token({ client_id: 'desk-2', aud: 'http://passerelle.test' }))).status).toBe(200);
    expect((await visit(await token({ client_id: 'desk', aud: 'http://passerelle.test' }))).status).toBe(401);
    const { body } = await patch({ issuer: null }, 4);
    for (const name of ['issuer', 'clientId', 'audience']) expect(body).not.toHaveProperty(name);
    expect((await visit(await token({ client_id: 'desk-2', aud: 'http://passerelle.test' }))).status).toBe(401);
    await end(id);
  });

  it('is refused from the moment it is ended, though its token was verified before', async () => {
    const theirToken = await token({ client_id: 'leaving' });
    const { id } = await registered({ client: 'leaving' });
    for (let round = 0; round < 3; round++) expect((await visit(theirToken)).status).toBe(200);
    await end(id);
    expect(codeOf(await visit(theirToken))).toEqual([401, 'invalidAccessToken']);
    const again = await registered({ client: 'leaving', party: 'BE-VLG' });
    expect((await visit(theirToken)).body).toMatchObject({ subject: `registeredProgram:${again.id}`, party: 'BE-VLG' });
  });

  it('is answered with 503 while its issuer cannot be reached', async () => {
    const absent = `http://127.0.0.1:${await freePort()}`;
    await registered({ client: 'far-away', issuer: absent });
    const signed = await token({ client_id: 'far-away' }, { iss: absent });
    expect(await visit(signed)).toMatchObject({ status: 503, body: { service: 'issuer' } });
  });

  it('is registered by one of two concurrent requests for one client of an issuer', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => register({ clientId: 'twin' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201).map(codeOf);
    expect(others).toEqual(Array.from({ length: 5 }, () => [409, 'subscriberExists']));
    const { id } = await registered({ clientId: 'another' });
    expect(codeOf(await change(id, { clientId: 'twin' }))).toEqual([409, 'subscriberExists']);
  });

  it('is no client of a configured issuer, which stays as configured', async () => {
    const answer = await register({ issuer: stage.issuer.issuer, clientId: 'partner-flanders', party: 'BE-WAL' });
    expect([answer.status, answer.body.issues[0].name]).toEqual([400, 'issuer']);
    await stage.door.database.query(
      `INSERT INTO subscriber (id, version, client, party, description, issuer, client_id, audience, created_on)
       VALUES (gen_random_uuid(), 1, 'earlier', 'BE-WAL', 'Registered before', $1, 'partner-flanders', 'api', now())`,
      [stage.issuer.issuer],
    );
    // As its token says, not as the record.
    const { body } = await visit(await stage.issuer.tokenOf('partner-flanders'));
    expect(body).toMatchObject({ client: 'partner-flanders', party: 'BE-VLG' });
  });
});
