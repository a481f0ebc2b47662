import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { anonymous, BearerVerifier, CallerTokenMint, type Caller } from '@passerelle/platform/access/identity';
import { inputFault, invalidAccessToken, refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { KnownKeys } from '../../api-keys/api-keys.api.js';
import { KnownSubscribers } from '../../subscribers/known-subscribers.api.js';
import type { AddressSecret } from './address-credentials.api.js';
import type { DoorRequest } from './request.js';

/** The caller, and the token for the one service that is called. */
export interface KnownCaller {
  readonly caller: Caller;
  /** The query that a credential in the address stands for. */
  readonly query?: string;
  mintFor(service: string): Promise<string>;
}

const bearer = /^Bearer ([\w.~+/-]+=*)$/i;

/** Turns the caller's credential into a caller. What a caller may do is decided by the service of the record. */
@Injectable()
export class Callers {
  private readonly verifier: BearerVerifier;
  private readonly mint: CallerTokenMint;

  constructor(
    { settings }: ServiceContext<DoorSettings>,
    private readonly keys: KnownKeys,
    subscribers: KnownSubscribers,
  ) {
    const find = subscribers.find.bind(subscribers);
    this.verifier = new BearerVerifier(settings.ISSUERS, settings.HOME_PARTY, find);
    this.mint = new CallerTokenMint(settings.CALLER_SIGNING_KEY);
  }

  /** Anonymous without any credential; a malformed header is refused, and so are two credentials together. */
  async recognise({ header }: Pick<DoorRequest, 'header'>, inAddress?: AddressSecret): Promise<KnownCaller> {
    const authorization = header('authorization');
    const key = header('x-api-key');
    if (authorization !== undefined && key !== undefined)
      throw inputFault('header', 'X-Api-Key', 'schemaViolation', 'must not be sent together with a bearer token');
    if (inAddress !== undefined && (authorization !== undefined || key !== undefined))
      throw inputFault(
        'query',
        inAddress.parameter,
        'schemaViolation',
        'must not be sent together with a token or a key',
      );
    if (inAddress !== undefined) return this.readerOf(inAddress);
    if (key !== undefined) return this.holderOf(key);
    return authorization === undefined ? this.known(anonymous, 'anonymous') : this.bearerOf(authorization);
  }

  private async holderOf(key: string): Promise<KnownCaller> {
    const caller = await this.keys.holderOf(key);
    return this.known(caller, caller.subject);
  }

  private async readerOf({ open, secret }: AddressSecret): Promise<KnownCaller> {
    const { caller, query } = await open(secret);
    return { ...this.known(caller, caller.subject), query };
  }

  private async bearerOf(authorization: string): Promise<KnownCaller> {
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) throw refusal(invalidAccessToken);
    return this.known(await this.verifier.verify(token), token);
  }

  /** The party of a subscriber may change while its credential stays. */
  private known(caller: Caller, credential: string): KnownCaller {
    const key = `${credential} ${caller.party}`;
    return { caller, mintFor: (service) => this.mint.mint(caller, service, key) };
  }
}
