import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { systemActor } from '../../data/request-transaction/index.js';
import { Database, type Tx } from '../../data/database/index.js';
import { Worker } from '../../data/workers/index.js';
import { fact, record } from '../../events/facts/index.js';
import { ServiceContext } from '../../runtime/service/index.js';
import { AuditTrailState } from './audit.schema.js';
import { sealNext } from './seal.js';

const everyMs = 1_000;
const clock = systemActor('auditTrail');
const classification = 'internal' as const;

export const auditSealed = fact('auditTrails', 'sealed', AuditTrailState, {
  summary: 'The last hash of the audit trail was published, as it is every hour while the trail grows.',
});

/** Seals new entries, and publishes the chain's last hash every hour: rewriting the trail would also require rewriting those facts. */
@Injectable()
export class AuditTrail implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly worker: Worker;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {
    this.worker = new Worker({ name: 'audit trail', everyMs, run: (stop) => this.seal(stop) }, context.logger);
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  /** One batch of the latest entries is sealed too: the next start seals the rest. */
  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
    await this.seal(this.worker.signal).catch((error: unknown) => {
      this.context.logger.warn({ reason: String(error) }, 'the audit trail is sealed by the next start');
    });
  }

  /** Seals all entries, and anchors the last hash once an hour. */
  private async seal(stop: AbortSignal): Promise<void> {
    await sealAll(this.db, stop);
    await this.db.transaction(clock, anchor);
  }
}

/** Seals all entries, batch by batch. */
export async function sealAll(db: Database, stop: AbortSignal): Promise<void> {
  while ((await db.transaction(clock, sealNext)) > 0 && !stop.aborted);
}

interface Head {
  readonly trail: string;
  readonly sealNo: string;
  readonly hash: string;
  readonly anchors: number;
}

/** Records the chain's last hash as a fact, if it changed and the last such fact is an hour old. */
export async function anchor(tx: Tx): Promise<void> {
  const [head] = await tx.query<Head[]>(
    `SELECT trail, seal_no AS "sealNo", hash, anchors FROM audit_head
      WHERE seal_no > anchored_no AND anchored_at < now() - interval '1 hour'
        FOR UPDATE SKIP LOCKED`,
  );
  if (head === undefined) return;
  const { trail, hash } = head;
  const [sealNo, version] = [Number(head.sealNo), head.anchors + 1];
  await tx.query('UPDATE audit_head SET anchored_no = $1, anchored_at = now(), anchors = $2', [sealNo, version]);
  await record(tx, auditSealed(Object.assign({ id: trail, version, classification }, { sealNo, hash })));
}
