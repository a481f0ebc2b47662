import { createLocalJWKSet, importJWK, jwtVerify, SignJWT, type CryptoKey, type JSONWebKeySet, type JWK } from 'jose';
import { invalidAccessToken, refusal } from '../../kernel/problems/index.js';
import { Caller } from './caller.js';
import { ExpiringCache } from './expiring-cache.js';

// The door verifies the caller's bearer token and signs this internal one for a single service: 60 seconds, EdDSA.
// A service accepts no other: a request over NATS without a valid caller token is refused.

const lifetimeSec = 60;
const issuer = 'urn:passerelle:door';
const headerType = 'caller+jwt';

export class CallerTokenMint {
  private readonly minted = new ExpiringCache<string>(10_000);
  private key: Promise<CryptoKey | Uint8Array> | undefined;

  constructor(private readonly signingKey: JWK) {}

  /** Cached per bearer token and service for half of its life, so that a token is always valid long enough to arrive. */
  async mint(caller: Caller, service: string, cacheKey: string): Promise<string> {
    const key = `${service} ${cacheKey}`;
    const known = this.minted.get(key);
    if (known !== undefined) return known;
    const token = await this.sign(caller, service);
    this.minted.set(key, token, (lifetimeSec / 2) * 1000);
    return token;
  }

  private async sign(caller: Caller, service: string): Promise<string> {
    this.key ??= importJWK(this.signingKey, 'EdDSA');
    const { subject, client, party, roles, scopes } = caller;
    return new SignJWT({ client, party, roles, scopes })
      .setProtectedHeader({
        alg: 'EdDSA',
        typ: headerType,
        ...(this.signingKey.kid ? { kid: this.signingKey.kid } : {}),
      })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(service)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSec}s`)
      .sign(await this.key);
  }
}

export class CallerTokenVerifier {
  private readonly verified = new ExpiringCache<Caller>(10_000);
  private readonly keys: ReturnType<typeof createLocalJWKSet>;

  constructor(
    keys: JSONWebKeySet,
    private readonly service: string,
  ) {
    this.keys = createLocalJWKSet(keys);
  }

  /** Refuses with 401 everything but an unexpired token of the door for this service. */
  async verify(token: string | undefined): Promise<Caller> {
    if (token === undefined || token === '') throw refusal(invalidAccessToken);
    const known = this.verified.get(token);
    if (known !== undefined) return known;
    const { payload } = await jwtVerify(token, this.keys, {
      issuer,
      audience: this.service,
      algorithms: ['EdDSA'],
      typ: headerType,
      clockTolerance: 5,
      requiredClaims: ['exp', 'sub', 'client', 'roles', 'scopes'],
    }).catch(() => {
      throw refusal(invalidAccessToken);
    });
    const caller = Caller.safeParse({ ...payload, subject: payload.sub });
    if (!caller.success) throw refusal(invalidAccessToken);
    this.verified.set(token, caller.data, (payload.exp ?? 0) * 1000 - Date.now());
    return caller.data;
  }
}
