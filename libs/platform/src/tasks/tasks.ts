import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, newId, preparedIn, type Tx } from '../database/index.js';
import { refuse, resourceNotFound } from '../problems/index.js';
import { ServiceContext } from '../service/index.js';
import type { Task } from './task.schema.js';

// A request starts a task in its transaction and goes; any instance takes the task on under a lease. An instance that
// dies lets the lease run out, one that is stopped gives it back, and another begins again: work must be fit to be done
// twice, heeds the signal that it is given, and is never lost.

const pollMs = 500;
const leaseSec = 30;
const mostAttempts = 3;

type Work = (input: unknown, stop: AbortSignal) => Promise<unknown>;

interface Taken {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly attempts: number;
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly result: unknown;
}

@Injectable()
export class Tasks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly works = new Map<string, Work>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private readonly stop = new AbortController();

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  /** What is to be done for tasks of a kind. */
  perform(kind: string, work: Work): void {
    this.works.set(kind, work);
  }

  /** Puts a task on the list, in the transaction of the request. `path` is the collection that it can be read in. */
  async start(tx: Tx, kind: string, input: object, path: string): Promise<Task> {
    const id = newId();
    await preparedIn(tx, 'INSERT INTO task (id, kind, input) VALUES ($1, $2, $3)', [id, kind, JSON.stringify(input)]);
    return this.shown({ id, kind, askedAt: new Date(), endedAt: null, result: null }, path);
  }

  /** How far a task is, or 404. */
  async find(kind: string, id: string, path: string): Promise<{ task: Task; result: unknown }> {
    const [row] = await this.db.query<Row>(
      `SELECT id, kind, asked_at AS "askedAt", ended_at AS "endedAt", result FROM task WHERE id = $1 AND kind = $2`,
      [id, kind],
    );
    if (row === undefined) throw refuse(resourceNotFound);
    return { task: this.shown(row, path), result: row.result };
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => (this.running ??= this.work().finally(() => (this.running = undefined))), pollMs);
  }

  /** Nobody who stops the service waits for its tasks: what it is busy with is broken off, and begun again elsewhere. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stop.abort();
    await this.running;
  }

  private async work(): Promise<void> {
    try {
      for (let taken = await this.take(); taken !== undefined; taken = await this.take()) await this.finish(taken);
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'tasks wait');
    }
  }

  private async take(): Promise<Taken | undefined> {
    if (this.works.size === 0 || this.stop.signal.aborted) return undefined;
    const taken = await this.db.query<Taken>(
      `SELECT id, kind, input, attempts FROM task
        WHERE ended_at IS NULL AND kind = ANY($1) AND (leased_until IS NULL OR leased_until < now()) ORDER BY id LIMIT 1`,
      [[...this.works.keys()]],
    );
    const [next] = taken;
    return next === undefined || (await this.lease(next)) ? next : undefined;
  }

  /** Of the instances that saw the task at once, one moves the number of its attempts on. */
  private async lease({ id, attempts }: Taken): Promise<boolean> {
    const leased = await this.db.query<unknown>(
      `WITH taken AS (
         UPDATE task SET attempts = attempts + 1, leased_until = now() + $3 * interval '1 second'
          WHERE id = $1 AND attempts = $2 AND ended_at IS NULL RETURNING 1)
       SELECT 1 FROM taken`,
      [id, attempts, leaseSec],
    );
    return leased.length === 1;
  }

  private async finish({ id, kind, input, attempts }: Taken): Promise<void> {
    const { logger } = this.context;
    const renewal = setInterval(() => void this.renew(id), (leaseSec * 1000) / 3);
    try {
      const result = await this.works.get(kind)?.(input, this.stop.signal);
      await this.end(id, result ?? {});
    } catch (error) {
      if (this.stop.signal.aborted) return await this.giveBack(id);
      logger.error({ err: error, task: id, kind }, 'a task failed');
      if (attempts + 1 >= mostAttempts) await this.end(id, null);
    } finally {
      clearInterval(renewal);
    }
  }

  private async renew(id: string): Promise<void> {
    const sql = `UPDATE task SET leased_until = now() + $2 * interval '1 second' WHERE id = $1`;
    await this.db.query(sql, [id, leaseSec]).catch(() => undefined);
  }

  private async giveBack(id: string): Promise<void> {
    await this.db.query('UPDATE task SET leased_until = NULL, attempts = attempts - 1 WHERE id = $1', [id]);
  }

  private async end(id: string, result: unknown): Promise<void> {
    const made = result === null ? null : JSON.stringify(result);
    await this.db.query('UPDATE task SET ended_at = now(), result = $2 WHERE id = $1', [id, made]);
  }

  private shown({ id, kind, askedAt, endedAt, result }: Row, path: string): Task {
    const state = endedAt === null ? 'processing' : result === null ? 'failed' : 'done';
    const pollAfter = new Date(Date.now() + pollMs * 2).toISOString();
    const status: Task['status'] = state === 'processing' ? { state, pollAfter } : { state };
    const href = `${this.context.settings.PUBLIC_URL}/v1/${path}/${id}`;
    return { href, id, kind, status, askedAt: askedAt.toISOString() };
  }
}
