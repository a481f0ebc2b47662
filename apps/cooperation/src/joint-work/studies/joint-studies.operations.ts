import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { JointStudyRecord } from './joint-study.entity.js';
import { jointStudyExample, publishedStudyExample } from './joint-study.example.js';
import { studyChanged, studyRegistered, studyRetracted } from './joint-study.facts.js';
import { jointStudyLife } from './joint-study.life.js';
import { jointStudies, JointStudy, JointStudyChange, NewJointStudy } from './joint-study.schema.js';

@RecordOperations({
  of: JointStudyRecord,
  many: 'jointStudies',
  one: 'jointStudy',
  scope: 'cooperation',
  returns: JointStudy,
  list: { summary: 'List joint studies of the regions', collection: jointStudies },
  read: { summary: 'Read a joint study' },
  create: {
    act: 'propose',
    summary: 'Propose a joint study, or register one that is published already',
    body: NewJointStudy,
    make: (name, terms, { today }) => JointStudyRecord.propose(name, terms, today),
    fact: studyRegistered,
    refuses: [languageIncomplete],
    examples: { proposed: jointStudyExample, publishedAlready: publishedStudyExample },
  },
  change: {
    summary: 'Correct a joint study; shares and budget are renegotiated instead',
    body: JointStudyChange,
    apply: (study, terms) => study.change(terms),
    fact: studyChanged,
    refuses: [languageIncomplete],
    examples: { later: { plannedEndOn: '2027-12-31' } },
  },
  life: jointStudyLife,
  retract: { summary: 'Take back a joint study that was registered in error', fact: studyRetracted },
})
export class JointStudies {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
