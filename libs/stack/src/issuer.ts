/**
 * A local OpenID issuer, for development and tests: programs sign in with a secret, people choose who they are on a page,
 * and both get a signed token.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import Provider, { interactionPolicy } from 'oidc-provider';
import type { Client, Context, Token } from 'oidc-provider';
import { isLogin, login } from './issuer-login.ts';
import { newStore } from './issuer-store.ts';

export const audience = 'urn:passerelle:api';

/** The public client by which people sign in: it has no secret, so it must prove with PKCE that it started the sign-in. */
export const docsClient = 'passerelle-docs';

export interface ClientAccess {
  party: string;
  roles: string[];
  scopes: string[];
}

export interface IssuerClient extends ClientAccess {
  id: string;
  secret: string;
}

export interface IssuerOptions {
  port: number;
  clients: IssuerClient[];
  /** The only allowed redirect URIs for an authorization code; without any, people cannot sign in. */
  redirects?: readonly string[];
  /** Private keys (ES256) of an earlier start: tokens then outlive a restart of the issuer. */
  jwks?: { keys: JWK[] };
}

export interface Issuer {
  issuer: string;
  tokenEndpoint: string;
  stop(): Promise<void>;
}

const services = ['cooperation', 'representation', 'networks', 'projects'];
const reading = [...services.map((service) => `${service}:read`), 'indicators:read'];
const writing = services.map((service) => `${service}:write`);

const approving = services.map((service) => `${service}:approve`);
/** Who keeps the register of people: nobody else reads a name. */
const people = ['people:read', 'people:write'];
/** Everybody with a role may have calendar feeds of their own. */
const feeds = ['calendar:read', 'calendar:write'];
/** Partner regions act on records of cooperation in which they have a side; all other records they only read. */
const partnering = [...reading, 'products:read', ...feeds, 'cooperation:write', 'cooperation:approve'];

/** Who may sign in locally: people and programs of the region, one for each role, and those of its neighbours. */
export const localClients = {
  admin: { party: 'BE-BRU', roles: ['admin'], scopes: [...reading, ...writing, ...feeds, 'audit:read', 'admin'] },
  editor: { party: 'BE-BRU', roles: ['editor'], scopes: [...reading, ...writing, ...people, ...feeds] },
  approver: {
    party: 'BE-BRU',
    roles: ['approver'],
    scopes: [...reading, ...writing, ...approving, ...people, ...feeds],
  },
  auditor: { party: 'BE-BRU', roles: ['auditor'], scopes: [...reading, ...feeds, 'audit:read'] },
  reader: { party: 'BE-BRU', roles: [], scopes: reading },
  'partner-flanders': { party: 'BE-VLG', roles: ['partner'], scopes: partnering },
  'partner-wallonia': { party: 'BE-WAL', roles: ['partner'], scopes: partnering },
} satisfies Record<string, ClientAccess>;

const allScopes = [...new Set(Object.values(localClients).flatMap(({ scopes }) => scopes))];

/** The parties of the local clients, for which the issuer may issue tokens. */
export const localParties = [...new Set(Object.values(localClients).map(({ party }) => party))];

export async function newIssuerKeys(): Promise<{ keys: JWK[] }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { keys: [{ ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'ES256', use: 'sig' }] };
}

