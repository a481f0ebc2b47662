// The package has no types; these cover the part that the issuer uses.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Client {
    clientId: string;
    scope?: string;
    redirectUris?: string[];
  }

  interface Token {
    clientId: string;
    /** Of the person who signed in; a program that signs in for itself has none. */
    accountId?: string;
  }

  interface Context {
    oidc: {
      params: { scope?: string; grant_type?: string; response_type?: string };
      client: Client;
      provider: Provider;
      session: { accountId: string };
      result?: { login?: object };
      requestParamScopes: Set<string>;
    };
  }

  interface Interaction {
    uid: string;
    params: { client_id: string };
  }

  interface Grant {
    addOIDCScope(scope: string): void;
    rejectOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    rejectResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  interface Prompt {
    checks: { add(check: Check): void };
  }

  export class Check {
    constructor(reason: string, description: string, check: (context: Context) => boolean);
  }

  export const interactionPolicy: {
    Check: typeof Check;
    base(): Prompt[] & { get(name: string): Prompt };
  };

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    Grant: new (of: { accountId: string; clientId: string }) => Grant;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }
}
