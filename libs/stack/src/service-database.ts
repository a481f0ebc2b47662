/**
 * One database and four roles per service: the owner migrates, the run role reads and writes and has no DDL. For callers of
 * other regions it becomes one of two narrower roles: one whose rows PostgreSQL itself picks, one that can only read.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface ServicePasswords {
  owner: string;
  app: string;
}

export interface ServiceDatabase {
  database: string;
  ownerUrl: string;
  appUrl: string;
}

export interface DatabaseOptions {
  /** `passerelle_<app>` by default; tests choose another name. Roles belong to the cluster and are reused. */
  database?: string;
  /** Passwords that the caller stores; without them the roles get random ones. */
  passwords?: ServicePasswords;
  /** Locale options of CREATE DATABASE; the cluster's by default. */
  locale?: string;
}

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

// Arbitrary numbers: the lock only keeps simultaneous callers from creating the same role twice.
const rolesLock = 7_205_759;

export const randomPassword = () => randomBytes(18).toString('hex');

/** May be called again at every start: it creates what is missing and sets the passwords. */
export async function createServiceDatabase(adminUrl: string, app: string, options: DatabaseOptions = {}) {
  const database = options.database ?? `passerelle_${app}`;
  const passwords = options.passwords ?? { owner: randomPassword(), app: randomPassword() };
  const roles = rolesOf(app);
  await withAdmin(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [rolesLock]);
    await ensureRole(admin, roles.owner, passwords.owner);
    await ensureRole(admin, roles.app, passwords.app);
    for (const role of [roles.party, roles.list]) await ensureNarrowRole(admin, role, roles.app);
    await ensureDatabase(admin, database, roles.owner, options.locale);
  });
  await withAdmin(withDatabase(adminUrl, database), (admin) => grant(admin, database, roles));
  return {
    database,
    ownerUrl: withUser(adminUrl, database, roles.owner, passwords.owner),
    appUrl: withUser(adminUrl, database, roles.app, passwords.app),
  };
}

/** The purpose of a template database, and how it is prepared. */
export interface Template {
  readonly app: string;
  readonly database: string;
  readonly passwords: ServicePasswords;
  readonly prepare: (ownerUrl: string) => Promise<unknown>;
}

/**
 * A template database: the first caller creates and prepares it, while all others wait. It accepts no connections once it is
 * prepared, because PostgreSQL copies only a database without connections.
 */
export async function ensureTemplate(adminUrl: string, { app, database, passwords, prepare }: Template): Promise<void> {
  await withAdmin(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [database]);
    const { rows } = await admin.query('SELECT datallowconn AS open FROM pg_database WHERE datname = $1', [database]);
    if (rows[0]?.open === false) return;
    if (rows.length > 0) await dropDatabase(adminUrl, database); // its maker was killed half-way
    const { ownerUrl } = await createServiceDatabase(adminUrl, app, { database, passwords });
    await prepare(ownerUrl);
    await admin.query(`ALTER DATABASE ${name(database)} ALLOW_CONNECTIONS false`);
  });
}

/** A copy of the template with its tables, rows and rights. */
export async function copyDatabase(
  adminUrl: string,
  { app, database: template, passwords }: Omit<Template, 'prepare'>,
  database: string,
): Promise<ServiceDatabase> {
  const roles = rolesOf(app);
  await withAdmin(adminUrl, async (admin) => {
    await admin.query(`CREATE DATABASE ${name(database)} TEMPLATE ${name(template)} OWNER ${name(roles.owner)}`);
    await admin.query(accessTo(database, roles).join(';\n'));
  });
  return {
    database,
    ownerUrl: withUser(adminUrl, database, roles.owner, passwords.owner),
    appUrl: withUser(adminUrl, database, roles.app, passwords.app),
  };
}

export async function dropDatabase(adminUrl: string, database: string): Promise<void> {
  await withAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name(database)} WITH (FORCE)`));
}

async function ensureRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = known.rowCount ? 'ALTER' : 'CREATE';
  await admin.query(
    `${verb} ROLE ${name(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${literal(password)}`,
  );
}

/** A role without login; the run role may assume it (SET ROLE), and has none of its rights before. */
async function ensureNarrowRole(admin: pg.Client, role: string, app: string): Promise<void> {
  const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!known.rowCount) await admin.query(`CREATE ROLE ${name(role)} NOLOGIN`);
  await admin.query(`ALTER ROLE ${name(app)} NOINHERIT; GRANT ${name(role)} TO ${name(app)}`);
}

async function ensureDatabase(admin: pg.Client, database: string, owner: string, locale?: string): Promise<void> {
  const read = locale === undefined ? '' : ` TEMPLATE template0 ENCODING UTF8 ${locale}`;
  const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (!known.rowCount) await admin.query(`CREATE DATABASE ${name(database)} OWNER ${name(owner)}${read}`);
}

const rolesOf = (app: string): Roles => ({
  owner: `${app}_owner`,
  app: `${app}_app`,
  party: `${app}_party`,
  list: `${app}_list`,
});

/** The right to connect belongs to the database itself, so it is not copied from the template. */
const accessTo = (database: string, { owner, app }: Roles): string[] => [
  `REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`,
  `GRANT CONNECT, TEMPORARY ON DATABASE ${name(database)} TO ${name(owner)}`,
  `GRANT CONNECT ON DATABASE ${name(database)} TO ${name(app)}`,
];

interface Roles {
  owner: string;
  app: string;
  party: string;
  list: string;
}

async function grant(admin: pg.Client, database: string, roles: Roles): Promise<void> {
  const [owner, app, party, list] = [name(roles.owner), name(roles.app), name(roles.party), name(roles.list)];
  const madeByOwner = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT`;
  const steps = [
    ...accessTo(database, roles),
    `ALTER SCHEMA public OWNER TO ${owner}`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${app}`,
    `GRANT USAGE ON SCHEMA public TO ${app}, ${party}, ${list}`,
    `${madeByOwner} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}, ${party}`,
    `${madeByOwner} SELECT ON TABLES TO ${list}`,
    `${madeByOwner} USAGE, SELECT ON SEQUENCES TO ${app}, ${party}`,
    `${madeByOwner} EXECUTE ON FUNCTIONS TO ${app}, ${party}, ${list}`,
    // For a database from before the narrow roles existed.
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${party}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${list}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${party}`,
  ];
  await admin.query(steps.join(';\n'));
  // The machine's PostgreSQL may lack the contrib extensions; search works without them.
  const available = await admin.query("SELECT name FROM pg_available_extensions WHERE name IN ('unaccent', 'pg_trgm')");
  for (const { name: extension } of available.rows)
    await admin.query(`CREATE EXTENSION IF NOT EXISTS ${name(extension)}`);
}

async function withAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 60_000 });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function withUser(url: string, database: string, user: string, password: string): string {
  const changed = new URL(withDatabase(url, database));
  changed.username = user;
  changed.password = password;
  return changed.href;
}
