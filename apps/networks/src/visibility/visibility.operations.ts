import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseUnknown } from './references.js';
import { isRecognisedOtherwise, refuseTwin, visibilityRecorded as recordedAlready } from './twin.js';
import { VisibilityRecord } from './visibility.entity.js';
import { citationExample, visibilityExample } from './visibility.example.js';
import { visibilityChanged, visibilityRecorded, visibilityRetracted } from './visibility.facts.js';
import { NewVisibilityItem, visibility, VisibilityItem, VisibilityItemChange } from './visibility.schema.js';

@RecordOperations({
  of: VisibilityRecord,
  many: 'visibility',
  one: 'visibilityItem',
  scope: 'networks',
  returns: VisibilityItem,
  list: { summary: 'List where our work was seen: talks, articles, prizes, citations', collection: visibility },
  read: { summary: 'Read an item of visibility' },
  create: {
    act: 'record',
    summary: 'Record that our work was seen: a talk, an article, a prize, a citation',
    description:
      'An item is recorded once. Two of one day are the same if their addresses are: protocol, `www.`, fragment and tracking parameters make no difference. Where one of them has no address, they are the same if kind, outlet and one of their titles are. A citation without the hash of a kept copy can be recorded, and no figure counts it.',
    body: NewVisibilityItem,
    make: async (name, terms, { tx, today }, { known }: Visibility) => {
      await refuseUnknown(tx, known, terms);
      const item = VisibilityRecord.record(name, terms, today);
      await refuseTwin(tx, item);
      return item;
    },
    fact: visibilityRecorded,
    refuses: [languageIncomplete, recordedAlready],
    examples: { talk: visibilityExample, citation: citationExample },
  },
  change: {
    summary: 'Correct an item of visibility',
    body: VisibilityItemChange,
    apply: async (item, terms: VisibilityItemChange, { tx, today }, { known }) => {
      const { projectIds, planIds } = item;
      item.change(terms, today);
      await refuseUnknown(tx, known, terms, { projectIds, planIds });
      if (isRecognisedOtherwise(terms)) await refuseTwin(tx, item);
    },
    fact: visibilityChanged,
    refuses: [languageIncomplete, recordedAlready],
    examples: { languages: { languages: ['fr', 'nl', 'en'] } },
  },
  retract: { summary: 'Take back an item of visibility that was recorded in error', fact: visibilityRetracted },
})
export class Visibility {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly known: RecordReplica,
  ) {}
}
