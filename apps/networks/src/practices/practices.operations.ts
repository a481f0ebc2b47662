import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { PracticeRecord, practiceTargetMissing } from './practice.entity.js';
import { practiceExample } from './practice.example.js';
import { practiceCaptured, practiceChanged, practiceRetracted } from './practice.facts.js';
import { practiceLife } from './practice.life.js';
import { NewPractice, Practice, PracticeChange, practices } from './practice.schema.js';
import { refuseUnknown } from './references.js';
import { refuseUnknownTarget } from './target.js';

@RecordOperations({
  of: PracticeRecord,
  many: 'practices',
  one: 'practice',
  scope: 'networks',
  returns: Practice,
  list: { summary: 'List practices of other cities and regions, and what became of them here', collection: practices },
  read: { summary: 'Read a practice' },
  create: {
    act: 'capture',
    summary: 'Register a practice that was seen in another city or region',
    body: NewPractice,
    make: async (name, terms, { tx, today }, { known }: Practices) => {
      await refuseUnknown(tx, known, terms);
      return PracticeRecord.capture(name, terms, today);
    },
    fact: practiceCaptured,
    refuses: [languageIncomplete],
    examples: { waterSquares: practiceExample },
  },
  change: {
    summary: 'Correct a practice, or name what uses it',
    description:
      'The target is named or changed from the decision on its adoption on; a practice in use keeps one. After a rejection or an abandonment: origin, source, what it rests on, departments, themes and classification.',
    body: PracticeChange,
    /** Only what the change names: a record that was taken back since does not keep the rest from being corrected. */
    apply: async (practice, terms: PracticeChange, { tx }, { known }) => {
      const { basedOn: before } = practice;
      practice.change(terms);
      await refuseUnknown(tx, known, terms, before);
      if (terms.target !== undefined) await refuseUnknownTarget(tx, practice.target);
    },
    fact: practiceChanged,
    refuses: [languageIncomplete, practiceTargetMissing],
    examples: { onWater: { themes: ['environment'] } },
  },
  life: practiceLife,
  retract: { summary: 'Take back a practice that was registered in error', fact: practiceRetracted },
})
export class Practices {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly known: RecordReplica,
  ) {}
}
