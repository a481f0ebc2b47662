import { actsOf, Life, type ActContext } from '@passerelle/platform/features/lives';
import type { MandateRecord } from './mandate.entity.js';
import { mandateEnded, mandateResumed, mandateRevoked, mandateStarted, mandateSuspended } from './mandate.facts.js';
import { MandateAct, MandateEnd, type MandateStatus } from './mandate.schema.js';
import { keepVacancy } from './vacancy-keeping.js';

const act = actsOf<MandateRecord, MandateStatus>();
/** Who is in office decides whether the seat is vacant. */
const follows = async ({ seatId }: MandateRecord, _: void, { tx, today }: ActContext): Promise<void> => {
  await keepVacancy(tx, seatId, today);
};
const onTheDay = (on: string) => ({ onTheDay: { on } });

export const mandateLife = new Life({
  activate: act({
    from: ['proposed'],
    to: 'active',
    another: 'propose',
    summary: 'Record that a mandate began; somebody other than who proposed it appoints',
    asks: MandateAct,
    does: (mandate, given, { today }) => mandate.activate(given, today),
    fact: (mandate) => mandateStarted(mandate),
    follows,
    examples: onTheDay('2024-01-01'),
  }),
  suspend: act({
    from: ['active'],
    to: 'suspended',
    summary: 'Suspend a mandate',
    asks: MandateAct,
    does: (mandate, given, { today }) => mandate.suspend(given, today),
    fact: (mandate) => mandateSuspended(mandate),
    follows,
    examples: onTheDay('2024-03-01'),
  }),
  resume: act({
    from: ['suspended'],
    to: 'active',
    summary: 'Resume a suspended mandate',
    asks: MandateAct,
    does: (mandate, given, { today }) => mandate.resume(given, today),
    fact: (mandate) => mandateResumed(mandate),
    follows,
    examples: onTheDay('2024-04-01'),
  }),
  end: act({
    from: ['active', 'suspended'],
    to: 'ended',
    summary: 'Record the end of a mandate',
    asks: MandateEnd,
    does: (mandate, given, { today }) => mandate.leave(given, today),
    fact: (mandate) => mandateEnded(mandate),
    follows,
    examples: onTheDay('2024-07-01'),
  }),
  // By the authority that gave it. An unconfirmed proposal would occupy its seat for ever, so it can be revoked too.
  revoke: act({
    from: ['proposed', 'active', 'suspended'],
    to: 'revoked',
    summary: 'Revoke a mandate, or drop a proposal',
    asks: MandateEnd,
    does: (mandate, given, { today }) => mandate.leave(given, today),
    fact: (mandate) => mandateRevoked(mandate),
    follows,
    examples: onTheDay('2024-05-15'),
  }),
});