export async function startIssuer({ port, clients, redirects = [], jwks }: IssuerOptions): Promise<Issuer> {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configuration(clients, redirects, jwks ?? (await newIssuerKeys())));
  const server = createServer(answer(provider, `127.0.0.1:${port}`, redirects)).listen(port, '127.0.0.1');
  // A client may reuse a keep-alive connection at the moment at which the server closes it; on a busy machine that is frequent.
  server.keepAliveTimeout = 65_000;
  await once(server, 'listening'); // rejects with the reason when the port is taken
  return {
    issuer,
    tokenEndpoint: `${issuer}/token`,
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Against DNS rebinding: a foreign page whose name resolves to our address could read our answers, so other names in `Host` are refused. */
function answer(provider: Provider, host: string, redirects: readonly string[]): RequestListener {
  const users = Object.entries(localClients).map(([id, { party, roles }]) => ({ id, party, roles }));
  const others = provider.callback();
  return (request, response) => {
    if (request.headers.host !== host) return void response.writeHead(421).end();
    const answered = isLogin(request)
      ? login(provider, users, redirects, request, response)
      : others(request, response);
    answered.catch(() => response.writeHead(500).end());
  };
}

function configuration(
  clients: IssuerClient[],
  redirects: readonly string[],
  jwks: { keys: JWK[] },
): Record<string, unknown> {
  const programs = new Map(clients.map(({ id, ...access }) => [id, access]));
  const people = new Map<string, ClientAccess>(Object.entries(localClients));
  const claims = (access: ClientAccess | undefined) => access && { party: access.party, roles: access.roles };
  return {
    jwks,
    adapter: newStore(),
    clients: [...clients.map(registration), ...(redirects.length === 0 ? [] : [publicRegistration(redirects)])],
    scopes: ['openid', ...allScopes],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: resource,
      },
    },
    ttl: {
      ClientCredentials: 3600,
      AccessToken: 3600,
      IdToken: 3600,
      AuthorizationCode: 60,
      Interaction: 600,
      Session: 600,
      Grant: 3600,
    },
    extraTokenClaims: (_: Context, { accountId, clientId }: Token) =>
      claims(accountId === undefined ? programs.get(clientId) : people.get(accountId)),
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    findAccount: (_: Context, id: string) => people.has(id) && { accountId: id, claims: () => ({ sub: id }) },
    interactions: { url: (_: Context, { uid }: { uid: string }) => `/interaction/${uid}`, policy: askEachTime() },
    loadExistingGrant: (context: Context) => grantAll(context, people),
    pkce: { required: () => true },
    cookies: { keys: [crypto.randomUUID()] },
    renderError: (
      context: { type: string; body: string },
      { error, error_description: words }: Record<string, string>,
    ) => {
      context.type = 'text/plain';
      context.body = `${error}: ${words}`;
    },
    clientBasedCORS: (_: Context, origin: string) => redirects.some((uri) => new URL(uri).origin === origin),
  };
}

const registration = ({ id, secret, scopes }: IssuerClient) => ({
  client_id: id,
  client_secret: secret,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  scope: scopes.join(' '),
  id_token_signed_response_alg: 'ES256',
});

const publicRegistration = (redirects: readonly string[]) => ({
  client_id: docsClient,
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  redirect_uris: [...redirects],
  response_types: ['code'],
  scope: ['openid', ...allScopes].join(' '),
  id_token_signed_response_alg: 'ES256',
});

/** A developer plays several people in turn, so no sign-in session is kept. */
function askEachTime() {
  const policy = interactionPolicy.base();
  const chosen = (context: Context) => context.oidc.result?.login !== undefined;
  policy
    .get('login')
    .checks.add(new interactionPolicy.Check('choice', 'say who you are', (context) => !chosen(context)));
  return policy;
}

/** Requested scopes that the person may have are granted without a consent page. */
async function grantAll({ oidc }: Context, people: ReadonlyMap<string, ClientAccess>) {
  const { accountId } = oidc.session;
  const may = new Set(['openid', ...(people.get(accountId)?.scopes ?? [])]);
  const named = (allowed: boolean) =>
    [...oidc.requestParamScopes].filter((scope) => may.has(scope) === allowed).join(' ');
  const grant = new oidc.provider.Grant({ accountId, clientId: oidc.client.clientId });
  // The provider treats a scope both as its own (OIDC) and as the API's, and needs a grant for both.
  grant.addOIDCScope(named(true));
  grant.rejectOIDCScope(named(false));
  grant.addResourceScope(audience, named(true));
  grant.rejectResourceScope(audience, named(false));
  await grant.save();
  return grant;
}

// A request that names no scope gets all that its client may have.
function resource({ oidc: { params } }: Context, requested: string, client: Client) {
  const begins = params.grant_type === 'client_credentials' || params.response_type !== undefined;
  const scope = (client.scope ?? '').replace(/^openid /, '');
  if (begins) params.scope ??= scope;
  return {
    audience: requested,
    scope,
    accessTokenFormat: 'jwt',
    accessTokenTTL: 3600,
    jwt: { sign: { alg: 'ES256' } },
  };
}
