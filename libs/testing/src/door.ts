/** The surroundings of a door in a test: an issuer, tokens of its clients, and an HTTP client. */
import { audience, docsClient, localClients, localParties, newIssuerKeys, startIssuer } from '@passerelle/stack/issuer';
import { unlimited } from '@passerelle/stack/environment';
import { freePort } from '@passerelle/stack/ports';
import { writeDownProblem } from './seen.js';
import { callerKeys, type StartedApp } from './start-app.js';

type Keys = Awaited<ReturnType<typeof newIssuerKeys>>;

export interface TestIssuer {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** An access token of each local client, by its name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** For `startApp`: a door that trusts this issuer. */
  readonly settings: Readonly<Record<string, string>>;
  /** With the private parts, so that a test can sign tokens too. */
  readonly keys: Keys;
  /** A new access token of a local client. */
  tokenOf(client: string): Promise<string>;
  stop(): Promise<void>;
  /** Restarts at the same address after `stop`; signs with the first of these keys. */
  start(keys?: Keys): Promise<void>;
}

/** The redirect URI of the user interface of a door that `startApp` started. */
export const docsRedirect = 'http://passerelle.test/docs/oauth2-redirect.html';

const clients = Object.entries(localClients).map(([id, access]) => ({ id, secret: `secret of ${id}`, ...access }));

/** `redirect` is the redirect URI; a door that a browser visits has one at its own address. */
export async function testIssuer(redirect = docsRedirect): Promise<TestIssuer> {
  const port = await freePort();
  const keys = await newIssuerKeys();
  let running = await startIssuer({ port, clients, redirects: [redirect], jwks: keys });
  const { issuer, tokenEndpoint } = running;
  const tokenOf = (client: string) => askToken(tokenEndpoint, client, `secret of ${client}`);
  const tokens: Record<string, string> = {};
  for (const { id } of clients) tokens[id] = await tokenOf(id);
  return {
    issuer,
    tokenEndpoint,
    tokens,
    settings: doorSettings([{ issuer, audience, parties: localParties, docsClient }]),
    keys,
    tokenOf,
    stop: () => running.stop(),
    start: async (jwks = keys) => {
      running = await startIssuer({ port, clients, redirects: [redirect], jwks });
    },
  };
}

/** For `startApp`: a door that trusts these issuers, by their entries in `ISSUERS`. */
export const doorSettings = (issuers: readonly object[]): Readonly<Record<string, string>> => ({
  PORT: '0',
  ISSUERS: JSON.stringify(issuers),
  CALLER_SIGNING_KEY: JSON.stringify(callerKeys.signing),
  // A test sends more requests than any caller, from one address.
  RATE_LIMITS: unlimited,
});

async function askToken(tokenEndpoint: string, id: string, secret: string): Promise<string> {
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
  return token;
}

/** Where a started door listens. */
export const urlOf = async ({ app }: StartedApp): Promise<string> => ('getUrl' in app ? app.getUrl() : '');

export interface HttpOptions {
  /** The bearer token; none when empty. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is. */
  readonly body?: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string;
  readonly text: string;
  /** Tests look into bodies of every shape. */
  readonly body: ReturnType<typeof JSON.parse>;
  readonly ms: number;
}

export type HttpClient = (method: string, path: string, options?: HttpOptions) => Promise<HttpAnswer>;

/** Calls a door; with `token` unless a call says otherwise. */
export const httpClient =
  (base: string, ownToken = ''): HttpClient =>
  async (method, path, { token = ownToken, headers = {}, body } = {}) => {
    const started = performance.now();
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
    const read = isJson ? JSON.parse(text) : undefined;
    if (!answer.ok) writeDownProblem(read?.type);
    return {
      status: answer.status,
      header: (name) => answer.headers.get(name) ?? '',
      text,
      body: read,
      ms: performance.now() - started,
    };
  };
