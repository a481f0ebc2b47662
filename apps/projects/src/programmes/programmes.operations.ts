import { Database, readIn, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { programmeExample } from '../examples.js';
import { programmeCodeTaken, ProgrammeRecord } from './programme.entity.js';
import { programmeChanged, programmeRegistered, programmeRetracted } from './programme.facts.js';
import { NewProgramme, Programme, ProgrammeChange, programmes } from './programme.schema.js';
import { ProgrammeFollowers } from './programmes.api.js';

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
    twin: { index: 'programme_code', refusal: ({ code }) => codeTaken(code) },
    refuses: [programmeCodeTaken],
    examples: { northWestEurope: programmeExample },
  },
  change: {
    summary: 'Correct a programme',
    body: ProgrammeChange,
    apply: async (programme, terms, { tx }) => {
      const { code } = programme;
      programme.change(terms);
      if (programme.code !== code) await refuseTaken(tx, programme);
    },
    fact: programmeChanged,
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

const codeTaken = (programmeCode: string) => refusal(programmeCodeTaken, { programmeCode });

/** A corrected code waits for the codes of concurrent registrations and corrections: a look alone would not see them. */
async function refuseTaken(tx: Tx, { id, code }: ProgrammeRecord): Promise<void> {
  await tx.query('LOCK TABLE programme IN SHARE ROW EXCLUSIVE MODE');
  const sql = 'SELECT 1 FROM programme WHERE code = $1 AND id <> $2 AND retracted_at IS NULL';
  if ((await readIn(tx, sql, [code, id])).rows.length > 0) throw codeTaken(code);
}
