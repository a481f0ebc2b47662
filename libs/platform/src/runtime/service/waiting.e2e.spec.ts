import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { broker, type Broker } from '@passerelle/testing/broker';
import type { FreshDatabase } from '@passerelle/testing/database';
import { notes } from '@passerelle/testing/notes';
import { newCertificate, proxyOf, type Proxy } from '@passerelle/testing/proxy';
import { migratedDatabase, startApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { freePort } from '@passerelle/stack/ports';
import { freshFolder, shared } from '@passerelle/stack/test-run';
import pg from 'pg';
import { createLogger } from '../../kernel/telemetry/index.js';

// One service, a proxy in front of NATS and one in front of PostgreSQL, and every kind of outage of either: at the start, and
// while the service runs. Its answers and log lines are printed as a table.

const patienceMs = 90_000;
const unique = randomBytes(6).toString('hex');
const role = `waiting_${unique}`;
const rightPassword = `right-${unique}`;
const wrongPassword = `wrong-${unique}`;
const trusted = newCertificate();
const other = newCertificate();
const authority = join(freshFolder('authority'), 'ca.pem');

let nats: Broker;
let data: FreshDatabase;
let database: string;
let toNats: Proxy;
let toPostgres: Proxy;

const administer = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: shared('postgres') });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

beforeAll(async () => {
  writeFileSync(authority, trusted.cert);
  [nats, data] = await Promise.all([broker(), migratedDatabase(notes)]);
  database = new URL(data.appUrl).pathname.slice(1);
  await administer(`CREATE ROLE ${role} LOGIN PASSWORD '${rightPassword}' IN ROLE networks_app`);
  toNats = await proxyOf('nats', nats.url);
  toPostgres = await proxyOf('postgres', data.appUrl, trusted);
}, 120_000);

afterAll(async () => {
  await toNats?.close();
  await toPostgres?.close();
  await data?.drop();
  await administer(`DROP ROLE IF EXISTS ${role}`);
  await nats?.stop();
  process.stdout.write(`\n${table()}\n`);
}, 60_000);

/** An outage of one of the two, and how it ends. */
interface Fault {
  readonly name: string;
  readonly need: 'nats' | 'database';
  readonly reason: RegExp;
  readonly settings?: () => Record<string, string>;
  readonly begin: () => Promise<void>;
  /** Absent when only another configuration helps. */
  readonly end?: () => Promise<void>;
}

const nothing = async (): Promise<void> => undefined;
const postgresUrl = (host = '127.0.0.1'): string =>
  `postgres://${role}:${rightPassword}@${host}:${toPostgres.port}/${database}?sslmode=verify-full&sslrootcert=${authority}`;
