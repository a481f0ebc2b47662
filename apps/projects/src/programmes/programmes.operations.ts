import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { programmeExample } from '../examples.js';
import { programmeCodeTaken, ProgrammeRecord } from './programme.entity.js';
import { programmeChanged, programmeRegistered, programmeRetracted } from './programme.facts.js';
import { NewProgramme, Programme, ProgrammeChange, programmes } from './programme.schema.js';
import { ProgrammeFollowers } from './programmes.api.js';

const twin = {
  index: 'programme_code',
  refusal: ({ code: programmeCode = '' }: ProgrammeChange) => refusal(programmeCodeTaken, { programmeCode }),
};

@RecordOperations({
  of: ProgrammeRecord,
  many: 'programmes',
  one: 'programme',
  scope: 'projects',
  returns: Programme,
  list: { summary: 'List programmes that pay for projects', collection: programmes },
  read: { summary: 'Read a programme' },
  create: {
    act: 'register',
    summary: 'Register a programme',
    body: NewProgramme,
    make: (name, terms) => ProgrammeRecord.register(name, terms),
    fact: programmeRegistered,
    twin,
    refuses: [programmeCodeTaken],
    examples: { northWestEurope: programmeExample },
  },
  change: {
    summary: 'Correct a programme',
    body: ProgrammeChange,
    apply: (programme, terms) => programme.change(terms),
    fact: programmeChanged,
    twin,
    refuses: [programmeCodeTaken],
    examples: { twoStages: { stages: 2 } },
  },
  retract: { summary: 'Take back a programme that was registered in error', fact: programmeRetracted },
  cascade: {
    copies: ({ fundingMode, consortiumRule }) => ({ fundingMode, consortiumRule }),
    follow: ({ followers }: Programmes, tx, { id }) => followers.notify(tx, id),
  },
})
export class Programmes {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly followers: ProgrammeFollowers,
  ) {}
}
