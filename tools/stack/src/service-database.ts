/** One database and two roles per service: the owner migrates, the run role reads and writes and has no DDL. */
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
  /** `passerelle_<app>` by default; tests name one of their own. Roles belong to the cluster and are reused. */
  database?: string;
  /** Given by a caller who keeps them; random ones replace the roles' passwords otherwise. */
  passwords?: ServicePasswords;
}

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

// Any number two: the lock only keeps simultaneous callers from creating the same role twice.
const rolesLock = 7_205_759;

export const randomPassword = () => randomBytes(18).toString('hex');

/** May be called again at every start: it creates what is missing and sets the passwords. */
export async function createServiceDatabase(adminUrl: string, app: string, options: DatabaseOptions = {}) {
  const database = options.database ?? `passerelle_${app}`;
  const passwords = options.passwords ?? { owner: randomPassword(), app: randomPassword() };
  const roles = { owner: `${app}_owner`, app: `${app}_app` };
  await withAdmin(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [rolesLock]);
    await ensureRole(admin, roles.owner, passwords.owner);
    await ensureRole(admin, roles.app, passwords.app);
    await ensureDatabase(admin, database, roles.owner);
  });
  await withAdmin(withDatabase(adminUrl, database), (admin) => grant(admin, database, roles));
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

async function ensureDatabase(admin: pg.Client, database: string, owner: string): Promise<void> {
  const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (!known.rowCount) await admin.query(`CREATE DATABASE ${name(database)} OWNER ${name(owner)}`);
}

async function grant(admin: pg.Client, database: string, roles: { owner: string; app: string }): Promise<void> {
  const [owner, app] = [name(roles.owner), name(roles.app)];
  const madeByOwner = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT`;
  const steps = [
    `REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${name(database)} TO ${owner}`,
    `GRANT CONNECT ON DATABASE ${name(database)} TO ${app}`,
    `ALTER SCHEMA public OWNER TO ${owner}`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${app}`,
    `GRANT USAGE ON SCHEMA public TO ${app}`,
    `${madeByOwner} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}`,
    `${madeByOwner} USAGE, SELECT ON SEQUENCES TO ${app}`,
    `${madeByOwner} EXECUTE ON FUNCTIONS TO ${app}`,
  ];
  await admin.query(steps.join(';\n'));
  // The server of the machine may come without the contributed extensions; searching without accents then does too.
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
