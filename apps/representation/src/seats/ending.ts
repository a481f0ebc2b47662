import { update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { MandateRecord } from './mandate.entity.js';
import { mandateEnded, mandateRevoked } from './mandate.facts.js';
import { mandateLife } from './mandate.life.js';

/** The mandates of a seat end with it; one whose period was over earlier ended then, and a proposal is dropped. */
export async function endMandatesOn(tx: Tx, seatId: string, on: string): Promise<void> {
  const running = await tx
    .createQueryBuilder(MandateRecord, 'mandate')
    .where(`mandate.seatId = :seatId AND mandate.status IN ('proposed', 'active', 'suspended')`, { seatId })
    .andWhere('mandate.retractedAt IS NULL')
    .orderBy('mandate.id')
    .setLock('pessimistic_write')
    .getMany();
  for (const mandate of running) {
    const { to = on } = mandate.period;
    const [act, fact] =
      mandate.status === 'proposed' ? (['revoke', mandateRevoked] as const) : (['end', mandateEnded] as const);
    mandate.leave({ on: to < on ? to : on }, on);
    mandateLife.move(mandate, act);
    await update(tx, MandateRecord, mandate);
    await record(tx, fact(mandate));
  }
}
