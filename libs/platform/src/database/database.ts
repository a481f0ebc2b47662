import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { gatewayTimeout, refuse, Refusal, serviceUnavailable } from '../problems/index.js';

/** A transaction: everything that a use case changes and records stands or falls with it. */
export type Tx = EntityManager;

const retryable = new Set(['40P01', '40001']);
const unavailable = new Set([
  '08000',
  '08003',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '55P03',
  '57014',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);
const unavailableWords = /timeout|Connection terminated|not queryable|Client has encountered a connection error/i;
/** TypeORM lets go of a connection that broke: what comes after it finds its runner gone. */
const brokenRunner = /^QueryRunner(Provider)?AlreadyReleasedError$/;

export class Database {
  private readonly listeners: (() => void)[] = [];

  constructor(readonly source: DataSource) {}

  /** Runs `work` in one transaction; a deadlock or serialization failure is tried again, three times in all. */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const result = await this.attempt(() => this.commit(work));
    for (const listener of this.listeners) listener();
    return result;
  }

  /** A connection that breaks under COMMIT leaves it unknown whether the change stands: that is 504, not 503. */
  private async commit<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    let committing = false;
    try {
      return await this.source.transaction(async (tx) => {
        const result = await work(tx);
        committing = true;
        return result;
      });
    } catch (error) {
      if (committing && isAway(error)) throw refuse(gatewayTimeout, { service: 'database' });
      throw error;
    }
  }

  /** Reads through entities, outside a transaction. */
  async read<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.attempt(() => work(this.source.manager));
  }

  /** One statement outside a transaction; for reads. */
  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.attempt(() => this.source.query<Row[]>(sql, [...values]));
  }

  /** The same for a statement that comes back with other values: each connection prepares it once. */
  async prepared<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    const pool: unknown = 'master' in this.source.driver ? this.source.driver.master : undefined;
    if (!(pool instanceof pg.Pool)) throw new Error('prepared statements need the pool of pg');
    return this.attempt(async () => (await pool.query<Row>(named(sql, values))).rows);
  }

  /** `listener` hears of every commit, after it. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  private async attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= 3 || !retryable.has(codeOf(error))) throw asAvailability(error);
        await new Promise((resume) => setTimeout(resume, Math.random() * 50 * attempt));
      }
    }
  }
}

/** As `prepared`, inside a transaction; TypeORM's own `query` has no name to give. */
export async function preparedIn<Row extends pg.QueryResultRow>(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): Promise<pg.QueryResult<Row>> {
  const client: unknown = await tx.queryRunner?.connect();
  if (!(client instanceof pg.Client)) throw new Error('prepared statements need a transaction of pg');
  return client.query<Row>(named(sql, values));
}

const names = new Map<string, string>();
/** Filters combine to many texts, and a connection keeps each that has a name: beyond so many they go without. */
const mostNames = 300;

function named(text: string, given: readonly unknown[]): pg.QueryConfig {
  const values = [...given];
  const known = names.get(text);
  if (known !== undefined) return { name: known, text, values };
  if (names.size >= mostNames) return { text, values };
  const name = `s${names.size}`;
  names.set(text, name);
  return { name, text, values };
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return unavailable.has(codeOf(error)) || unavailableWords.test(error.message) || brokenRunner.test(error.name);
}

/** A database that is away is the service being unavailable (503), not a fault of its own (500). */
function asAvailability(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  return isAway(error) ? Object.assign(refuse(serviceUnavailable, { service: 'database' }), { cause: error }) : error;
}

/** Unique violations are how PostgreSQL tells of a race that a rule forbids: the caller names the rule. */
export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  (error.message.includes(constraint) || ('constraint' in error && error.constraint === constraint));
