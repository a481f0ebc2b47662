import { Injectable } from '@nestjs/common';
import type { Caller } from '@passerelle/platform/access/identity';
import { inputFault } from '@passerelle/platform/kernel/problems';

// Credentials in an address, for programs that send no header. The door forwards neither the secret nor the parameter: whoever
// recognises it says who calls, and with which query.

export interface OpenedAddress {
  readonly caller: Caller;
  /** The query that the secret stands for, as it would be in an address. */
  readonly query: string;
}

interface AddressCredential {
  readonly parameter: string;
  /** Refuses a secret that it does not know. */
  readonly open: (secret: string) => Promise<OpenedAddress>;
}

export interface AddressSecret extends AddressCredential {
  readonly secret: string;
}

@Injectable()
export class AddressCredentials {
  private readonly known = new Map<string, AddressCredential>();

  /** `path` as in the routes: `/v1/calendar.ics`. */
  add(path: string, credential: AddressCredential): void {
    this.known.set(path, credential);
  }

  /** The secret in an address; undefined if it has none. It stands for all parameters, so there must be no other. */
  in(path: string, query: string): AddressSecret | undefined {
    const credential = this.known.get(path);
    const parameters = new URLSearchParams(query);
    if (credential === undefined || !parameters.has(credential.parameter)) return undefined;
    const { parameter } = credential;
    const other = [...parameters.keys()].find((name) => name !== parameter);
    if (other !== undefined)
      throw inputFault('query', other, 'unknownInput', `is not known together with \`${parameter}\``);
    return { ...credential, secret: parameters.getAll(parameter).join(' ') };
  }
}
