import type { JWTPayload } from 'jose';
import { Issuer } from '../../kernel/config/index.js';
import { invalidAccessToken, refusal } from '../../kernel/problems/index.js';
import { trustedMs, verifiedClaims } from './access-token.js';
import { foundIn, programOf, type Caller, type Registered } from './caller.js';
import { IssuerKeys } from './discovery.js';
import { ExpiringCache } from './expiring-cache.js';

// Single programs of issuers that are not configured. Each request looks the program up, so that one that is registered, changed
// or removed is so from the next request on; only the verification of its token is cached. The keys of an issuer are fetched
// once one of its programs is found: the address in a token is looked up, never followed.

/** The program that an issuer knows under this client id, as it is registered now. */
export type FindRegistered = (issuer: string, client: string) => Promise<Registered | undefined>;

/** RFC 9068, in which the client is always a claim: without it, a person could be taken for a program. */
const clientClaims = ['client_id', 'azp'];

export class RegisteredPrograms {
  private readonly verified = new ExpiringCache<JWTPayload>(10_000);
  private readonly keys = new Map<string, IssuerKeys>();

  constructor(
    private readonly find: FindRegistered,
    private readonly home: string,
  ) {}

  /** `claimed` are the claims of the token, which is not verified yet. */
  async verify(token: string, claimed: JWTPayload): Promise<Caller> {
    const { iss = '' } = claimed;
    const [client] = foundIn(claimed, clientClaims);
    const registered = typeof client === 'string' ? await this.find(iss, client) : undefined;
    if (registered === undefined) throw refusal(invalidAccessToken);
    const caller = programOf(await this.verifiedOnce(token, iss, registered.audience), registered, this.home);
    if (caller === undefined) throw refusal(invalidAccessToken);
    return caller;
  }

  /** For one audience, which may be changed while the token is valid. */
  private async verifiedOnce(token: string, issuer: string, audience: string): Promise<JWTPayload> {
    const key = `${audience} ${token}`;
    const known = this.verified.get(key);
    if (known !== undefined) return known;
    const payload = await verifiedClaims(token, Issuer.parse({ issuer, audience }), this.keysOf(issuer));
    this.verified.set(key, payload, trustedMs(payload));
    return payload;
  }

  private keysOf(issuer: string): IssuerKeys {
    const keys = this.keys.get(issuer) ?? new IssuerKeys(issuer);
    this.keys.set(issuer, keys);
    return keys;
  }
}
