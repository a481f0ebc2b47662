import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { anonymous, BearerVerifier, CallerTokenMint, type Caller } from '@passerelle/platform/identity';
import { inputFault, invalidAccessToken, refuse } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { KnownKeys } from '../identity/keys.facts.js';
import type { DoorRequest } from './request.js';

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

  constructor(
    { settings }: ServiceContext<DoorSettings>,
    private readonly keys: KnownKeys,
  ) {
    this.verifier = new BearerVerifier(settings.ISSUERS, settings.HOME_PARTY);
    this.mint = new CallerTokenMint(settings.CALLER_SIGNING_KEY);
  }

  /** Nobody in particular without a token or a key; a header that is not exactly one of them is refused, and so are both. */
  async recognise({ header }: Pick<DoorRequest, 'header'>): Promise<KnownCaller> {
    const authorization = header('authorization');
    const key = header('x-api-key');
    if (authorization !== undefined && key !== undefined)
      throw inputFault('header', 'X-Api-Key', 'schemaViolation', 'comes beside a bearer token: send one of the two');
    if (key !== undefined) return this.holderOf(key);
    return authorization === undefined ? this.known(anonymous, 'anonymous') : this.bearerOf(authorization);
  }

  private async holderOf(key: string): Promise<KnownCaller> {
    const caller = await this.keys.holderOf(key);
    return this.known(caller, caller.subject);
  }

  private async bearerOf(authorization: string): Promise<KnownCaller> {
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) throw refuse(invalidAccessToken);
    return this.known(await this.verifier.verify(token), token);
  }

  private known(caller: Caller, key: string): KnownCaller {
    return { caller, mintFor: (service) => this.mint.mint(caller, service, key) };
  }
}
