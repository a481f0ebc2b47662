import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';
import { z } from 'zod';

// OpenID Connect discovery. The issuer's address comes from configuration; no address in a token is ever followed.

const patienceMs = 3_000;

const Discovery = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  token_endpoint: z.url().optional(),
  authorization_endpoint: z.url().optional(),
});
export type Discovery = z.infer<typeof Discovery>;

const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

export const discoveryAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** The issuer's discovery document; fails when the issuer does not answer, or the document names another issuer. */
export async function discover(issuer: string, signal = AbortSignal.timeout(patienceMs)): Promise<Discovery> {
  const found = Discovery.parse(await fetched(discoveryAddress(issuer), signal));
  if (found.issuer !== issuer) throw new Error(`${issuer} answers as ${found.issuer}`);
  return found;
}

async function fetched(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal, redirect: 'error' });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response.json();
}

/** The issuer cannot be reached for its keys: the token may still be good. */
export class IssuerAway extends Error {}

const ages = {
  /** Keys are fetched again after this time, so that a key which the issuer withdrew is refused. */
  fresh: 10 * 60_000,
  /** How long cached keys stay in use while their issuer is down: it signs nothing new meanwhile. */
  last: 12 * 60 * 60_000,
  /** An unknown key id may be new, so the keys are fetched again, but no more often than this: invented ids must not cause load. */
  unknown: 2_000,
  /** After a failed fetch, requests fail at once for this long instead of each waiting for the issuer. */
  failed: 30_000,
};

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/** The keys of one issuer, found through its discovery document: cached, renewed, and still used while the issuer is down. */
export class IssuerKeys {
  private keys: { readonly find: LocalKeys; readonly at: number } | undefined;
  private asking: Promise<void> | undefined;
  private askedAt = -Infinity;
  private failedAt = -Infinity;

  constructor(
    private readonly issuer: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The key that a token names. Rejects with `IssuerAway`, or with jose's error when there is no such key. */
  async find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const known = await this.current();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (this.asking !== undefined || this.now() - this.askedAt >= ages.unknown) await this.ask();
      else if (this.failedAt >= this.askedAt) throw new IssuerAway();
      return (await this.current())(header, token);
    }
  }

  private async current(): Promise<LocalKeys> {
    if (this.keys === undefined) await this.ask();
    else if (this.ageIs(ages.last)) await this.ask();
    else if (this.ageIs(ages.fresh) && this.now() - this.failedAt >= ages.failed) await this.ask().catch(stayWithKnown);
    if (this.keys === undefined) throw new IssuerAway();
    return this.keys.find;
  }

  private ageIs(ms: number): boolean {
    return this.now() - (this.keys?.at ?? -Infinity) >= ms;
  }

  /** One fetch for all concurrent requests. */
  private ask(): Promise<void> {
    this.asking ??= this.fetch().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async fetch(): Promise<void> {
    this.askedAt = this.now();
    const signal = AbortSignal.timeout(patienceMs);
    try {
      const { jwks_uri: address } = await discover(this.issuer, signal);
      if (this.issuer.startsWith('https:') && !address.startsWith('https:')) throw new Error('keys are not on https');
      this.keys = { find: createLocalJWKSet(Jwks.parse(await fetched(address, signal))), at: this.now() };
    } catch (cause) {
      this.failedAt = this.now();
      throw new IssuerAway(`the keys of ${this.issuer} cannot be fetched`, { cause });
    }
  }
}

/** Slightly old keys are better than none. Only `IssuerAway` is tolerated: any other error is our own bug. */
function stayWithKnown(error: unknown): void {
  if (!(error instanceof IssuerAway)) throw error;
}
