/** The stack's own secrets: random, made at the first start, kept in `.run/secrets.json` for its owner alone. */
import { existsSync, readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { localClients, newIssuerKeys } from './issuer.ts';
import type { IssuerClient } from './issuer.ts';
import { services } from './nats-config.ts';
import { writePrivately } from './run-folder.ts';
import { randomPassword } from './service-database.ts';
import type { ServicePasswords } from './service-database.ts';

export interface Secrets {
  roles: Record<string, ServicePasswords>;
  nats: Record<string, string>;
  clients: Record<string, string>;
  issuerKeys: { keys: JWK[] };
  /** Signs the cursors of each service. */
  cursors: Record<string, string>;
  /** Signs the internal caller token; only the gateway has it. */
  callerKey: JWK;
}

export async function keptSecrets(path: string): Promise<Secrets> {
  const secrets = existsSync(path) ? completed(JSON.parse(readFileSync(path, 'utf8'))) : await newSecrets();
  writePrivately(path, secrets);
  return secrets;
}

/** Adds secrets that did not exist at the first start. */
function completed(kept: Secrets): Secrets {
  const clients = { ...each(Object.keys(localClients), randomPassword), ...kept.clients };
  return { ...kept, clients, cursors: { ...each(services, randomPassword), ...kept.cursors } };
}

const each = <T>(names: readonly string[], make: () => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, make()]));

async function newSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return {
    roles: each(services, () => ({ owner: randomPassword(), app: randomPassword() })),
    nats: each([...services, 'operator', 'sys'], randomPassword),
    cursors: each(services, randomPassword),
    clients: each(Object.keys(localClients), randomPassword),
    issuerKeys: await newIssuerKeys(),
    callerKey: { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'EdDSA', use: 'sig' },
  };
}

export function issuerClients({ clients }: Secrets): IssuerClient[] {
  return Object.entries(localClients).map(([id, access]) => ({ id, secret: clients[id] ?? '', ...access }));
}

/** The public keys that verify the internal caller token, for every service. */
export function callerKeySet({ callerKey: { kty, crv, x, kid, alg, use } }: Secrets): { keys: JWK[] } {
  return { keys: [{ kty, crv, x, kid, alg, use }] };
}
