import pg from 'pg';
import { DataSource } from 'typeorm';
import { gatewayTimeout, refuse, Refusal, serviceUnavailable } from '../problems/index.js';
import { name, type Actor, type By, type Tx } from './actor.js';
import { listPool } from './connection.js';

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
const unavailableWords =
  /timeout|not currently accepting connections|Connection terminated|not queryable|Client has encountered a connection error/i;
/** TypeORM lets go of a connection that broke: what comes after it finds its runner gone. */
const brokenRunner = /^QueryRunner(Provider)?AlreadyReleasedError$/;

export class Database {
  private readonly listeners: (() => void)[] = [];

  private lists: pg.Pool | undefined;

  /** `roles` is in front of the names of the two roles that calls for another region take on. */
  constructor(
    readonly source: DataSource,
    private readonly roles: string,
  ) {}

  /**
   * Runs `work` in one transaction, in the actor's name and with the actor's rights; a deadlock or serialization failure
   * is tried again, three times in all.
   */
  async transaction<Result>(by: By, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const result = await this.attempt(() => this.commit((tx) => this.act(tx, by, work)));
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

  private async act<Result>(tx: Tx, by: By, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { actor, touched } = name(tx, by);
    await this.takeSide(tx, actor);
    await actor.begin(tx);
    const result = await work(tx);
    await actor.end(tx, result, touched);
    return result;
  }

  /** For another region the database itself holds the line: its role sees and changes only what that region may. */
  private async takeSide(tx: Tx, { side }: Actor): Promise<void> {
    if (side === undefined) return;
    const sql = "SELECT set_config('role', $1, true), set_config('app.party', $2, true)";
    await preparedIn(tx, sql, [`${this.roles}_party`, side]);
  }

  /** Reads through entities; in a transaction only where the database holds a line of its own. */
  async read<Result>(by: By, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    if (by.actor.side === undefined) return this.attempt(() => work(this.named(by)));
    return this.attempt(() =>
      this.source.transaction(async (tx) => {
        name(tx, by);
        await this.takeSide(tx, by.actor);
        return work(tx);
      }),
    );
  }

  private named(by: By): Tx {
    const manager = this.source.createEntityManager();
    name(manager, by);
    return manager;
  }

  /** One statement outside a transaction; for reads. */
  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.attempt(() => this.source.query<Row[]>(sql, [...values]));
  }

  /** The same for a statement that comes back with other values: each connection prepares it once. */
  async prepared<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.attempt(async () => (await this.pool().query<Row>(named(sql, values))).rows);
  }

  /** A list, in the actor's name: for another region by a role that can do nothing but read. */
  async list<Row extends pg.QueryResultRow>(by: By, sql: string, values: readonly unknown[]): Promise<Row[]> {
    if (by.actor.side === undefined) return this.prepared<Row>(sql, values);
    this.lists ??= listPool(this.pool().options, `${this.roles}_list`);
    const { lists } = this;
    return this.attempt(async () => (await lists.query<Row>(named(sql, values))).rows);
  }

  /** Lets go of what it opened besides the source's own connections. */
  async close(): Promise<void> {
    await this.lists?.end();
  }

  private pool(): pg.Pool {
    const pool: unknown = 'master' in this.source.driver ? this.source.driver.master : undefined;
    if (pool instanceof pg.Pool) return pool;
    throw new Error('prepared statements need the pool of pg');
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

/** A database that is away, or in which others always come first, is the service being unavailable (503), not a fault of its own (500). */
function asAvailability(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const isBusy = isAway(error) || retryable.has(codeOf(error));
  return isBusy ? Object.assign(refuse(serviceUnavailable, { service: 'database' }), { cause: error }) : error;
}

/** Unique violations are how PostgreSQL tells of a race that a rule forbids: the caller names the rule. */
export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  (error.message.includes(constraint) || ('constraint' in error && error.constraint === constraint));
