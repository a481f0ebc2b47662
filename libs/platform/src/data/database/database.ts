import pg from 'pg';
import { DataSource } from 'typeorm';
import { gatewayTimeout, refusal, Refusal, serviceUnavailable } from '../../kernel/problems/index.js';
import { inTheNameOf, type By, type Tx } from './actor.js';
import { listPool } from './connection.js';

/** Says only that an earlier statement failed. */
const inFailedTransaction = '25P02';
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
/** TypeORM releases the query runner of a broken connection: later statements then fail with this error. */
const brokenRunner = /^QueryRunner(Provider)?AlreadyReleasedError$/;

export class Database {
  private readonly listeners: (() => void)[] = [];

  private lists: pg.Pool | undefined;

  /** `roles` is the prefix of the two roles that transactions for another region assume. */
  constructor(
    readonly source: DataSource,
    private readonly roles: string,
  ) {}

  /**
   * Runs `work` in one transaction, in the actor's name and with the actor's rights; a deadlock or serialization failure
   * is tried again, three times in all.
   */
  async transaction<Result>(by: By, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const result = await this.attempt(() => this.commit(by, (tx) => this.act(tx, work)));
    for (const listener of this.listeners) listener();
    return result;
  }

  /**
   * COMMIT is sent behind the statements that nobody waits for, and makes nothing of a transaction in which one of them failed.
   * A connection that breaks during COMMIT leaves it unknown whether the change was made: that is 504, not 503.
   */
  private async commit<Result>(by: By, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    let committing = false;
    const sent: Promise<unknown>[] = [];
    try {
      const result = await this.source.transaction(async (manager) => {
        const tx = inTheNameOf(by, manager, sent);
        const done = await work(tx);
        committing = true;
        return done;
      });
      await Promise.all(sent);
      return result;
    } catch (error) {
      const cause = codeOf(error) === inFailedTransaction ? await firstFailure(sent, error) : error;
      if (committing && isAway(cause)) throw refusal(gatewayTimeout, { service: 'database' });
      throw cause;
    }
  }

  /** The caller's key, the work (lock, rule, save, fact), then the audit entry and the answer that is kept for the key. */
  private async act<Result>(tx: Tx, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    await this.takeSide(tx);
    await tx.actor.begin(tx);
    const result = await work(tx);
    await tx.actor.end(tx, result);
    return result;
  }

  /** For another region PostgreSQL itself enforces the rights: the role sees and changes only the rows that the region may. */
  private async takeSide(tx: Tx): Promise<void> {
    const { side } = tx.actor;
    if (side === undefined) return;
    const sql = "SELECT set_config('role', $1, true), set_config('app.party', $2, true)";
    await preparedIn(tx, sql, [`${this.roles}_party`, side]);
  }

  /** Reads through entities; in a transaction only for another region, whose rows PostgreSQL filters by role. */
  async read<Result>(by: By, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    if (by.actor.side === undefined)
      return this.attempt(() => work(inTheNameOf(by, this.source.createEntityManager())));
    return this.attempt(() =>
      this.source.transaction(async (manager) => {
        const tx = inTheNameOf(by, manager);
        await this.takeSide(tx);
        return work(tx);
      }),
    );
  }

  /** One statement outside a transaction; for reads. */
  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.attempt(() => this.source.query<Row[]>(sql, [...values]));
  }

  /** The same for a statement that is repeated with other values: each connection prepares it once. */
  async prepared<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.attempt(async () => (await poolOf(this.source).query<Row>(named(sql, values))).rows);
  }

  /**
   * Several statements in one round trip, which PostgreSQL runs as one transaction, each with a snapshot of its own; the rows of
   * the last. Without values: the text contains only what the code itself knows.
   */
  async script<Row extends pg.QueryResultRow>(statements: readonly string[]): Promise<Row[]> {
    return this.attempt(async () => {
      // Typed as one result; several statements have an array of them.
      const results = [await poolOf(this.source).query<Row>(statements.join(';'))].flat();
      return results.at(-1)?.rows ?? [];
    });
  }

  /** Reads a list on behalf of the actor: for another region with a read-only role. */
  async list<Row extends pg.QueryResultRow>(by: By, sql: string, values: readonly unknown[]): Promise<Row[]> {
    if (by.actor.side === undefined) return this.prepared<Row>(sql, values);
    this.lists ??= listPool(poolOf(this.source).options, `${this.roles}_list`);
    const { lists } = this;
    return this.attempt(async () => (await lists.query<Row>(named(sql, values))).rows);
  }

  /** Closes the read-only pool; the data source's own connections stay open. */
  async close(): Promise<void> {
    await this.lists?.end();
  }

  /** `listener` is called after every commit. */
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

/** Runs `work` with the rights of the service itself: for what must be known whoever acts. */
export async function insideHomeRole<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  if (tx.actor.side === undefined) return work();
  const { rows } = await preparedIn<{ role: string }>(tx, `SELECT current_setting('role') AS role`, []);
  const take = (role: string) => preparedIn(tx, `SELECT set_config('role', $1, true)`, [role]);
  await take('none');
  const result = await work();
  await take(rows[0]?.role ?? 'none');
  return result;
}

function poolOf({ driver }: DataSource): pg.Pool {
  const pool: unknown = 'master' in driver ? driver.master : undefined;
  if (pool instanceof pg.Pool) return pool;
  throw new Error('prepared statements need the pool of pg');
}

/**
 * As `prepared`, for a read-only statement: inside the transaction where there is one. `Database.read` opens no transaction
 * for the region's own callers; then the statement goes to the pool.
 */
export const readIn = async <Row extends pg.QueryResultRow>(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): Promise<pg.QueryResult<Row>> =>
  tx.queryRunner === undefined
    ? poolOf(tx.connection).query<Row>(named(sql, values))
    : preparedIn<Row>(tx, sql, values);

/** As `prepared`, inside a transaction, which it demands; TypeORM's own `query` has no name to give. */
export async function preparedIn<Row extends pg.QueryResultRow>(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): Promise<pg.QueryResult<Row>> {
  const client: unknown = await tx.queryRunner?.connect();
  if (!(client instanceof pg.Client)) throw new Error('prepared statements need a transaction of pg');
  return client.query<Row>(named(sql, values));
}

/**
 * Sends a statement on which no rule depends, and does not wait for it: what is sent so travels together with COMMIT. If it fails, so
 * does the transaction, by what `refused` makes of the error.
 */
export function sendIn(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
  refused: (error: unknown) => unknown = (error) => error,
): void {
  const answer = preparedIn(tx, sql, values).catch((error: unknown) => {
    throw refused(error);
  });
  answer.catch(() => undefined);
  tx.sent.push(answer);
}

async function firstFailure(sent: readonly Promise<unknown>[], otherwise: unknown): Promise<unknown> {
  const outcomes = await Promise.allSettled(sent);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  return failed?.reason ?? otherwise;
}

const names = new Map<string, string>();
/** Filters combine to many statements, and a connection keeps every prepared one: beyond this number they run unprepared. */
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

/** A database that is down, or a transaction that keeps losing to others, is 503 (unavailable), not 500 (our fault). */
function asAvailability(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const isBusy = isAway(error) || retryable.has(codeOf(error));
  return isBusy ? Object.assign(refusal(serviceUnavailable, { service: 'database' }), { cause: error }) : error;
}

/** A unique violation shows that a concurrent transaction broke a rule: the caller passes the refusal for it. */
export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  (error.message.includes(constraint) || ('constraint' in error && error.constraint === constraint));