const setPassword = async (password: string): Promise<void> => {
  await administer(`ALTER ROLE ${role} PASSWORD '${password}'`);
  toPostgres.cut();
};
const rename = async (from: string, to: string): Promise<void> => {
  await toPostgres.close();
  await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`);
  await administer(`ALTER DATABASE ${from} RENAME TO ${to}`).finally(() => toPostgres.open());
};
const natsPassword = async (change: (known: string) => string): Promise<void> => {
  const user = nats.users.networks;
  if (user !== undefined) user.password = change(user.password);
  await nats.restart();
};

const faults: readonly Fault[] = [
  {
    name: 'away',
    need: 'nats',
    reason: /^NATS at 127.0.0.1:\d+ refuses the connection/,
    begin: () => toNats.close(),
    end: () => toNats.open(),
  },
  {
    name: 'away',
    need: 'database',
    reason: /^PostgreSQL at 127.0.0.1:\d+ refuses the connection/,
    begin: () => toPostgres.close(),
    end: () => toPostgres.open(),
  },
  {
    name: 'wrong host',
    need: 'nats',
    reason: /^the host of NATS at nowhere.invalid:4222 is not known/,
    settings: () => ({ NATS_URL: 'nats://nowhere.invalid:4222' }),
    begin: nothing,
  },
  {
    name: 'wrong host',
    need: 'database',
    reason: /^the host of PostgreSQL at nowhere.invalid:\d+ is not known/,
    settings: () => ({ DATABASE_URL: postgresUrl('nowhere.invalid') }),
    begin: nothing,
  },
  {
    name: 'wrong password',
    need: 'nats',
    reason: /refuses the user networks or the password/,
    begin: () => natsPassword((known) => `${known}-other`),
    end: () => natsPassword((known) => known.replace(/-other$/, '')),
  },
  {
    name: 'wrong password',
    need: 'database',
    reason: /refuses the user waiting_\w+ or the password/,
    begin: () => setPassword(wrongPassword),
    end: () => setPassword(rightPassword),
  },
  {
    name: 'unknown CA',
    need: 'nats',
    reason: /^the certificate of NATS at .* is not trusted/,
    begin: async () => toNats.show(other),
    end: async () => toNats.show(undefined),
  },
  {
    name: 'unknown CA',
    need: 'database',
    reason: /^the certificate of PostgreSQL at .* is not trusted/,
    begin: async () => toPostgres.show(other),
    end: async () => toPostgres.show(trusted),
  },
  {
    name: 'wrong database',
    need: 'database',
    reason: /has no database test_networks_\w+$/,
    begin: () => rename(database, `${database}_away`),
    end: () => rename(`${database}_away`, database),
  },
];

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly need?: string;
  readonly reason?: string;
}

interface Readiness {
  readonly status: number;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly reason?: string }>>;
}

/** The service in this process, from before it is ready. */
class Launched {
  readonly lines: string[] = [];
  readonly texts: string[] = [];
  private readonly stop = new AbortController();
  readonly started: ReturnType<typeof startApp>;

  constructor(
    private readonly port: number,
    settings: Record<string, string>,
    password: string,
  ) {
    const logger = createLogger('networks', 'info', { write: (line: string) => void this.lines.push(line) });
    const own = {
      NATS_URL: `nats://127.0.0.1:${toNats.port}`,
      NATS_PASSWORD: password,
      DATABASE_URL: postgresUrl(),
      HEALTH_PORT: String(port),
    };
    this.started = startApp(notes, {
      broker: nats,
      data,
      settings: { ...own, ...settings },
      surroundings: { stop: this.stop.signal, logger },
    });
    this.started.catch(() => undefined);
  }

  async live(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.port}/livez`)).status;
  }

  /** Undefined before the health port is open. */
  async ready(): Promise<Readiness | undefined> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
    if (answer === undefined) return undefined;
    const text = await answer.text();
    this.texts.push(text);
    return { status: answer.status, checks: JSON.parse(text).checks };
  }

  /** Warnings about dependencies, since the line with this number. */
  warnings(from: number): Line[] {
    const lines = this.lines.slice(from).map((line): Line => JSON.parse(line));
    return lines.filter(({ level, need }) => level === 40 && need !== undefined);
  }

  /** Stops the service, at whatever stage of its start it is. */
  async end(): Promise<void> {
    this.stop.abort();
    const app = await this.started.catch(() => undefined);
    await app?.close();
  }
}

const launch = async (settings: Record<string, string> = {}): Promise<Launched> =>
  new Launched(await freePort(), settings, nats.users.networks?.password.replace(/-other$/, '') ?? '');

const rows: string[][] = [['missing', 'fault', 'when', '/livez', '/readyz', 'reason = log line (warn)', 'afterwards']];

function table(): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`).join('\n');
}

/** Expects the service to report what is missing, in its answer, and once in its log. */
async function sees(service: Launched, present: readonly Fault[], from: number, when: string): Promise<string[]> {
  const named = async (): Promise<boolean> => {
    const { checks = {} } = (await service.ready()) ?? {};
    return present.every(({ need, reason }) => reason.test(checks[need]?.reason ?? ''));
  };
  await until(`/readyz reports what is missing ${when}`, named, patienceMs).catch((error: Error) => {
    throw new Error(`${error.message}, only ${[...new Set(service.texts)].join('\n')}`, { cause: error });
  });
  const readiness = await service.ready();
  const live = await service.live();
  expect([live, readiness?.status]).toEqual([200, 503]);
  const missing = present.map(({ need }) => need);
  for (const need of ['nats', 'database'])
    expect([need, readiness?.checks[need]?.status]).toEqual([
      need,
      missing.includes(need as Fault['need']) ? 'DOWN' : 'UP',
    ]);
  for (const { need } of present) {
    const told = service.warnings(from).filter((line) => line.need === need);
    expect(told.filter((line, at) => line.reason === told[at - 1]?.reason)).toEqual([]);
    expect(told.at(-1)).toMatchObject({ msg: `waits for ${need}`, reason: readiness?.checks[need]?.reason });
  }
  const reasons = present.map(({ need }) => readiness?.checks[need]?.reason ?? '').join(' + ');
  const names = [...new Set(present.map(({ name }) => name))].join(' + ');
  const who = present.map(({ need }) => (need === 'nats' ? 'NATS' : 'PostgreSQL')).join(' + ');
  return [who, names, when, String(live), String(readiness?.status), reasons];
}

