// The package brings no types of its own; this is the part of it that the issuer uses.
declare module 'oidc-provider' {
  import type { Server } from 'node:http';

  interface Client {
    clientId: string;
    scope?: string;
  }

  interface Context {
    oidc: { params: { scope?: string } };
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    listen(port: number, host: string): Server;
  }
}
