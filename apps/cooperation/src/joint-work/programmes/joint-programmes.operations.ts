import { Database } from '@passerelle/platform/data/database';
import { cascadeBelow, RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf } from '../../shared/visibility/sharing-scope.js';
import { JointProgrammeRecord } from './joint-programme.entity.js';
import { jointProgrammeExample } from './joint-programme.example.js';
import { programmeChanged, programmeRegistered, programmeRetracted } from './joint-programme.facts.js';
import { jointProgrammeLife } from './joint-programme.life.js';
import { JointProgramme, JointProgrammeChange, jointProgrammes, NewJointProgramme } from './joint-programme.schema.js';

@RecordOperations({
  of: JointProgrammeRecord,
  many: 'jointProgrammes',
  one: 'jointProgramme',
  scope: 'cooperation',
  returns: JointProgramme,
  list: { summary: 'List programmes that regions steer together', collection: jointProgrammes },
  read: { summary: 'Read a joint programme with its yearly editions' },
  create: {
    act: 'register',
    summary: 'Register a joint programme',
    body: NewJointProgramme,
    make: (name, terms, { today }) => JointProgrammeRecord.register(name, terms, today),
    fact: programmeRegistered,
    refuses: [languageIncomplete],
    examples: { noordrand: jointProgrammeExample },
  },
  change: {
    summary: 'Correct a joint programme',
    body: JointProgrammeChange,
    apply: (programme, terms, { today }) => programme.change(terms, today),
    fact: programmeChanged,
    refuses: [languageIncomplete],
    examples: { reclassified: { classification: 'internal' } },
  },
  life: jointProgrammeLife,
  retract: { summary: 'Take back a joint programme that was registered in error', fact: programmeRetracted },
  cascade: cascadeBelow('joint_programme_id', sharingScopeOf),
})
export class JointProgrammes {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly visibility: VisibilityCascade,
  ) {}
}
