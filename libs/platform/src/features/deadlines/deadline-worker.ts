import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityMetadata } from 'typeorm';
import { addDays, today } from '@passerelle/domain/period';
import { columnName, Database, findOrRefuse, lockRow, update, type Kind, type Tx } from '../../data/database/index.js';
import { systemActor } from '../../data/request-transaction/index.js';
import { Worker } from '../../data/workers/index.js';
import { record } from '../../events/facts/index.js';
import type { ClockAct, Expired, KeptRecord } from '../lives/index.js';
import { ServiceContext } from '../../runtime/service/index.js';

// Deadline worker: records what became overdue, lapsed or was missed when a day passed without a request. One instance
// runs it every minute; the time is an argument, so that tests need not wait for midnight.

const name = 'clock';
const by = systemActor(name);
const everyMs = 60_000;

/** One round of the deadline worker. */
export interface DeadlineCheck {
  readonly now: Date;
  /** Today's date in Brussels. */
  readonly today: string;
  /** Runs the work on each record in a separate transaction, so that an interrupted round leaves whole records. */
  each(ids: readonly string[], work: (tx: Tx, id: string) => Promise<number>): Promise<number>;
}

/** Publishes each expired deadline once, as a fact; returns how many. */
export type Watch = (round: DeadlineCheck) => Promise<number>;

@Injectable()
export class DeadlineWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watches: Watch[] = [];
  private readonly worker: Worker;
  private checking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {
    const lock = { source: db.source, name: 'deadlines' } as const;
    this.worker = new Worker({ name: 'deadlines', everyMs, lock, run: () => this.check(new Date()) }, context.logger);
  }

  watch(watch: Watch): void {
    this.watches.push(watch);
  }

  /** Performs the acts of the clock in the life of a kind of record; `lock` is that of its operations: what is locked before it. */
  keep<Entity extends KeptRecord>(of: Kind<Entity>, life: ClockedLife<Entity>, lock?: LockAbove): void {
    for (const act of life.clock)
      this.watch(async ({ now, today: day, each }) => {
        const { sql, values } = dueOf(this.db.source.getMetadata(of), act, { now, today: day });
        const due = await this.db.query<{ id: string }>(sql, values);
        return each(
          due.map(({ id }) => id),
          async (tx, id) => {
            await lock?.(tx, id);
            return expire(tx, of, life, id, now);
          },
        );
      });
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
    await this.checking;
  }

  /** Runs one round for everything that is due at `now` and not recorded yet. Rounds never overlap. */
  check(now: Date): Promise<number> {
    const round = this.checking.then(() => this.checkAll(now));
    this.checking = round.catch(() => undefined);
    return round;
  }

  private async checkAll(now: Date): Promise<number> {
    const round: DeadlineCheck = { now, today: today(now), each: (ids, work) => this.each(ids, work) };
    let told = 0;
    for (const watch of this.watches) {
      if (this.worker.signal.aborted) return told;
      told += await this.survive('a watch', () => watch(round));
    }
    return told;
  }

  private async each(ids: readonly string[], work: (tx: Tx, id: string) => Promise<number>): Promise<number> {
    let told = 0;
    for (const id of ids) {
      // A round may be long, and shutdown does not wait for it: the next start repeats it.
      if (this.worker.signal.aborted) return told;
      told += await this.survive(id, () => this.db.transaction(by, (tx) => work(tx, id)));
    }
    return told;
  }

  /** One failing record must not block the deadlines of all others. */
  private async survive(what: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.context.logger.error(
        { what, reason: String(error) },
        'the deadline worker could not record an expired deadline',
      );
      return 0;
    }
  }
}

/** Locks the record above one, so that the clock takes locks in the order of requests. */
type LockAbove = (tx: Tx, id: string) => Promise<unknown>;

interface ClockedLife<Entity> {
  readonly clock: readonly ClockAct<Entity, string>[];
  expire(record: Entity, now: Date): Expired | undefined;
}

function dueOf<Entity>(
  { tableName, columns }: EntityMetadata,
  { from, after, daysBefore, once, unless }: ClockAct<Entity, string>,
  { now, today: day }: Pick<DeadlineCheck, 'now' | 'today'>,
) {
  const has = (name: string, type?: string): boolean =>
    columns.some((column) => column.propertyName === name && (type === undefined || column.type === type));
  const [condition, ...days] = timeOf(columnName(after), has(after, 'date') ? day : now, daysBefore);
  const pending = [once ?? [], unless ?? []].flat().map((field) => ` AND ${columnName(field)} IS NULL`);
  const kept = has('retractedAt') ? ' AND retracted_at IS NULL' : '';
  const sql = `SELECT id FROM ${tableName} WHERE status = ANY($1) AND ${condition}${pending.join('')}${kept} ORDER BY id`;
  return { sql, values: [from, ...days] };
}

/** A last day is over when the next one begins, and announced until then; an instant is reached. */
function timeOf(column: string, time: string | Date, daysBefore?: number): [sql: string, ...values: (string | Date)[]] {
  if (time instanceof Date) return [`${column} <= $2`, time];
  if (daysBefore === undefined) return [`${column} < $2`, time];
  return [`${column} BETWEEN $2 AND $3`, time, addDays(time, daysBefore)];
}

/** Checked again under the lock: the record may have moved in the meantime. */
async function expire<Entity extends KeptRecord>(
  tx: Tx,
  of: Kind<Entity>,
  life: ClockedLife<Entity>,
  id: string,
  now: Date,
): Promise<number> {
  await lockRow(tx, of, id);
  const found = await findOrRefuse(tx, of, id);
  const expired = life.expire(found, now);
  if (expired === undefined) return 0;
  await update(tx, of, found);
  await record(tx, expired.fact());
  await expired.follows(tx);
  return 1;
}
