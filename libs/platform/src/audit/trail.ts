import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { machine } from '../acts/index.js';
import { Database, type Tx } from '../database/index.js';
import { fact, record } from '../facts/index.js';
import { ServiceContext } from '../service/index.js';
import { Tasks } from '../tasks/index.js';
import { AuditTrailState } from './audit.schema.js';
import { sealNext } from './seal.js';
import { verifyTrail } from './verify.js';

const everyMs = 1_000;
const clock = machine('auditTrail');

export const verification = 'auditVerification';
export const auditSealed = fact('auditTrails', 'sealed', AuditTrailState, {
  summary: 'The audit trail of the service ends, or ended an hour after the last time, with this hash.',
});

/** Seals what was written, and tells of the chain's end every hour: whoever would rewrite it must rewrite that too. */
@Injectable()
export class AuditTrail implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    tasks: Tasks,
  ) {
    tasks.perform(verification, (_, stop) => verifyTrail(db, stop));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => (this.running ??= this.round().finally(() => (this.running = undefined))), everyMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping = true;
    await this.running;
    await this.round();
  }

  /** Seals all that is there and anchors the end when an hour has passed. */
  private async round(): Promise<void> {
    try {
      // Whoever stops the service waits for one batch at most: the next start seals the rest.
      while ((await this.db.transaction(clock, sealNext)) > 0 && !this.stopping);
      await this.db.transaction(clock, anchor);
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'the audit trail waits');
    }
  }
}

interface Head {
  readonly trail: string;
  readonly sealNo: string;
  readonly hash: string;
  readonly anchors: number;
}

/** Records the end of the chain as a fact, if it moved and the last such fact is an hour old. */
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
  await record(tx, auditSealed(Object.assign({ id: trail, version }, { sealNo, hash })));
}
