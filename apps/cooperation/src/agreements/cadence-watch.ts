import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import { Clock, type Round } from '../clock.js';
import { AgreementRecord } from './agreement.entity.js';
import { cadenceMissed } from './agreement.facts.js';
import { missedPeriods, type MissedPeriod } from './cadence.js';

// A missed meeting is noticed by the calendar, not by anyone's request. A breach is a fact, never a refusal, and it is told
// once: the pair (obligation, first day) of an agreement is unique.

@Injectable()
export class CadenceWatch {
  constructor(
    private readonly db: Database,
    clock: Clock,
  ) {
    clock.watch((round) => this.tellMissed(round));
  }

  private async tellMissed({ today, each }: Round): Promise<number> {
    const running = await this.db.query<{ id: string }>(
      `SELECT id FROM agreement WHERE status = 'inForce' AND obligations <> '[]' ORDER BY id`,
    );
    const ids = running.map(({ id }) => id);
    return each(ids, (tx, id) => this.tellOf(tx, id, today));
  }

  /**
   * A fact carries the whole agreement, so it must be the newest one: under the lock a change that came first has been
   * read, and one that comes later is told later.
   */
  private async tellOf(tx: Tx, id: string, day: string): Promise<number> {
    const agreement = await tx
      .createQueryBuilder(AgreementRecord, 'agreement')
      .where('agreement.id = :id', { id })
      .setLock('pessimistic_read')
      .getOne();
    if (agreement?.status !== 'inForce') return 0;
    let told = 0;
    for (const obligation of agreement.obligations) {
      const { tier } = obligation;
      if (tier === undefined) continue;
      const missed = missedPeriods(obligation, await heldUnder(tx, id, tier), day);
      for (const period of missed) told += Number(await this.tellOnce(tx, agreement, obligation.code, period));
    }
    return told;
  }

  private async tellOnce(
    tx: Tx,
    agreement: AgreementRecord,
    obligation: string,
    missed: MissedPeriod,
  ): Promise<boolean> {
    const fresh = await tx.query<unknown[]>(
      'INSERT INTO cadence_breach (agreement_id, obligation, missed_from) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
      [agreement.id, obligation, missed.from],
    );
    if (fresh.length === 0) return false;
    const breach = { ...agreement, missed: { obligation, ...missed } };
    await record(tx, cadenceMissed(breach));
    return true;
  }
}

async function heldUnder(tx: Tx, agreementId: string, tier: string): Promise<string[]> {
  const held = await tx.query<{ day: string }[]>(
    'SELECT held_on::text AS day FROM forum_meeting WHERE agreement_id = $1 AND tier = $2 AND held_on IS NOT NULL',
    [agreementId, tier],
  );
  return held.map(({ day }) => day);
}
