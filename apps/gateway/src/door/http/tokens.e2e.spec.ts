import { audience } from '@passerelle/stack/issuer';
import { onDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import {
  base64url,
  createLocalJWKSet,
  decodeJwt,
  exportJWK,
  exportSPKI,
  FlattenedSign,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gateway } from '../../gateway.js';

// A forged token must never be accepted. A public operation shows acceptance: it answers without a token, and refuses a
// bad one.

const stage = onDoor(gateway);

describe('tokens', () => {
  const path = '/v1/refData/problemTypes';

  let key: CryptoKey;
  let publicKey: CryptoKey;
  let foreign: CryptoKey;
  let foreignJwk: JWK;
  let trap: Server;
  let trapped = 0;

  beforeAll(async () => {
    const [own = { kty: '' }] = stage.issuer.keys.keys;
    const { d: _, ...published } = own;
    key = (await importJWK(own, 'ES256')) as CryptoKey;
    publicKey = (await importJWK(published, 'ES256', { extractable: true })) as CryptoKey;
    const pair = await generateKeyPair('ES256', { extractable: true });
    foreign = pair.privateKey;
    foreignJwk = { ...(await exportJWK(pair.publicKey)), kid: kid(), alg: 'ES256' };
    trap = createServer((_request, response) => {
      trapped++;
      response.end(JSON.stringify({ keys: [foreignJwk] }));
    });
    await new Promise<void>((resume) => trap.listen(0, '127.0.0.1', resume));
    await until('the gateway serves', async () => (await stage.ask('GET', path)).status === 200);
  });

  afterAll(async () => {
    trap?.close();
  });

  const kid = () => stage.issuer.keys.keys[0]?.kid ?? '';
  const seconds = () => Math.floor(Date.now() / 1_000);
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  const good = () => ({
    iss: stage.issuer.issuer,
    aud: audience,
    sub: 'editor',
    client_id: 'editor',
    jti: crypto.randomUUID(),
    iat: seconds(),
    exp: seconds() + 60,
    party: 'BE-BRU',
    roles: ['editor'],
    scope: 'networks:read',
  });
  const header = () => ({ alg: 'ES256', typ: 'at+jwt', kid: kid() });

  /** Any claims and any header, signed with the issuer's key or another: no library checks them. */
  async function token(claims: object = {}, head: object = {}, signer = key): Promise<string> {
    const payload = JSON.stringify({ ...good(), ...claims });
    const signed = await new FlattenedSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ ...header(), ...head })
      .sign(signer, { crit: { urgent: true } });
    return `${signed.protected}.${signed.payload}.${signed.signature}`;
  }

  const unsigned = (alg: string) => `${part({ ...header(), alg })}.${part(good())}.`;

  function hmac(secret: string): string {
    const text = `${part({ ...header(), alg: 'HS256' })}.${part(good())}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  async function tampered(): Promise<string> {
    const [head, payload = '', signature] = (await token()).split('.');
    return `${head}.${part({ ...decodeJwt(`.${payload}.`), scope: 'admin', roles: ['admin'] })}.${signature}`;
  }

  const trapAddress = () => `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
  const idToken = () => token({ aud: 'editor', client_id: undefined, nonce: 'n' }, { typ: 'JWT' });

  const forged: Record<string, () => string | Promise<string>> = {
    'alg none': () => unsigned('none'),
    'alg NoNe': () => unsigned('NoNe'),
    'HS256 with the public key': async () => hmac(await exportSPKI(publicKey)),
    'a foreign key under our kid': () => token({}, {}, foreign),
    'an embedded jwk': () => token({}, { jwk: foreignJwk }, foreign),
    'a jku of its own': () => token({}, { jku: trapAddress(), x5u: trapAddress() }, foreign),
    'a kid that is a path': () => token({}, { kid: '../../../../dev/null' }, foreign),
    'a kid that is SQL': () => token({}, { kid: `x' UNION SELECT '${kid()}' --` }, foreign),
    'an unknown kid': () => token({}, { kid: 'no-such-key' }),
    'a critical header': () => token({}, { crit: ['urgent'], urgent: true }),
    'another audience': () => token({ aud: 'urn:another:api' }),
    'another issuer': () => token({ iss: 'https://login.test' }),
    'its issuer with a slash': () => token({ iss: `${stage.issuer.issuer}/` }),
    'an expired token': () => token({ iat: seconds() - 7_200, exp: seconds() - 3_600 }),
    'a token not valid yet': () => token({ nbf: seconds() + 3_600, exp: seconds() + 7_200 }),
    'an exp that is a text': () => token({ exp: String(seconds() + 60) }),
    'no exp': () => token({ exp: undefined }),
    'an ID token': idToken,
    'another typ': () => token({}, { typ: 'JWT' }),
    'a changed payload': tampered,
  };

  /** More faults of the same kinds, beyond the list of twenty. */
  const alsoForged: Record<string, () => string | Promise<string>> = {
    'no jti': () => token({ jti: undefined }),
    'no sub': () => token({ sub: undefined }),
    'no iat': () => token({ iat: undefined }),
    'no audience': () => token({ aud: undefined }),
    'no typ': () => token({}, { typ: undefined }),
    'issuers in a list': () => token({ iss: [stage.issuer.issuer] }),
    'a jti that is a number': () => token({ jti: 7 }),
    'a subject that is an object': () => token({ sub: { toString: 'editor' } }),
    'roles that are an object': () => token({ roles: { editor: true } }),
    'scopes that are a number': () => token({ scope: 7 }),
    'a party that is a list': () => token({ party: ['BE-BRU'] }),
    "a party outside the issuer's": () => token({ party: 'X-BE-DG' }),
    'no signature': async () => (await token()).replace(/[^.]+$/, ''),
    'the signature of another token': async () =>
      `${(await token()).replace(/[^.]+$/, '')}${(await token({ jti: 'x' })).split('.')[2]}`,
    'a signature of zeros': async () => (await token()).replace(/[^.]+$/, base64url.encode(new Uint8Array(64))),
    'HS256 with the kid': () => hmac(kid()),
    'HS256 with nothing': () => hmac(''),
    'a payload that is no JSON': async () => `${part(header())}.${base64url.encode('editor')}.AAAA`,
    'a payload that is a list': async () => `${part(header())}.${part([good()])}.AAAA`,
    'five parts': () => `${part({ alg: 'dir', enc: 'A128GCM' })}..AAAA.AAAA.AAAA`,
    'an inner token of the door': async () => innerToken(),
  };

  /** The gateway's own key signs the tokens for services; the gateway itself accepts only those of issuers. */
  async function innerToken(): Promise<string> {
    const inner = await importJWK(JSON.parse(stage.issuer.settings.CALLER_SIGNING_KEY ?? ''), 'EdDSA');
    return new SignJWT(good()).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: kid() }).sign(inner);
  }

  const statusOf = async (text: string) => (await stage.ask('GET', path, { token: text })).status;

  async function verdicts(tokens: typeof forged): Promise<[string, number][]> {
    const answers: [string, number][] = [];
    for (const [name, make] of Object.entries(tokens)) answers.push([name, await statusOf(await make())]);
    return answers;
  }

  const accepted = (answers: [string, number][]) => answers.filter(([, status]) => status !== 401);

  it('accepts a token that its issuer made for this audience, alone or among others', async () => {
    expect(await statusOf(stage.issuer.tokens.editor ?? '')).toBe(200);
    expect(await statusOf(await token())).toBe(200);
    expect(await statusOf(await token({ aud: ['urn:another:api', audience] }))).toBe(200);
    expect(await statusOf(await token({}, { typ: 'application/at+jwt' }))).toBe(200);
  });

  it('refuses every forged token', async () => {
    const answers = await verdicts(forged);
    expect(accepted(answers)).toEqual([]);
    expect(trapped).toBe(0);
    const refused = answers.filter(([, status]) => status === 401).length;
    console.log(`${refused} of ${answers.length} forged tokens refused`);
    expect([refused, answers.length]).toEqual([20, 20]);
  });

  it('refuses similar forgeries', async () => expect(accepted(await verdicts(alsoForged))).toEqual([]));

  it('gives no reason, except expiry', async () => {
    const told = async (text: string) => {
      const { body } = await stage.ask('GET', path, { token: text });
      return { ...body, instance: '' };
    };
    const [one, ...others] = await Promise.all(
      ['alg none', 'a foreign key under our kid', 'another audience', 'an unknown kid', 'an ID token'].map(
        async (name) => told((await forged[name]?.()) ?? ''),
      ),
    );
    for (const other of others) expect(other).toEqual(one);
    const late = await told(await token({ iat: seconds() - 7_200, exp: seconds() - 3_600 }));
    expect(late.type).toMatch(/expiredAccessToken$/);
    const lateAndForged = await told(await token({ exp: seconds() - 3_600 }, {}, foreign));
    expect(lateAndForged).toEqual(one);
  });

  it('would notice a careless verifier', async () => {
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: kid(), alg: 'ES256' }] });
    const careless = async (text: string) =>
      jwtVerify(text, keys).then(
        () => 200,
        () => 401,
      );
    const answers = await Promise.all(
      Object.entries({ ...forged, ...alsoForged }).map(async ([name, make]) => [name, await careless(await make())]),
    );
    const believed = answers.filter(([, status]) => status === 200).map(([name]) => name);
    expect(believed).toEqual(
      expect.arrayContaining(['another audience', 'another issuer', 'no exp', 'an ID token', 'another typ', 'no jti']),
    );
    const trusting = await jwtVerify(await token({}, { jwk: foreignJwk }, foreign), (head) =>
      importJWK(head?.jwk ?? {}),
    );
    expect(trusting.payload.sub).toBe('editor');
  });

  describe('a header', () => {
    const bearer = () => stage.issuer.tokens.editor ?? '';

    /** The status line of the answer to these lines, sent as they are. */
    function send(...lines: string[]): Promise<number> {
      return new Promise((resolve, reject) => {
        const socket = connect(Number(new URL(stage.base).port), '127.0.0.1');
        let text = '';
        socket.setTimeout(10_000, () => socket.destroy(new Error('no end')));
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('error', (error: NodeJS.ErrnoException) => (text === '' ? reject(error) : undefined));
        socket.on('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1])));
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: door\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`,
          'latin1',
        );
      });
    }

    it('accepts the scheme in any case', async () => {
      for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR'])
        expect([scheme, await send(`Authorization: ${scheme} ${bearer()}`)]).toEqual([scheme, 200]);
      expect(await send(`AUTHORIZATION:Bearer ${bearer()}`)).toBe(200);
    });

    const malformed: Record<string, () => string[]> = {
      empty: () => ['Authorization:'],
      blank: () => ['Authorization:    '],
      'a scheme alone': () => ['Authorization: Bearer'],
      'a token alone': () => [`Authorization: ${bearer()}`],
      'a tab between': () => [`Authorization: Bearer\t${bearer()}`],
      'two spaces between': () => [`Authorization: Bearer  ${bearer()}`],
      'two tokens': () => [`Authorization: Bearer ${bearer()} ${bearer()}`],
      'two tokens and a comma': () => [`Authorization: Bearer ${bearer()}, Bearer ${bearer()}`],
      'two headers': () => [`Authorization: Bearer ${bearer()}`, `Authorization: Bearer ${bearer()}`],
      'two headers, the second empty': () => [`Authorization: Bearer ${bearer()}`, 'Authorization:'],
      'a basic user': () => ['Authorization: Basic ZWRpdG9yOnNlY3JldA=='],
      'a digest': () => ['Authorization: Digest username="editor", realm="x"'],
      'an unknown scheme': () => [`Authorization: Bearer2 ${bearer()}`],
      'no space': () => [`Authorization: Bearer${bearer()}`],
      'text after it': () => [`Authorization: Bearer ${bearer()};x=1`],
      'quotes around it': () => [`Authorization: Bearer "${bearer()}"`],
      'a NUL': () => [`Authorization: Bearer ${bearer()}\0`],
      'a NUL inside': () => ['Authorization: Bearer e30.e3\x000.e30'],
      'a bell': () => [`Authorization: Bearer \x07${bearer()}`],
      'bytes beyond ASCII': () => ['Authorization: Bearer \xe9\xff\xfe.\xe9.\xe9'],
      'a folded line': () => ['Authorization: Bearer', ` ${bearer()}`],
      'a bare line feed': () => [`Authorization: Bearer ${bearer()}\nX-Other: 1`],
      'a space before the colon': () => [`Authorization : Bearer ${bearer()}`],
      'only dots': () => ['Authorization: Bearer ...'],
      '9 kB': () => [`Authorization: Bearer ${'x'.repeat(9_000)}`],
      '1 MB': () => [`Authorization: Bearer ${'x'.repeat(1_000_000)}`],
      '200 headers': () => Array.from({ length: 200 }, () => 'Authorization: Bearer x'),
    };

    it('is refused if malformed, and never with a server error', async () => {
      const answers: [string, number][] = [];
      for (const [name, lines] of Object.entries(malformed)) answers.push([name, await send(...lines())]);
      const others = answers.filter(([, status]) => ![400, 401, 431].includes(status));
      expect(others).toEqual([]);
      expect(await send(`Authorization: Bearer ${bearer()}`)).toBe(200);
      console.log(`${answers.length} malformed Authorization headers: ${JSON.stringify(tally(answers))}`);
    });

    const tally = (answers: [string, number][]) =>
      Object.fromEntries(
        [...Map.groupBy(answers, ([, status]) => status)].map(([status, found]) => [status, found.length]),
      );
  });
});
