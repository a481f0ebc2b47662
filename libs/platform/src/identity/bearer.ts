import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { expiredAccessToken, invalidAccessToken, refuse, serviceUnavailable } from '../problems/index.js';
import { Caller } from './caller.js';
import { discover, patienceMs } from './discovery.js';
import { ExpiringCache } from './expiring-cache.js';

export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
}

/** OpenID Connect resource server: verifies access tokens (RFC 9068) with fixed options, several issuers by exact `iss`. */
export class BearerVerifier {
  private readonly verified = new ExpiringCache<Caller>(10_000);
  private readonly keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

  constructor(private readonly issuers: readonly TrustedIssuer[]) {}

  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    if (known !== undefined) return known;
    const issuer = this.issuerOf(token);
    const payload = await this.check(token, issuer, await this.keysOf(issuer));
    const caller = callerOf(payload);
    this.verified.set(token, caller, (payload.exp ?? 0) * 1000);
    return caller;
  }

  private issuerOf(token: string): TrustedIssuer {
    let claimed: string | undefined;
    try {
      claimed = decodeJwt(token).iss;
    } catch {
      throw refuse(invalidAccessToken);
    }
    const trusted = this.issuers.find((candidate) => candidate.issuer === claimed);
    if (trusted === undefined) throw refuse(invalidAccessToken);
    return trusted;
  }

  /** The key set's address comes from the issuer's own discovery document, never from the token. */
  private async keysOf({ issuer }: TrustedIssuer): Promise<ReturnType<typeof createRemoteJWKSet>> {
    const known = this.keySets.get(issuer);
    if (known !== undefined) return known;
    const found = await discover(issuer).catch(() => {
      throw refuse(serviceUnavailable, { service: 'issuer' });
    });
    const keys = createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: patienceMs, cooldownDuration: 30_000 });
    this.keySets.set(issuer, keys);
    return keys;
  }

  private async check(
    token: string,
    issuer: TrustedIssuer,
    keys: ReturnType<typeof createRemoteJWKSet>,
  ): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...issuer.algorithms],
        typ: 'at+jwt',
        clockTolerance: 5,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      });
      return payload;
    } catch (error) {
      throw refusalFor(error);
    }
  }
}

function refusalFor(error: unknown): Error {
  if (error instanceof errors.JWTExpired) return refuse(expiredAccessToken);
  // Keys that cannot be fetched say nothing about the token: an issuer that is down is not a forged token.
  const issuerIsDown = error instanceof errors.JWKSTimeout || error instanceof TypeError;
  return issuerIsDown ? refuse(serviceUnavailable, { service: 'issuer' }) : refuse(invalidAccessToken);
}

const text = (claim: unknown): string | undefined => (typeof claim === 'string' && claim !== '' ? claim : undefined);

function callerOf(payload: JWTPayload): Caller {
  const caller = Caller.safeParse({
    subject: payload.sub,
    client: text(payload.client_id) ?? text(payload.azp) ?? payload.sub,
    party: text(payload.party),
    roles: payload.roles ?? [],
    scopes: (text(payload.scope) ?? '').split(' ').filter((scope) => scope !== ''),
  });
  if (!caller.success) throw refuse(invalidAccessToken);
  return caller.data;
}
