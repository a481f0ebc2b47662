import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import type { Issuer } from '../../kernel/config/index.js';
import { expiredAccessToken, invalidAccessToken, refusal, serviceUnavailable } from '../../kernel/problems/index.js';
import { callerOf, foundIn, type Caller } from './caller.js';
import { IssuerAway, IssuerKeys } from './discovery.js';
import { ExpiringCache } from './expiring-cache.js';

const toleranceSec = 5;
/** How long a verified token is trusted without verifying it again: this bounds how long a withdrawn key still counts. */
const believedMs = 5 * 60_000;

interface Trusted {
  readonly issuer: Issuer;
  readonly keys: IssuerKeys;
}

/** OpenID Connect resource server: verifies access tokens with fixed options, of several issuers by exact `iss`. */
export class BearerVerifier {
  private readonly verified = new ExpiringCache<Caller>(10_000);
  private readonly trusted: ReadonlyMap<string, Trusted>;
  private readonly names: readonly string[];

  /** `home` is the region that runs this installation. */
  constructor(
    issuers: readonly Issuer[],
    private readonly home: string,
  ) {
    this.trusted = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: new IssuerKeys(issuer.issuer) }]));
    this.names = issuers.flatMap(({ name }) => name ?? []);
  }

  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    if (known !== undefined) return known;
    const { issuer, keys } = this.issuerOf(token);
    const payload = await check(token, issuer, keys);
    const caller = callerOf(payload, issuer, this.home, this.names);
    if (caller === undefined) throw refusal(invalidAccessToken);
    this.verified.set(token, caller, Math.min((payload.exp ?? 0) * 1000 - Date.now(), believedMs));
    return caller;
  }

  private issuerOf(token: string): Trusted {
    const trusted = this.trusted.get(claimedIssuer(token) ?? '');
    if (trusted === undefined) throw refusal(invalidAccessToken);
    return trusted;
  }
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw refusal(invalidAccessToken);
  }
}

async function check(token: string, issuer: Issuer, keys: IssuerKeys): Promise<JWTPayload> {
  const { typ } = issuer.accessTokens;
  const options: JWTVerifyOptions = {
    issuer: issuer.issuer,
    audience: issuer.audience,
    algorithms: [...issuer.algorithms],
    clockTolerance: toleranceSec,
    requiredClaims: ['exp', 'iat', 'sub'],
    ...(typ === false ? {} : { typ }),
  };
  const find: JWTVerifyGetKey = (header, jws) => keys.find(header, jws);
  const { payload } = await jwtVerify(token, find, options).catch((error: unknown) => {
    throw refusalFor(error);
  });
  if (!isAccessToken(payload, issuer)) throw refusal(invalidAccessToken);
  return payload;
}

/** An access token has a `jti` and the marks by which the issuer's entry distinguishes it from an ID token. */
const isAccessToken = (payload: JWTPayload, { accessTokens, claims }: Issuer): boolean =>
  typeof foundIn(payload, claims.id)[0] === 'string' &&
  Object.entries(accessTokens.claims).every(([path, accepted]) =>
    foundIn(payload, [path]).some((value) => typeof value === 'string' && accepted.includes(value)),
  );

function refusalFor(error: unknown): Error {
  if (error instanceof IssuerAway) return refusal(serviceUnavailable, { service: 'issuer' });
  return refusal(error instanceof errors.JWTExpired ? expiredAccessToken : invalidAccessToken);
}
