import type { Issuer } from '../../kernel/config/index.js';
import { invalidAccessToken, refusal } from '../../kernel/problems/index.js';
import { claimsBefore, trustedMs, verifiedClaims } from './access-token.js';
import { callerOf, type Caller } from './caller.js';
import { IssuerKeys } from './discovery.js';
import { ExpiringCache } from './expiring-cache.js';
import { RegisteredPrograms, type FindRegistered } from './registered.js';

interface Trusted {
  readonly issuer: Issuer;
  readonly keys: IssuerKeys;
}

/** OpenID Connect resource server: verifies access tokens with fixed options, of several issuers by exact `iss`. */
export class BearerVerifier {
  private readonly verified = new ExpiringCache<Caller>(10_000);
  private readonly trusted: ReadonlyMap<string, Trusted>;
  private readonly names: readonly string[];
  private readonly registered: RegisteredPrograms;

  /** `home` is the region that runs this installation; `find` knows the programs of issuers that are not configured. */
  constructor(
    issuers: readonly Issuer[],
    private readonly home: string,
    find: FindRegistered = () => Promise.resolve(undefined),
  ) {
    this.trusted = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: new IssuerKeys(issuer.issuer) }]));
    this.names = issuers.flatMap(({ name }) => name ?? []);
    this.registered = new RegisteredPrograms(find, home);
  }

  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    if (known !== undefined) return known;
    const claimed = claimsBefore(token);
    const trusted = this.trusted.get(claimed.iss ?? '');
    if (trusted === undefined) return this.registered.verify(token, claimed);
    const payload = await verifiedClaims(token, trusted.issuer, trusted.keys);
    const caller = callerOf(payload, trusted.issuer, this.home, this.names);
    if (caller === undefined) throw refusal(invalidAccessToken);
    this.verified.set(token, caller, trustedMs(payload));
    return caller;
  }
}
