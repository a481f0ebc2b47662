import { audience, newIssuerKeys, startIssuer } from '@passerelle/stack/issuer';
import { freePort } from '@passerelle/stack/ports';
import { broker, type Broker } from '@passerelle/testing/broker';
import { doorSettings, httpClient, testIssuer, urlOf, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { visitors } from '@passerelle/testing/visitors';
import { importJWK, SignJWT } from 'jose';
import { gateway } from '../../gateway.js';

// Two real issuers at one gateway, their keys and their outages.

const networks = visitors('public');

let nats: Broker;
let service: StartedApp;
let ours: TestIssuer;
let theirs: TestIssuer;
let absent: string;
let door: StartedApp;
let base: string;

beforeAll(async () => {
  nats = await broker();
  ours = await testIssuer();
  theirs = await testIssuer();
  absent = `http://127.0.0.1:${await freePort()}`;
  service = await startApp(networks, { broker: nats });
  const settings = doorSettings([
    { issuer: ours.issuer, audience, parties: ['BE-BRU'] },
    { issuer: theirs.issuer, audience, parties: ['BE-VLG'], name: 'vlaanderen' },
    { issuer: absent, audience, name: 'absent', parties: ['BE-WAL'] },
  ]);
  door = await startApp(gateway, { broker: nats, settings });
  base = await urlOf(door);
  await until('the gateway serves the service', async () => (await whoIs('')).status === 200);
});

afterAll(async () => {
  await door?.close();
  await service?.close();
  await ours?.stop();
  await theirs?.stop();
  await nats?.stop();
});

const whoIs = (token: string) => httpClient(base, token)('GET', '/v1/visitors');

it('recognises the callers of each, with their party', async () => {
  expect(await whoIs(await ours.tokenOf('editor'))).toMatchObject({
    status: 200,
    body: { subject: 'editor', client: 'editor', party: 'BE-BRU', roles: ['editor'] },
  });
  expect(await whoIs(await theirs.tokenOf('partner-flanders'))).toMatchObject({
    status: 200,
    body: { subject: 'vlaanderen:partner-flanders', client: 'vlaanderen:partner-flanders', party: 'BE-VLG' },
  });
  expect((await whoIs('')).body).toMatchObject({ subject: 'anonymous', roles: [], scopes: [] });
});

it('rejects tokens of one issuer about the callers of another', async () => {
  for (const client of ['admin', 'editor', 'partner-wallonia'])
    expect([client, (await whoIs(await theirs.tokenOf(client))).status]).toEqual([client, 401]);
  expect((await whoIs(await ours.tokenOf('partner-flanders'))).status).toBe(401);
  expect((await whoIs(await ours.tokenOf('admin'))).status).toBe(200);
});

it('rejects a signature of one issuer under the name of another', async () => {
  const key = await importJWK(theirs.keys.keys[0] ?? { kty: '' }, 'ES256');
  const signed = (kid: string) =>
    new SignJWT({ party: 'BE-BRU', roles: ['admin'], scope: 'admin', jti: '1' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setIssuer(ours.issuer)
      .setAudience(audience)
      .setSubject('admin')
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(key);
  for (const { keys } of [ours.keys, theirs.keys])
    expect((await whoIs(await signed(keys[0]?.kid ?? ''))).status).toBe(401);
});

it('answers 503 for an issuer that was never reached, and accepts its tokens once it answers', async () => {
  const keys = await newIssuerKeys();
  const key = await importJWK(keys.keys[0] ?? { kty: '' }, 'ES256');
  const token = await new SignJWT({ party: 'BE-WAL', scope: 'networks:read', jti: '1' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: keys.keys[0]?.kid ?? '' })
    .setIssuer(absent)
    .setAudience(audience)
    .setSubject('liège')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(key);
  const away = await whoIs(token);
  expect(away).toMatchObject({ status: 503, body: { service: 'issuer' } });
  expect([away.body.type, away.header('retry-after')]).toEqual(['urn:problem-type:belgif:serviceUnavailable', '5']);
  const late = await startIssuer({ port: Number(new URL(absent).port), clients: [], jwks: keys });
  try {
    expect(await whoIs(token)).toMatchObject({ status: 200, body: { subject: 'absent:liège', party: 'BE-WAL' } });
  } finally {
    await late.stop();
  }
});

/** A token of our issuer with any claims: the test has the issuer's keys. */
async function ownToken(claims: object, typ = 'at+jwt', lifeSec = 60): Promise<string> {
  const [jwk = { kty: '' }] = ours.keys.keys;
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ jti: '1', party: 'BE-BRU', scope: 'networks:read', ...claims, iat: now, exp: now + lifeSec })
    .setProtectedHeader({ alg: 'ES256', typ, kid: jwk.kid ?? '' })
    .setIssuer(ours.issuer)
    .setAudience(audience)
    .setSubject('dupont')
    .sign(await importJWK(jwk, 'ES256'));
}

it('distinguishes access tokens by the configured claim, if the header does not say', async () => {
  const entry = {
    issuer: ours.issuer,
    audience,
    party: 'BE-BRU',
    accessTokens: { typ: false, claims: { typ: ['Bearer'] } },
    claims: { roles: 'realm_access.roles', id: 'uti' },
    roles: { 'pssr-editor': 'editor' },
  };
  const other = await startApp(gateway, { broker: nats, settings: doorSettings([entry]) });
  const address = await urlOf(other);
  const ask = async (claims: object, typ?: string) =>
    httpClient(address, await ownToken({ jti: undefined, uti: '1', ...claims }, typ))('GET', '/v1/visitors');
  await until('it serves', async () => (await httpClient(address)('GET', '/v1/visitors')).status === 200);
  const roles = ['pssr-editor', 'admin', 'offline_access'];
  expect(await ask({ typ: 'Bearer', realm_access: { roles } }, 'JWT')).toMatchObject({
    status: 200,
    body: { subject: 'dupont', roles: ['editor'] },
  });
  for (const claims of [{}, { typ: 'ID' }, { typ: ['Bearer', 7] }, { typ: 'Bearer', uti: undefined }])
    expect([claims, (await ask(claims, 'JWT')).status]).toEqual([claims, 401]);
  expect((await ask({ typ: 'Bearer' })).status).toBe(200);
  expect((await whoIs(await ownToken({ typ: 'Bearer' }, 'JWT'))).status).toBe(401);
  await other.close();
});

it('rejects a token after its expiry, though it was verified before', async () => {
  const token = await ownToken({}, 'at+jwt', 2);
  expect((await whoIs(token)).status).toBe(200);
  let last = await whoIs(token);
  await until('it is rejected', async () => (last = await whoIs(token)).status !== 200);
  expect([last.status, last.body.type]).toEqual([401, 'urn:problem-type:belgif:expiredAccessToken']);
});

it('keeps working while an issuer is down, and sees its new key afterwards', async () => {
  const before = await ours.tokenOf('editor');
  const unseen = await ours.tokenOf('auditor');
  await whoIs(before);
  await ours.stop();
  expect([(await whoIs(before)).status, (await whoIs(unseen)).status]).toEqual([200, 200]);
  const { keys: next } = await newIssuerKeys();
  await ours.start({ keys: [...next, ...ours.keys.keys] });
  const after = await ours.tokenOf('approver');
  await until('the new key is accepted', async () => (await whoIs(after)).status === 200);
  expect((await whoIs(await ours.tokenOf('editor'))).body.roles).toEqual(['editor']);
  expect((await whoIs(unseen)).status).toBe(200);
});
