import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, describeEnvironment, readEnvironment } from './environment.js';
import { DoorSettings, ServiceSettings } from './settings.js';

const signing = { kty: 'OKP', crv: 'Ed25519', d: 'private-part', x: 'public-part' };

const complete = {
  DATABASE_URL: 'postgres://app:s3cret-one@127.0.0.1:5432/passerelle_projects',
  NATS_URL: 'nats://127.0.0.1:4222',
  NATS_USER: 'projects',
  NATS_PASSWORD: 's3cret-two',
  PUBLIC_URL: 'https://api.test',
  CALLER_KEYS: JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'public-part' }] }),
  CURSOR_KEY: 'a secret of thirty-two letters, at least',
};

const folder = mkdtempSync(join(tmpdir(), 'environment-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

function faultsOf(env: Record<string, string | undefined>, schema = ServiceSettings): readonly string[] {
  try {
    readEnvironment(schema, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults;
  }
}
const names = (faults: readonly string[]) => faults.map((fault) => fault.split(':')[0]).sort();

it('reads the given variables, and uses safe defaults for the rest', () => {
  expect(readEnvironment(ServiceSettings, complete)).toMatchObject({
    NATS_USER: 'projects',
    BIND_ADDRESS: '127.0.0.1',
    IN_FLIGHT: 200,
    LOG_LEVEL: 'info',
    CALLER_KEYS: { keys: [{ kty: 'OKP' }] },
  });
});

it('reports every fault at once', () => {
  expect(names(faultsOf({}))).toEqual(Object.keys(complete).sort());
  const wrong = { ...complete, DATABASE_URL: 'mysql://x', HEALTH_PORT: '99999', LOG_LEVEL: 'loud', CALLER_KEYS: '{}' };
  expect(names(faultsOf(wrong))).toEqual(['CALLER_KEYS', 'DATABASE_URL', 'HEALTH_PORT', 'LOG_LEVEL']);
  expect(names(faultsOf({ ...complete, CALLER_SIGNING_KEY: '{"kty":"RSA"}' }, DoorSettings))).toEqual([
    'CALLER_SIGNING_KEY',
    'ISSUERS',
  ]);
});

it.each([
  ['IN_FLIGHT', ['0', '-1', '1.5', 'many']],
  ['QUEUE', ['-1', 'x']],
  ['HEALTH_PORT', ['-1', '65536', 'http']],
  ['DRAIN_MS', ['-1', '600001']],
  ['PUBLIC_URL', ['api.test', '']],
  ['NATS_PASSWORD', ['']],
  ['NATS_URL', ['nats://', 'nats://a b:4222', 'nats://host:99999', 'nats://host:4222,']],
  ['CALLER_KEYS', ['', 'null', '[]', '{"keys":[]}', '{"keys":[{}]}']],
])('refuses a senseless %s', (name, values) => {
  for (const value of values) expect(names(faultsOf({ ...complete, [name]: value }))).toEqual([name]);
});

const issuersFrom = (...entries: object[]) => {
  const CALLER_SIGNING_KEY = JSON.stringify(signing);
  return readEnvironment(DoorSettings, { ...complete, CALLER_SIGNING_KEY, ISSUERS: JSON.stringify(entries) }).ISSUERS;
};
const login = { issuer: 'https://login.test', audience: 'api' };

it('needs few settings of an issuer, and uses strict defaults for the rest', () => {
  expect(issuersFrom(login)).toMatchObject([
    { parties: [], accessTokens: { typ: 'at+jwt', claims: {} }, claims: { roles: ['roles'], scopes: ['scope'] } },
  ]);
  expect(issuersFrom({ ...login, party: 'BE-VLG' })).toMatchObject([{ party: 'BE-VLG', parties: ['BE-VLG'] }]);
  expect(issuersFrom({ ...login, claims: { scopes: ['scp', 'roles'] } })).toMatchObject([
    { claims: { scopes: ['scp', 'roles'], id: ['jti'] } },
  ]);
  expect(issuersFrom({ ...login, issuer: 'http://127.0.0.1:4000' })).toHaveLength(1);
  expect(issuersFrom(login, { issuer: 'https://other.test', audience: 'api', name: 'other' })).toHaveLength(2);
});

it.each<[string, object[], string]>([
  ['over a plain network', [{ ...login, issuer: 'http://login.test' }], 'must be https'],
  ['whose signature anybody can make', [{ ...login, algorithms: ['HS256'] }], 'algorithms'],
  ['that signs nothing', [{ ...login, algorithms: ['none'] }], 'algorithms'],
  ['whose ID tokens would pass', [{ ...login, accessTokens: { typ: false } }], 'ID token'],
  ['whose ID tokens would pass by another typ', [{ ...login, accessTokens: { typ: 'JWT' } }], 'ID token'],
  ['for an unknown party', [{ ...login, parties: ['BE'] }], 'parties'],
  ['with a setting that does not exist', [{ ...login, partys: ['BE-BRU'] }], 'partys'],
  ['twice', [login, { ...login, name: 'again' }], 'twice'],
  ['without a name next to another issuer', [login, { ...login, issuer: 'https://other.test' }], 'without a name'],
])('refuses an issuer %s', (_, entries, told) => {
  expect(() => issuersFrom(...entries)).toThrow(told);
});

it('treats an empty variable as absent', () => {
  const empty = { IN_FLIGHT: '', OTEL_EXPORTER_OTLP_ENDPOINT: '', NATS_PASSWORD_FILE: '' };
  expect(readEnvironment(ServiceSettings, { ...complete, ...empty }).IN_FLIGHT).toBe(200);
  expect(names(faultsOf({ ...complete, NATS_USER_FILE: fileWith('nobody', '\n') }))).toEqual(['NATS_USER']);
});

it('prints no value, not even a wrong one', () => {
  const canaries = {
    DATABASE_URL: 'mysql://app:canary-1@x/y',
    NATS_PASSWORD: '',
    CALLER_KEYS: '{"keys":"canary-2"}',
    CALLER_SIGNING_KEY: JSON.stringify({ ...signing, kty: 'canary-3' }),
    ISSUERS: '[{"issuer":"canary-4"}]',
    LOG_LEVEL: 'canary-5',
    IN_FLIGHT: 'canary-6',
    PUBLIC_URL: 'canary-7',
  };
  const said = String(new ConfigurationError(faultsOf({ ...complete, ...canaries }, DoorSettings)));
  expect(said).not.toContain('canary');
  expect(said).toContain('PUBLIC_URL');
});

describe('a value in a file', () => {
  it('is read without the line end that editors leave, and wins over the variable', () => {
    const NATS_PASSWORD_FILE = fileWith('password', 'from-a-file\n');
    expect(readEnvironment(ServiceSettings, { ...complete, NATS_PASSWORD_FILE }).NATS_PASSWORD).toBe('from-a-file');
    const { NATS_PASSWORD, ...without } = complete;
    expect(readEnvironment(ServiceSettings, { ...without, NATS_PASSWORD_FILE }).NATS_PASSWORD).toBe('from-a-file');
  });

  it('is reported with the other faults when it cannot be read', () => {
    const faults = faultsOf({ ...complete, NATS_PASSWORD_FILE: join(folder, 'absent'), HEALTH_PORT: 'x' });
    expect(names(faults)).toEqual(['HEALTH_PORT', 'NATS_PASSWORD_FILE']);
  });
});

it('prints every variable with its meaning, and no value', () => {
  const told = describeEnvironment(DoorSettings);
  expect(told).toMatch(/^DATABASE_URL +required +PostgreSQL/m);
  expect(told).toMatch(/^IN_FLIGHT +optional +calls answered at once$/m);
  const undescribed = told
    .split('\n')
    .slice(1)
    .filter((line) => line.trim().split(/ {2,}| (?=required|optional)/).length < 3);
  expect(undescribed).toEqual([]);
});
