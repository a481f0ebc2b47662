import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';
import { z } from 'zod';

// What an OpenID Connect issuer says of itself. Its address is configuration; nothing in a token leads anywhere.

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

/** The issuer's discovery document; fails when the issuer does not answer, or answers for another. */
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

/** The issuer cannot be asked for a key: this says nothing about the token. */
export class IssuerAway extends Error {}

const ages = {
  /** The keys are asked for anew after this, so that one which the issuer withdrew is refused. */
  fresh: 10 * 60_000,
  /** An issuer that is away signs nothing new: what it signed is believed this long. */
  last: 12 * 60 * 60_000,
  /** A key that is not known may have come a moment ago; whoever invents keys makes us ask no more often than this. */
  unknown: 2_000,
  /** An issuer that did not answer is not waited for by every request. */
  failed: 30_000,
};

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/** The keys of one issuer, by way of its discovery document: kept, renewed, and outlasting an issuer that is down. */
export class IssuerKeys {
  private keys: { readonly find: LocalKeys; readonly at: number } | undefined;
  private asking: Promise<void> | undefined;
  private askedAt = -Infinity;
  private failedAt = -Infinity;

  constructor(
    private readonly issuer: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The key that a token names. Fails with `IssuerAway`, or as jose does when there is no such key. */
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

  /** Once for all who wait. */
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
      throw new IssuerAway(`the keys of ${this.issuer} cannot be had`, { cause });
    }
  }
}

/** Keys that are a little old are better than none; anything but an absent issuer is a fault of ours. */
function stayWithKnown(error: unknown): void {
  if (!(error instanceof IssuerAway)) throw error;
}
