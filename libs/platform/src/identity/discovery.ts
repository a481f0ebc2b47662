import { z } from 'zod';

// What an OpenID Connect issuer says of itself. Its address is configuration; nothing in a token leads anywhere.

export const patienceMs = 3000;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url(), token_endpoint: z.url().optional() });
export type Discovery = z.infer<typeof Discovery>;

export const discoveryAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** The issuer's discovery document; fails when the issuer does not answer, or answers for another. */
export async function discover(issuer: string): Promise<Discovery> {
  const signal = AbortSignal.timeout(patienceMs);
  const response = await fetch(discoveryAddress(issuer), { signal, redirect: 'error' });
  const found = Discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${issuer} answers as ${found.issuer}`);
  return found;
}
