import { act, Life } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import type { AgreementRecord } from './agreement.entity.js';
import { agreementEnded, agreementSigned } from './agreement.facts.js';
import { Signature, Termination, type AgreementStatus } from './agreement.schema.js';

export const agreementLife = new Life<AgreementRecord, AgreementStatus>({
  sign: act({
    from: ['draft'],
    to: 'inForce',
    summary: 'Record that the parties signed an agreement',
    asks: Signature,
    does: (agreement: AgreementRecord, given, today) => agreement.sign(given, today),
    fact: agreementSigned,
    examples: { forum: { on: '2012-11-26' } },
  }),
  end: act({
    from: ['inForce'],
    to: 'ended',
    summary: 'Record the end of an agreement',
    asks: Termination,
    does: (agreement: AgreementRecord, given, today) => agreement.end(given, today),
    fact: agreementEnded,
    refuses: [languageIncomplete],
    examples: {
      replaced: {
        on: '2024-06-30',
        reason: { fr: 'Remplacé par un nouvel accord.', nl: 'Vervangen door een nieuw akkoord.' },
      },
    },
  }),
});
