import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { DeadlineWorker, type DeadlineCheck } from '@passerelle/platform/features/deadlines';
import { cadenceMissed } from '../agreements/agreement.facts.js';
import { agreementsWithObligations, lockedInForce } from '../agreements/agreements.api.js';
import { meetingDays } from '../meetings/meetings.api.js';
import { missedPeriods, type MissedPeriod } from './cadence.js';

// The deadline worker finds missed meetings; no request is needed. A breach is a fact, never a refusal, and is
// published once: the pair (obligation, first day) of an agreement is unique.

type LockedAgreement = NonNullable<Awaited<ReturnType<typeof lockedInForce>>>;

@Injectable()
export class CadenceWatch {
  constructor(
    private readonly db: Database,
    clock: DeadlineWorker,
  ) {
    clock.watch((round) => this.tellMissed(round));
  }

  private async tellMissed({ today, each }: DeadlineCheck): Promise<number> {
    const running = await agreementsWithObligations(this.db);
    const ids = running.map(({ id }) => id);
    return each(ids, (tx, id) => this.tellOf(tx, id, today));
  }

  /**
   * A fact carries the whole agreement, so it must be current: the lock makes earlier changes visible and later ones
   * wait.
   */
  private async tellOf(tx: Tx, id: string, day: string): Promise<number> {
    const agreement = await lockedInForce(tx, id);
    if (agreement === undefined) return 0;
    let told = 0;
    for (const obligation of agreement.obligations) {
      const { tier } = obligation;
      if (tier === undefined) continue;
      const missed = missedPeriods(obligation, await meetingDays(tx, id, tier), day);
      for (const period of missed) told += Number(await this.tellOnce(tx, agreement, obligation.code, period));
    }
    return told;
  }

  private async tellOnce(
    tx: Tx,
    agreement: LockedAgreement,
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
