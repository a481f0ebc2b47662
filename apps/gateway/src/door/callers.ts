import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { anonymous, BearerVerifier, CallerTokenMint, type Caller } from '@passerelle/platform/identity';
import { invalidAccessToken, refuse } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';

/** Who calls, and the token by which one service will believe it. */
export interface KnownCaller {
  readonly caller: Caller;
  mintFor(service: string): Promise<string>;
}

const bearer = /^Bearer ([\w.~+/-]+=*)$/i;

/** Turns the outer token into a caller. What a caller may do is decided by the service that owns the record. */
@Injectable()
export class Callers {
  private readonly verifier: BearerVerifier;
  private readonly mint: CallerTokenMint;

  constructor({ settings }: ServiceContext<DoorSettings>) {
    this.verifier = new BearerVerifier(settings.ISSUERS, settings.HOME_PARTY);
    this.mint = new CallerTokenMint(settings.CALLER_SIGNING_KEY);
  }

  /** Nobody in particular without a token; a header that is not exactly one bearer token is refused. */
  async recognise(authorization: string | undefined): Promise<KnownCaller> {
    if (authorization === undefined) return this.known(anonymous, 'anonymous');
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) throw refuse(invalidAccessToken);
    return this.known(await this.verifier.verify(token), token);
  }

  private known(caller: Caller, key: string): KnownCaller {
    return { caller, mintFor: (service) => this.mint.mint(caller, service, key) };
  }
}
