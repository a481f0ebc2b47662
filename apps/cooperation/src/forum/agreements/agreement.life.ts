import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import type { AgreementRecord } from './agreement.entity.js';
import { agreementEnded, agreementSigned } from './agreement.facts.js';
import { Signature, Termination, type AgreementStatus } from './agreement.schema.js';

const act = actsOf<AgreementRecord, AgreementStatus>();

export const agreementLife = new Life({
  sign: act({
    from: ['draft'],
    to: 'inForce',
    summary: 'Record that the parties signed an agreement',
    asks: Signature,
    does: (agreement, given, { today }) => agreement.sign(given, today),
    fact: (agreement) => agreementSigned(agreement),
    examples: { forum: { on: '2012-11-26' } },
  }),
  end: act({
    from: ['inForce'],
    to: 'ended',
    summary: 'Record the end of an agreement',
    asks: Termination,
    does: (agreement, given, { today }) => agreement.end(given, today),
    fact: (agreement) => agreementEnded(agreement),
    refuses: [languageIncomplete],
    examples: {
      replaced: {
        on: '2024-06-30',
        reason: { fr: 'Remplacé par un nouvel accord.', nl: 'Vervangen door een nieuw akkoord.' },
      },
    },
  }),
});
