import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import type { Issuer } from '../../kernel/config/index.js';
import { expiredAccessToken, invalidAccessToken, refusal, serviceUnavailable } from '../../kernel/problems/index.js';
import { foundIn } from './caller.js';
import { IssuerAway, type IssuerKeys } from './discovery.js';

// One access token of one issuer, with fixed options.

const toleranceSec = 5;
/** How long a verified token is trusted without verifying it again: this bounds how long a withdrawn key still counts. */
const believedMs = 5 * 60_000;

export const trustedMs = ({ exp = 0 }: JWTPayload): number => Math.min(exp * 1000 - Date.now(), believedMs);

/** The claims before they are verified: only to look up by whom they must be signed. */
export function claimsBefore(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw refusal(invalidAccessToken);
  }
}

/** The claims of an access token of `issuer`, once they are verified. */
export async function verifiedClaims(token: string, issuer: Issuer, keys: IssuerKeys): Promise<JWTPayload> {
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
