/** A local OpenID issuer, for development and tests: programs sign in with a secret and get a signed token. */
import { once } from 'node:events';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import Provider from 'oidc-provider';
import type { Client, Context } from 'oidc-provider';

export const audience = 'urn:passerelle:api';

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
/** Partner regions act in the records of cooperation, where they are a side; the rest they read. */
const partnering = [...reading, 'cooperation:write'];

/** Who may sign in locally: people and programs of the region, one for each role, and those of its neighbours. */
export const localClients = {
  admin: { party: 'BE-BRU', roles: ['admin'], scopes: [...reading, ...writing, 'audit:read', 'admin'] },
  editor: { party: 'BE-BRU', roles: ['editor'], scopes: [...reading, ...writing] },
  approver: { party: 'BE-BRU', roles: ['approver'], scopes: [...reading, ...writing, ...approving] },
  auditor: { party: 'BE-BRU', roles: ['auditor'], scopes: [...reading, 'audit:read'] },
  reader: { party: 'BE-BRU', roles: [], scopes: reading },
  'partner-flanders': { party: 'BE-VLG', roles: ['partner'], scopes: partnering },
  'partner-wallonia': { party: 'BE-WAL', roles: ['partner'], scopes: partnering },
} satisfies Record<string, ClientAccess>;

/** Those for whom the local clients act: the issuer may speak for them. */
export const localParties = [...new Set(Object.values(localClients).map(({ party }) => party))];

export async function newIssuerKeys(): Promise<{ keys: JWK[] }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { keys: [{ ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'ES256', use: 'sig' }] };
}

export async function startIssuer({ port, clients, jwks }: IssuerOptions): Promise<Issuer> {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configuration(clients, jwks ?? (await newIssuerKeys())));
  const server = provider.listen(port, '127.0.0.1');
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

function configuration(clients: IssuerClient[], jwks: { keys: JWK[] }): Record<string, unknown> {
  const access = new Map(clients.map(({ id, party, roles }) => [id, { party, roles }]));
  return {
    jwks,
    adapter: Nothing,
    clients: clients.map(registration),
    scopes: [...new Set(clients.flatMap(({ scopes }) => scopes))],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, defaultResource: () => audience, getResourceServerInfo: resource },
    },
    ttl: { ClientCredentials: 3600 },
    extraTokenClaims: (_: Context, token: Client) => access.get(token.clientId),
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
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

// A request that names no scope gets all that its client may have.
function resource(context: Context, requested: string, client: Client) {
  context.oidc.params.scope ??= client.scope;
  return {
    audience: requested,
    scope: client.scope ?? '',
    accessTokenFormat: 'jwt',
    accessTokenTTL: 3600,
    jwt: { sign: { alg: 'ES256' } },
  };
}

/** Tokens carry all they say and clients are fixed: there is nothing to store. */
class Nothing {
  async upsert() {}
  async find() {}
  async findByUid() {}
  async findByUserCode() {}
  async consume() {}
  async destroy() {}
  async revokeByGrantId() {}
}
