// Every secret that docker/compose.yaml mounts: random, one file each, generated once. A vault may provide the same files.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@passerelle/stack/nats-config';
import { writePartners } from '@passerelle/stack/nats-partners';
import { brokerUsers, passwordName } from './nats.ts';

const random = () => randomBytes(24).toString('hex');

/** File names and contents. */
export function newSecrets(): Record<string, string> {
  const nats = brokerUsers.map((user) => ({ user, password: random() }));
  const roles = services.map((service) => ({ service, owner: random(), app: random() }));
  return {
    ...callerKeys(),
    postgres_password: random(),
    postgres_roles: lines(roles.map(({ service, owner, app }) => `${service} ${owner} ${app}`)),
    nats_passwords: lines(nats.map(({ user, password }) => `${passwordName(user)}: "${password}"`)),
    ...Object.fromEntries(nats.map(({ user, password }) => [`${user}_nats_password`, password])),
    ...Object.fromEntries(services.map((service) => [`${service}_cursor_key`, random()])),
    ...Object.fromEntries(
      roles.flatMap(({ service, owner, app }) => [
        [`${service}_database_owner_url`, urlOf(service, `${service}_owner`, owner)],
        [`${service}_database_url`, urlOf(service, `${service}_app`, app)],
      ]),
    ),
  };
}

/** Only the gateway signs; every service verifies. */
function callerKeys() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d, ...open } = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'EdDSA', use: 'sig' };
  return { caller_keys: JSON.stringify({ keys: [open] }), caller_signing_key: JSON.stringify({ ...open, d }) };
}

const urlOf = (service: string, role: string, password: string) =>
  `postgres://${role}:${password}@postgres:5432/passerelle_${service}`;

const lines = (each: string[]) => `${each.join('\n')}\n`;

/** Refuses to overwrite: databases and streams keep the passwords that they were created with. */
export function writeSecrets(folder: string, secrets: Record<string, string>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(secrets)) {
    // Readable by the containers' users, which are others; on the host, the folder's mode denies access to everyone else.
    writeFileSync(join(folder, name), content, { mode: 0o444, flag: 'wx' });
  }
  // The broker's configuration includes them.
  writePartners(folder, []);
}
