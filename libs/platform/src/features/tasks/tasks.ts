import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, newId, preparedIn, type Tx } from '../../data/database/index.js';
import { Worker } from '../../data/workers/index.js';
import { refusal, resourceNotFound } from '../../kernel/problems/index.js';
import { ServiceContext } from '../../runtime/service/index.js';
import type { Task } from './task.schema.js';

// A request creates a task in its transaction and answers at once; any instance then works on the task under a lease. When an
// instance dies its lease expires, when it is stopped it returns the lease, and another instance starts over. A task is never
// lost, so its work must be idempotent and must stop when its signal is aborted.

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
  private readonly worker: Worker;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {
    this.worker = new Worker({ name: 'tasks', everyMs: pollMs, run: (stop) => this.takeOn(stop) }, context.logger);
  }

  /** Registers the work of tasks of a kind. */
  perform(kind: string, work: Work): void {
    this.works.set(kind, work);
  }

  /** Creates a task in the transaction of the request. `path` is the collection in which it can be read. */
  async start(tx: Tx, kind: string, input: object, path: string): Promise<Task> {
    const id = newId();
    await preparedIn(tx, 'INSERT INTO task (id, kind, input) VALUES ($1, $2, $3)', [id, kind, JSON.stringify(input)]);
    return this.shown({ id, kind, askedAt: new Date(), endedAt: null, result: null }, path);
  }

  /** The state of a task, or 404. */
  async find(kind: string, id: string, path: string): Promise<{ task: Task; result: unknown }> {
    const [row] = await this.db.query<Row>(
      `SELECT id, kind, asked_at AS "askedAt", ended_at AS "endedAt", result FROM task WHERE id = $1 AND kind = $2`,
      [id, kind],
    );
    if (row === undefined) throw refusal(resourceNotFound);
    return { task: this.shown(row, path), result: row.result };
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  /** The shutdown does not wait for tasks: the running one is aborted, and another instance starts it again. */
  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  private async takeOn(stop: AbortSignal): Promise<void> {
    for (let taken = await this.take(stop); taken !== undefined; taken = await this.take(stop))
      await this.finish(taken, stop);
  }

  private async take(stop: AbortSignal): Promise<Taken | undefined> {
    if (this.works.size === 0 || stop.aborted) return undefined;
    const taken = await this.db.query<Taken>(
      `SELECT id, kind, input, attempts FROM task
        WHERE ended_at IS NULL AND kind = ANY($1) AND (leased_until IS NULL OR leased_until < now()) ORDER BY id LIMIT 1`,
      [[...this.works.keys()]],
    );
    const [next] = taken;
    return next === undefined || (await this.lease(next)) ? next : undefined;
  }

  /** Several instances may see the task at once; the one that increases `attempts` gets the lease. */
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

  private async finish({ id, kind, input, attempts }: Taken, stop: AbortSignal): Promise<void> {
    const { logger } = this.context;
    // Not a `Worker`: the heartbeat of one task, which ends with it.
    const renewal = setInterval(() => void this.renew(id), (leaseSec * 1000) / 3);
    try {
      const result = await this.works.get(kind)?.(input, stop);
      await this.end(id, result ?? {});
    } catch (error) {
      if (stop.aborted) return await this.giveBack(id);
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
