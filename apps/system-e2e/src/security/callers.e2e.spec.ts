import { headers } from '@nats-io/transport-node';
import type { OperationDescription } from '@passerelle/platform/runtime/announcements';
import { headerJson, rpcHeaders } from '@passerelle/platform/kernel/rpc';
import { callerKeys, editor } from '@passerelle/testing/start-app';
import { createHmac, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { parts } from '../services.ts';
import { faultsAmong, onSystem } from './system.ts';

// S-16, for services: an attacker at the broker without the gateway's key is refused by every operation.

const system = onSystem();

describe('callers', () => {
  let operations: (OperationDescription & { service: string })[];

  beforeAll(async () => {
    const described = parts.map(({ name }) => system.describedBy(name));
    operations = (await Promise.all(described)).flatMap(({ service, operations: own }) =>
      own.map((operation) => ({ ...operation, service })),
    );
  });

  const own = createPrivateKey({ key: callerKeys.signing, format: 'jwk' });
  const foreign = generateKeyPairSync('ed25519');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = () => Math.floor(Date.now() / 1_000);

  const { subject, ...claims } = editor;
  const goodHeader = { alg: 'EdDSA', typ: 'caller+jwt', kid: 'test' };
  const goodClaims = (service: string) => ({
    ...claims,
    sub: subject,
    iss: 'urn:passerelle:door',
    aud: service,
    iat: now(),
    exp: now() + 300,
  });
  const nobody = (service: string) => ({
    ...goodClaims(service),
    sub: 'anonymous',
    client: 'anonymous',
    party: undefined,
    roles: [],
    scopes: [],
  });

  /** A signed token of any content, valid or not. */
  function token(content: object, header: object = {}, key: KeyObject = own): string {
    const signed = `${part({ ...goodHeader, ...header })}.${part(content)}`;
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
  }

  function byPublicKey(content: object): string {
    const signed = `${part({ ...goodHeader, alg: 'HS256' })}.${part(content)}`;
    const secret = JSON.stringify(callerKeys.public);
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  const swapped = (service: string): string => {
    const [header, , signature] = token(goodClaims(service)).split('.');
    return `${header}.${part({ ...goodClaims(service), roles: ['editor', 'approver', 'admin'] })}.${signature}`;
  };

  const another = (service: string): string => (service === 'networks' ? 'projects' : 'networks');

  const forgeries: Record<string, (service: string) => string | undefined> = {
    'no token': () => undefined,
    'an empty token': () => '',
    'no token at all': () => 'Bearer',
    'a token for another service': (service) => token(goodClaims(another(service))),
    'one that has expired': (service) => token({ ...goodClaims(service), iat: now() - 600, exp: now() - 300 }),
    'one that is not valid yet': (service) => token({ ...goodClaims(service), nbf: now() + 300 }),
    'one that never expires': (service) => token({ ...goodClaims(service), exp: undefined }),
    'one of another issuer': (service) => token({ ...goodClaims(service), iss: 'urn:passerelle:dooor' }),
    'one of another kind': (service) => token(goodClaims(service), { typ: 'at+jwt' }),
    'one by another key': (service) => token(goodClaims(service), {}, foreign.privateKey),
    'one that brings its own key': (service) =>
      token(goodClaims(service), { jwk: foreign.publicKey.export({ format: 'jwk' }) }, foreign.privateKey),
    'one signed with the public key': (service) => byPublicKey(goodClaims(service)),
    'one that is not signed': (service) => `${part({ ...goodHeader, alg: 'none' })}.${part(goodClaims(service))}.`,
    'one whose content was changed': swapped,
    'anonymous by another key': (service) => token(nobody(service), {}, foreign.privateKey),
    'anonymous without a signature': (service) => `${part({ ...goodHeader, alg: 'none' })}.${part(nobody(service))}.`,
    'anonymous in plain text': () => JSON.stringify(nobody('cooperation')),
  };

  const anyId = '0193a5c4-7e1f-7000-8000-0000000000ff';

  async function call({ subject: to, path, examples = {} }: OperationDescription, caller: string | undefined) {
    const carried = headers();
    if (caller !== undefined) carried.set(rpcHeaders.caller, caller);
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const params = Object.fromEntries(names.map((name) => [name, name.endsWith('Id') ? anyId : 'nothing']));
    carried.set(rpcHeaders.params, headerJson({ path: params, query: {} }));
    carried.set(rpcHeaders.ifMatch, '"1"');
    const [example] = Object.values(examples);
    const bytes = example === undefined ? '' : JSON.stringify(example);
    const answer = await system.raw.connection.request(to, bytes, { headers: carried, timeout: 5_000 });
    return { status: Number(answer.headers?.get(rpcHeaders.status)), text: answer.string() };
  }

  it('answers every operation 401 without a valid token of the gateway, and changes nothing', async () => {
    const before = await system.settled();
    const tries = operations.flatMap((operation) =>
      Object.entries(forgeries).map(([what, forge]) => ({ operation, what, forge })),
    );
    const faults = await faultsAmong(tries, async ({ operation, what, forge }) => {
      const { status, text } = await call(operation, forge(operation.service));
      return status === 401 && text.includes('AccessToken') ? undefined : `${operation.id}, ${what}: ${status} ${text}`;
    });
    process.stdout.write(
      `${operations.length} operations over raw NATS, ${Object.keys(forgeries).length} ways to have no token: ${tries.length - faults.length} of ${tries.length} refused\n`,
    );
    expect(faults).toEqual([]);
    expect(await system.holdings()).toEqual(before);
  });

  it('accepts the token of the gateway, made the same way', async () => {
    const reading = operations.filter(({ service, id }) => service === 'cooperation' && id.endsWith('Agreements'));
    const writing = operations.filter(({ id }) => id === 'registerAgreement');
    for (const operation of reading) expect((await call(operation, token(goodClaims('cooperation')))).status).toBe(200);
    for (const operation of writing) expect((await call(operation, token(goodClaims('cooperation')))).status).toBe(201);
    expect([reading.length, writing.length]).toEqual([1, 1]);
    for (const operation of writing) expect((await call(operation, token(nobody('cooperation')))).status).toBe(401);
  });
});
