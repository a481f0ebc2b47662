import { createHmac, generateKeyPairSync } from 'node:crypto';
import { jest } from '@jest/globals';
import { importJWK, SignJWT, type JWTPayload } from 'jose';
import { Refusal } from '../../kernel/problems/index.js';
import { anonymous, type Caller } from './caller.js';
import { CallerTokenMint, CallerTokenVerifier } from './caller-token.js';

function keyPair(kid: string) {
  const pair = generateKeyPairSync('ed25519');
  const header = { kid, alg: 'EdDSA' };
  return {
    signing: { ...pair.privateKey.export({ format: 'jwk' }), ...header },
    public: { ...pair.publicKey.export({ format: 'jwk' }), ...header },
    pem: pair.publicKey.export({ format: 'pem', type: 'spki' }),
  };
}

const door = keyPair('door');
const editor: Caller = { subject: 'ed', client: 'cli', party: 'BE-BRU', roles: ['editor'], scopes: ['projects:write'] };
const verifier = () => new CallerTokenVerifier({ keys: [door.public] }, 'projects');
const mint = () => new CallerTokenMint(door.signing);

const claims: JWTPayload = { client: 'cli', roles: [], scopes: ['projects:write'] };

/** A token as the door would sign it, with the differences in `changes`. */
async function token(
  changes: {
    claims?: JWTPayload;
    key?: object;
    header?: object;
    audience?: string;
    issuer?: string;
    expires?: string;
  } = {},
): Promise<string> {
  return new SignJWT({ ...claims, ...changes.claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'caller+jwt', kid: 'door', ...changes.header })
    .setSubject('ed')
    .setIssuer(changes.issuer ?? 'urn:passerelle:door')
    .setAudience(changes.audience ?? 'projects')
    .setIssuedAt()
    .setExpirationTime(changes.expires ?? '60s')
    .sign(await importJWK({ ...door.signing, ...changes.key }, 'EdDSA'));
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refusal = async (text: string | undefined) =>
  verifier()
    .verify(text)
    .then(
      () => 'accepted',
      (error: unknown) => (error instanceof Refusal ? error.kind.code : error),
    );

it('identifies the caller to the service', async () => {
  expect(await verifier().verify(await mint().mint(editor, 'projects', 'k'))).toEqual(editor);
  expect(await verifier().verify(await mint().mint(anonymous, 'projects', 'k'))).toEqual(anonymous);
  expect(await refusal(await token())).toBe('accepted');
});

it('refuses everything but an unexpired token of the door for this service', async () => {
  const other = keyPair('door');
  const good = await token();
  const [header = '', payload = '', signature = ''] = good.split('.');
  const tampered = part({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scopes: ['admin'] });
  const refused = {
    nothing: undefined,
    empty: '',
    noise: 'not.a.token',
    'of another service': await token({ audience: 'cooperation' }),
    'of another issuer': await token({ issuer: 'urn:passerelle:gateway' }),
    'of another key with the same name': await token({ key: other.signing }),
    'of another kind': await token({ header: { typ: 'at+jwt' } }),
    expired: await token({ expires: '-10s' }),
    'without scopes': await token({ claims: { scopes: undefined } }),
    'of an unknown key': await token({ header: { kid: '../../dev/null' } }),
    tampered: `${header}.${tampered}.${signature}`,
    'without a signature': `${header}.${payload}.`,
  };
  for (const [name, text] of Object.entries(refused))
    expect([name, await refusal(text)]).toEqual([name, 'invalidAccessToken']);
});

it('refuses a token that chooses its own algorithm', async () => {
  const [, payload = ''] = (await token()).split('.');
  for (const alg of ['none', 'None', 'nOnE']) {
    const unsigned = `${part({ alg, typ: 'caller+jwt', kid: 'door' })}.${payload}.`;
    expect(await refusal(unsigned)).toBe('invalidAccessToken');
  }
  for (const secret of [door.pem, door.public.x ?? '', Buffer.from(door.public.x ?? '', 'base64url')]) {
    const signed = `${part({ alg: 'HS256', typ: 'caller+jwt', kid: 'door' })}.${payload}`;
    const hmac = createHmac('sha256', secret).update(signed).digest('base64url');
    expect(await refusal(`${signed}.${hmac}`)).toBe('invalidAccessToken');
  }
  const embedded = keyPair('mine');
  const own = await token({ key: embedded.signing, header: { jwk: embedded.public } });
  expect(await refusal(own)).toBe('invalidAccessToken');
});

it('refuses a token whose claims do not describe a caller', async () => {
  expect(await refusal(await token({ claims: { scopes: 'admin' } }))).toBe('invalidAccessToken');
  expect(await refusal(await token({ claims: { client: '' } }))).toBe('invalidAccessToken');
});

describe('time', () => {
  const start = Date.UTC(2026, 10, 24, 12);
  const at = (seconds: number) => jest.setSystemTime(start + seconds * 1_000);
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'], now: start }));
  afterEach(() => void jest.useRealTimers());

  it('signs a token for one minute, after which the cache drops it too', async () => {
    const kept = verifier();
    const text = await mint().mint(editor, 'projects', 'k');
    await kept.verify(text);
    at(59);
    expect(await kept.verify(text)).toEqual(editor);
    at(70);
    await expect(kept.verify(text)).rejects.toThrow(/invalidAccessToken/);
  });

  it('signs once for a caller and a service, and again when half of the minute is over', async () => {
    const door = mint();
    const first = await door.mint(editor, 'projects', 'k');
    at(29);
    expect(await door.mint(editor, 'projects', 'k')).toBe(first);
    expect(await door.mint(editor, 'cooperation', 'k')).not.toBe(first);
    at(31);
    expect(await door.mint(editor, 'projects', 'k')).not.toBe(first);
  });
});
