import { Database } from '@passerelle/platform/data/database';
import { cascadeBelow, RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf } from '../../shared/visibility/sharing-scope.js';
import { AgreementRecord } from './agreement.entity.js';
import { agreementExample } from './agreement.example.js';
import { agreementChanged, agreementRegistered, agreementRetracted } from './agreement.facts.js';
import { agreementLife } from './agreement.life.js';
import { Agreement, AgreementChange, agreements, NewAgreement } from './agreement.schema.js';

@RecordOperations({
  of: AgreementRecord,
  many: 'agreements',
  one: 'agreement',
  scope: 'cooperation',
  returns: Agreement,
  list: { summary: 'List agreements between regions', collection: agreements },
  read: { summary: 'Read an agreement' },
  create: {
    act: 'register',
    summary: 'Register an agreement as a draft',
    body: NewAgreement,
    make: (name, terms) => AgreementRecord.register(name, terms),
    fact: agreementRegistered,
    refuses: [languageIncomplete],
    examples: { forum: agreementExample },
  },
  change: {
    summary: 'Correct the terms of an agreement',
    body: AgreementChange,
    apply: (agreement, terms) => agreement.change(terms),
    fact: agreementChanged,
    refuses: [languageIncomplete],
    examples: { reclassified: { classification: 'public' } },
  },
  life: agreementLife,
  retract: { summary: 'Take back an agreement that was registered in error', fact: agreementRetracted },
  cascade: {
    ...cascadeBelow('agreement_id', sharingScopeOf),
    // Before the agreement itself: adding a decision locks its meeting and then, by the foreign key, the agreement.
    lock: ({ visibility }: Agreements, tx, { id }) => visibility.lock(tx, 'agreement_id', id),
  },
})
export class Agreements {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly visibility: VisibilityCascade,
  ) {}
}
