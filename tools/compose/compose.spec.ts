import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DoorSettings, MigrationSettings, readEnvironment, ServiceSettings } from '@passerelle/platform/kernel/config';
import { parse } from 'yaml';
import { servicesOf } from '../migration/list.ts';
import { containerNatsConfig } from './nats.ts';
import { newSecrets, writeSecrets } from './secrets.ts';

interface Container {
  image: string;
  build?: { args: { SERVICE: string } };
  environment?: Record<string, string | number>;
  secrets?: string[];
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  command?: string[];
}

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const compose = parse(read('docker/compose.yaml'), { merge: true }) as {
  services: Record<string, Container>;
  secrets: Record<string, { file: string }>;
};
const services = servicesOf(root);
const containerOf = (name: string): Container => compose.services[name] ?? { image: 'absent' };

const folder = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'made');
writeSecrets(folder, newSecrets());

/** The environment of a container: secrets from generated files, example values for the operator's variables. */
function environmentOf(name: string): Record<string, string> {
  const example = {
    PUBLIC_URL: 'https://api.example.brussels',
    ISSUERS: '[{"issuer":"https://login.example.brussels","audience":"a"}]',
  };
  const given = Object.entries(containerOf(name).environment ?? {}).map(([key, value]) => {
    const text = String(value)
      .replace('/run/secrets', folder)
      .replace(/\$\{\w+:-(.*)\}/, '$1');
    return [key, /^\$\{/.test(text) ? (Object.entries(example).find(([known]) => known === key)?.[1] ?? '') : text];
  });
  return Object.fromEntries(given);
}

describe('docker/compose.yaml', () => {
  it('runs every service of the repository', () => {
    const run = Object.keys(compose.services).filter((name) => containerOf(name).build && !name.endsWith('-migration'));
    expect(run.sort()).toEqual([...services].sort());
  });

  it.each(services)('gives %s an environment that its schema accepts, without unknown variables', (name) => {
    const schema = name === 'gateway' ? DoorSettings : ServiceSettings;
    expect(() => readEnvironment(schema, environmentOf(name))).not.toThrow();
    const given = Object.keys(environmentOf(name)).map((key) => key.replace(/_FILE$/, ''));
    expect(given.filter((key) => !(key in schema.shape))).toEqual([]);
  });

  it.each(services)('migrates %s as the owner of its schema before it starts', (name) => {
    const job = containerOf(`${name}-migration`);
    expect(job).toMatchObject({ image: containerOf(name).image, command: ['node', 'main.js', 'migrate'] });
    expect(readEnvironment(MigrationSettings, environmentOf(`${name}-migration`)).DATABASE_OWNER_URL).toContain(
      `${name}_owner`,
    );
    expect(containerOf(name).depends_on?.[`${name}-migration`]).toEqual({
      condition: 'service_completed_successfully',
    });
  });

  it.each(services)('keeps the owner of the schema and the secrets of others out of %s', (name) => {
    const own = [`${name}_database_url`, `${name}_nats_password`, `${name}_cursor_key`, 'caller_keys'];
    const door = name === 'gateway' ? ['caller_signing_key'] : [];
    expect(containerOf(name).secrets?.toSorted()).toEqual([...own, ...door].sort());
  });

  it('writes no secret into an environment', () => {
    const named = Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment ?? {}));
    expect(named.filter((key) => /PASSWORD$|KEY$|KEYS$|DATABASE.*URL$/.test(key))).toEqual([]);
  });

  it('pins every image, and drops capabilities that our own containers do not need', () => {
    for (const [name, { image, build, read_only, cap_drop }] of Object.entries(compose.services)) {
      expect({ name, pinned: /:(\d+\.\d+|\$\{TAG:-\d+\.\d+\.\d+\})/.test(image) }).toEqual({ name, pinned: true });
      if (build) expect({ name, read_only, cap_drop }).toEqual({ name, read_only: true, cap_drop: ['ALL'] });
    }
  });

  it('opens one port, on the loopback address', () => {
    const open = Object.values(compose.services).flatMap(({ ports }) => ports ?? []);
    expect(open).toEqual(['127.0.0.1:${PORT:-3000}:3000']);
  });

  it('mounts every generated secret, and generates every mounted one', () => {
    const made = readdirSync(folder).filter((name) => !/^(operator|sys)_|^partners$/.test(name));
    expect(Object.keys(compose.secrets).sort()).toEqual(made.sort());
  });
});

describe('the secrets', () => {
  it('are never generated twice', () => {
    expect(() => writeSecrets(folder, newSecrets())).toThrow('EEXIST');
    expect(newSecrets()['caller_signing_key']).not.toBe(newSecrets()['caller_signing_key']);
  });

  it('contain one private key, for the gateway', () => {
    const secrets = newSecrets();
    expect(JSON.parse(secrets['caller_signing_key'] ?? '')).toHaveProperty('d');
    expect(secrets['caller_keys']).not.toContain('"d"');
  });
});

describe('docker/nats.conf', () => {
  it('has the permissions of `npm start`: regenerate it with `npm run compose -- nats`', () => {
    expect(read('docker/nats.conf')).toBe(containerNatsConfig());
  });

  it('includes accounts of subscribers, of which there are none at first', () => {
    const included = [...read('docker/nats.conf').matchAll(/include "partners\/([a-z.]+)"/g)].map(([, name]) => name);
    expect(included.sort()).toEqual(readdirSync(join(folder, 'partners')).sort());
    for (const name of included)
      expect(readFileSync(join(folder, 'partners', name ?? ''), 'utf8')).toMatch(/^#[^\n]*\n$/);
  });

  it('contains no password, and syncs to the disk', () => {
    expect(read('docker/nats.conf')).not.toMatch(/password: "/);
    expect(read('docker/nats.conf')).toContain('sync_interval: always');
  });
});

describe('docs/deploy.md', () => {
  it('documents every variable of every schema, and no other', () => {
    const table = read('docs/deploy.md').split('## Environment')[1]?.split('\n## ')[0] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const explained = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    const known = Object.keys({ ...DoorSettings.shape, ...MigrationSettings.shape });
    expect(explained.sort()).toEqual(known.sort());
  });
});

describe('docker/Dockerfile', () => {
  const lines = read('docker/Dockerfile').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('builds on the Node of this repository, by its full version', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect(lines).toContain(`ARG NODE_IMAGE=node:${devDependencies.node}-slim`);
    expect(
      lines.filter((line) => line.startsWith('FROM ')).every((line) => line.startsWith('FROM ${NODE_IMAGE}')),
    ).toBe(true);
  });

  it('runs as a numeric user that is not root', () => {
    expect(last.filter((line) => line.startsWith('USER '))).toEqual(['USER 10001:10001']);
  });

  it('runs the packed service without npm, and has a health check', () => {
    expect(last).toEqual(
      expect.arrayContaining(['COPY --from=build /app ./', 'CMD ["node", "--max-semi-space-size=4", "main.js"]']),
    );
    expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    expect(last.some((line) => /npm (ci|install|run)/.test(line))).toBe(false);
  });
});
