import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { startOfDay, today } from '@passerelle/domain/period';
import { Database } from '../../data/database/index.js';
import { Worker } from '../../data/workers/index.js';
import { ServiceContext } from '../../runtime/service/index.js';
import type { AuditVerification } from './audit.schema.js';
import { sealAll } from './trail.js';
import { verifyTrail, type Verdict } from './verify.js';

// The trail is verified at night, by one instance for all. Its verdict is one row, whoever asked for it: auditors read it
// beside the entries, and a metric gives the alarm.

/** Looking whether it is due costs one row; a round that failed is repeated this soon. */
const everyMs = 15_000;
const hourMs = 3_600_000;
/** In Brussels, when few people work. */
const night = { from: 2 * hourMs, until: 5 * hourMs };
/** After a night without a running instance the trail is verified by day. */
const oldestMs = 36 * hourMs;

/** Whether the trail is to be verified now, if it was last verified at `last`. */
export function isDue(last: Date | undefined, now: Date): boolean {
  if (last === undefined || now.getTime() - last.getTime() > oldestMs) return true;
  const midnight = startOfDay(today(now)).getTime();
  const sinceMidnight = now.getTime() - midnight;
  return night.from <= sinceMidnight && sinceMidnight < night.until && last.getTime() < midnight + night.from;
}

@Injectable()
export class NightlyVerification implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly worker: Worker;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {
    const lock = { source: db.source, name: 'auditVerification' } as const;
    const run = (stop: AbortSignal): Promise<void> => this.verifyIfDue(new Date(), stop);
    this.worker = new Worker({ name: 'audit verification', everyMs, lock, run }, context.logger);
    context.measure({
      passerelle_audit_broken: {
        help: '1 when the last verification found a fault in the audit trail',
        value: () => this.measured(({ intact }) => (intact ? 0 : 1)),
      },
      passerelle_audit_verified_age_seconds: {
        help: 'Time since the audit trail was last verified',
        value: () => this.measured(({ at }) => (Date.now() - Date.parse(at)) / 1_000),
      },
    });
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.worker.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  /** Runs a round now, if no other instance runs one. */
  wake(): void {
    this.worker.wake();
  }

  private async verifyIfDue(now: Date, stop: AbortSignal): Promise<void> {
    const last = await lastVerification(this.db);
    if (!isDue(last === undefined ? undefined : new Date(last.at), now)) return;
    const { intact, entries, sealNo, faults } = await verifyAndKeep(this.db, stop);
    if (intact) this.context.logger.info({ entries, sealNo }, 'the audit trail is intact');
    else this.context.logger.error({ entries, sealNo, faults }, 'the audit trail is not intact');
  }

  private measured(value: (found: AuditVerification) => number): Promise<number> {
    return lastVerification(this.db).then(
      (found) => (found === undefined ? Number.NaN : value(found)),
      () => Number.NaN,
    );
  }
}

/** Verifies the trail, and keeps the verdict for its readers. */
export async function verifyAndKeep(db: Database, stop: AbortSignal): Promise<Verdict> {
  // What an instance that died left unsealed is no fault.
  await sealAll(db, stop);
  const verdict = await verifyTrail(db, stop);
  const { intact, entries, sealNo, hash, faults } = verdict;
  await db.query(
    `INSERT INTO audit_verification (at, intact, entries, seal_no, hash, fault) VALUES (now(), $1, $2, $3, $4, $5)
     ON CONFLICT (is_last) DO UPDATE
        SET at = EXCLUDED.at, intact = EXCLUDED.intact, entries = EXCLUDED.entries, seal_no = EXCLUDED.seal_no,
            hash = EXCLUDED.hash, fault = EXCLUDED.fault`,
    [intact, entries, sealNo, hash, faults[0] ?? null],
  );
  return verdict;
}

interface Row {
  readonly at: Date;
  readonly intact: boolean;
  readonly entries: number;
  readonly sealNo: number;
  readonly hash: string;
  readonly fault: string | null;
}

/** What the last verification found, by night or by command; undefined before the first. */
export async function lastVerification(db: Database): Promise<AuditVerification | undefined> {
  const [row] = await db.query<Row>(
    'SELECT at, intact, entries, seal_no::float8 AS "sealNo", hash, fault FROM audit_verification',
  );
  if (row === undefined) return undefined;
  const { at, fault, ...found } = row;
  return { at: at.toISOString(), ...found, ...(fault === null ? {} : { fault }) };
}
