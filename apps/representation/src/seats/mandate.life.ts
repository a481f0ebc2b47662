import { actsOf, Life } from '@passerelle/platform/features/lives';
import type { MandateRecord } from './mandate.entity.js';
import { mandateEnded, mandateResumed, mandateRevoked, mandateStarted, mandateSuspended } from './mandate.facts.js';
import { MandateAct, MandateEnd, type MandateStatus } from './mandate.schema.js';

const act = actsOf<MandateRecord, MandateStatus>();
const onTheDay = (on: string) => ({ onTheDay: { on } });

export const mandateLife = new Life({
  activate: act({
    from: ['proposed'],
    to: 'active',
    summary: 'Record that a mandate began',
    asks: MandateAct,
    does: (mandate, given, { today }) => mandate.activate(given, today),
    fact: (mandate) => mandateStarted(mandate),
    examples: onTheDay('2024-01-01'),
  }),
  suspend: act({
    from: ['active'],
    to: 'suspended',
    summary: 'Suspend a mandate',
    asks: MandateAct,
    does: (mandate, given, { today }) => mandate.suspend(given, today),
    fact: (mandate) => mandateSuspended(mandate),
    examples: onTheDay('2024-03-01'),
  }),
  resume: act({
    from: ['suspended'],
    to: 'active',
    summary: 'Resume a suspended mandate',
    asks: MandateAct,
    does: (mandate, given, { today }) => mandate.resume(given, today),
    fact: (mandate) => mandateResumed(mandate),
    examples: onTheDay('2024-04-01'),
  }),
  end: act({
    from: ['active', 'suspended'],
    to: 'ended',
    summary: 'Record the end of a mandate',
    asks: MandateEnd,
    does: (mandate, given, { today }) => mandate.leave(given, today),
    fact: (mandate) => mandateEnded(mandate),
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
    examples: onTheDay('2024-05-15'),
  }),
});