async function comesBack(service: Launched, present: readonly Fault[], from: number): Promise<void> {
  for (const fault of present) await fault.end?.();
  const isReady = async (): Promise<boolean> => (await service.ready())?.status === 200;
  await until('it is ready by itself', isReady, patienceMs);
  const said = service.lines.slice(from).map((line): Line => JSON.parse(line));
  const here = said.filter(({ level }) => level === 30).map(({ msg }) => msg);
  expect(here).toEqual(expect.arrayContaining(present.map(({ need }) => `has ${need}`)));
}

const secrets = (): string[] => [
  rightPassword,
  wrongPassword,
  nats.users.networks?.password.replace(/-other$/, '') ?? '',
];

function keepsSecrets({ lines, texts }: Launched): void {
  const said = [...lines, ...texts].join('\n');
  expect(secrets().filter((secret) => said.includes(secret))).toEqual([]);
}

const ofNeed = (need: Fault['need']): readonly Fault[] => faults.filter((fault) => fault.need === need);
const both = ofNeed('nats').map((fault): readonly Fault[] => [
  fault,
  ...ofNeed('database').filter(({ name }) => name === fault.name),
]);
const atStart = [...faults.map((fault) => [fault]), ...both].map(
  (present) => [present.map(({ need, name }) => `${need} ${name}`).join(' and '), present] as const,
);

/** Stops the service and ends the outage, whether or not the test passes. */
async function withService(
  settings: Record<string, string>,
  test: (service: Launched) => Promise<void>,
  present: readonly Fault[],
): Promise<void> {
  const service = await launch(settings);
  try {
    await test(service);
  } catch (error) {
    for (const fault of present) await fault.end?.().catch(() => undefined);
    throw error;
  } finally {
    await service.end();
  }
  expect(await service.ready()).toBeUndefined();
  keepsSecrets(service);
}

it.each(atStart)(
  'waits at its start and reports why: %s',
  async (_, present) => {
    for (const fault of present) await fault.begin();
    const heals = present.every(({ end }) => end !== undefined);
    const settings: Record<string, string> = Object.assign({}, ...present.map((fault) => fault.settings?.()));
    const test = async (service: Launched): Promise<void> => {
      const row = await sees(service, present, 0, 'at start');
      if (heals) await comesBack(service, present, 0);
      rows.push([...row, heals ? 'ready by itself' : 'stopped while it waited']);
    };
    await withService(settings, test, present);
  },
  240_000,
);

it.each(atStart.filter(([, present]) => present.every(({ end }) => end !== undefined)))(
  'reports an outage while it runs, and is ready again after it: %s',
  async (_, present) => {
    const test = async (service: Launched): Promise<void> => {
      await service.started;
      const from = service.lines.length;
      for (const fault of present) await fault.begin();
      const row = await sees(service, present, from, 'later');
      await comesBack(service, present, from);
      rows.push([...row, 'ready by itself']);
    };
    await withService({}, test, present);
  },
  240_000,
);

it('names the migrations that are missing, and is ready once they are applied', async () => {
  const owner = new pg.Client({ connectionString: data.ownerUrl });
  await owner.connect();
  const [missing] = (
    await owner.query('DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations) RETURNING *')
  ).rows;
  const service = await launch();
  const reason = async (): Promise<string | undefined> => (await service.ready())?.checks.migrations?.reason;
  await until('the migration is named', async () => (await reason())?.includes(missing.name) === true, patienceMs);
  expect(service.warnings(0).map(({ need }) => need)).toEqual(['migrations']);
  await owner.query('INSERT INTO migrations (timestamp, name) VALUES ($1, $2)', [missing.timestamp, missing.name]);
  await owner.end();
  await service.started;
  rows.push([
    'migrations',
    'missing',
    'at start',
    '200',
    '503',
    `the migration job must apply ${missing.name}`,
    'ready by itself',
  ]);
  await service.end();
}, 120_000);
