/** A minimal record of the kit, for its tests: a letter that one person checks and another sends, and that waits for an answer. */
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays, startOfDay } from '@passerelle/domain/period';
import { kept, shared } from '@passerelle/platform/access/rights';
import { addChangedAt, Database, findOrRefuse } from '@passerelle/platform/data/database';
import { anyOf, byText, collection, orderByNumber } from '@passerelle/platform/data/lists';
import {
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
} from '@passerelle/platform/data/request-transaction';
import { fact, factTables } from '@passerelle/platform/events/facts';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { actsOf, Life } from '@passerelle/platform/features/lives';
import { RecordOperations } from '@passerelle/platform/features/records';
import { auditModule, auditPolicy, auditSealed } from '@passerelle/platform/features/audit-trail';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { ServiceContext, type ServiceDefinition } from '@passerelle/platform/runtime/service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import {
  EnclosureRecord,
  enclosureShapes,
  LetterChange,
  LetterRecord,
  letterRelations,
  letterShapes,
  LetterStatus,
  NewLetter,
} from './letter.entity.js';

const about = (verb: string) => fact('letters', verb, letterShapes.State, { summary: `A letter was ${verb}.` });
export const letterFacts = {
  written: about('written'),
  changed: about('changed'),
  checked: about('checked'),
  sent: about('sent'),
  answered: about('answered'),
  unanswered: about('unanswered'),
  retracted: about('retracted'),
};
const enclosed = fact('enclosures', 'enclosed', enclosureShapes.State, { summary: 'Something was enclosed.' });
const removed = fact('enclosures', 'retracted', enclosureShapes.State, { summary: 'It was taken back.' });

const act = actsOf<LetterRecord, LetterStatus>();
const Nothing = z.strictObject({}).meta({ id: 'Nothing' });

const letterActs = {
  check: act({
    from: ['draft'],
    to: 'checked',
    summary: 'Check a letter',
    asks: Nothing,
    does: () => undefined,
    fact: (letter) => letterFacts.checked(letter),
  }),
  send: act({
    from: ['checked'],
    to: 'sent',
    another: ['check', 'change'],
    summary: 'Send a letter, for somebody else than who checked or last changed it',
    asks: Nothing,
    does: () => undefined,
    fact: (letter) => letterFacts.sent(letter),
  }),
  answer: act({
    from: ['sent', 'unanswered'],
    to: 'answered',
    summary: 'Record the answer to a letter',
    asks: Nothing,
    awaited: ({ toParty, answerDueOn }) => ({ party: toParty, until: answerDueOn }),
    does: () => undefined,
    fact: (letter) => letterFacts.answered(letter),
  }),
};

const besides = {
  clock: {
    expire: {
      from: ['sent'],
      to: 'unanswered',
      after: 'answerDueOn',
      does: (letter: LetterRecord) => {
        if (letter.toParty === 'BE-WAL') throw new Error('on purpose: this letter cannot expire');
        letter.overdueSince = addDays(letter.answerDueOn ?? '', 1);
        return startOfDay(letter.overdueSince);
      },
      fact: letterFacts.unanswered,
    },
  },
  elsewhere: { enclose: { from: ['draft'], to: 'draft', operation: 'encloseEnclosure' } },
} as const;

export const letterLife = new Life(letterActs, besides);

/** The next release knows one act more. */
const nextLife = new Life(
  {
    ...letterActs,
    archive: act({
      from: ['draft', 'answered'],
      to: 'answered',
      summary: 'Put a letter into the archive',
      asks: Nothing,
      does: () => undefined,
      fact: (letter) => letterFacts.answered(letter),
    }),
  },
  besides,
);

const letterList = collection({
  table: 'letter',
  item: letterShapes.Summary,
  relations: letterRelations,
  filters: { status: anyOf('status', LetterStatus) },
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
});
const enclosureList = collection({
  table: 'enclosure',
  item: enclosureShapes.Summary,
  relations: letterRelations,
  filters: {},
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
});

@RecordOperations({
  of: EnclosureRecord,
  many: 'enclosures',
  one: 'enclosure',
  scope: 'networks',
  returns: enclosureShapes.View,
  list: { summary: 'List enclosures', collection: enclosureList },
  read: { summary: 'Read an enclosure' },
  create: {
    act: 'enclose',
    address: 'letters/{letterId}/enclosures',
    summary: 'Enclose something in a letter',
    body: z.strictObject({ title: LocalizedText(2, 300) }).meta({ id: 'NewEnclosure' }),
    make: async (name, given, { tx, params }) => {
      await tx.query('SELECT 1 FROM letter WHERE id = $1 FOR SHARE', [params['letterId']]);
      const { id: letterId, parties, classification } = await findOrRefuse(tx, LetterRecord, params['letterId'] ?? '');
      const place = { letterId, parties, classification, version: 1 };
      return Object.assign(new EnclosureRecord(), name, place, given);
    },
    fact: enclosed,
  },
  retract: { summary: 'Take back an enclosure', fact: removed },
})
class Enclosures {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}

class Letters1763942470000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE letter (
        id uuid PRIMARY KEY, ref text NOT NULL UNIQUE, version int NOT NULL, status text NOT NULL, title jsonb NOT NULL,
        to_party text NOT NULL, answer_due_on date, classification text NOT NULL, parties text[] NOT NULL,
        overdue_since date, retracted_at timestamptz)`);
    await runner.query(`
      CREATE TABLE enclosure (
        id uuid PRIMARY KEY, ref text NOT NULL UNIQUE, version int NOT NULL, letter_id uuid NOT NULL REFERENCES letter (id),
        title jsonb NOT NULL, classification text NOT NULL, parties text[] NOT NULL, retracted_at timestamptz)`);
    await orderByNumber(runner, ['letter', 'enclosure']);
    await addChangedAt(runner, ['letter', 'enclosure']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE enclosure, letter');
  }
}

/** A module for one table of life: those of two releases differ by one act. */
function moduleOf(life: typeof letterLife) {
  @RecordOperations({
    of: LetterRecord,
    many: 'letters',
    one: 'letter',
    scope: 'networks',
    returns: letterShapes.View,
    list: { summary: 'List letters', collection: letterList },
    read: { summary: 'Read a letter' },
    create: {
      act: 'write',
      summary: 'Write a letter',
      body: NewLetter,
      make: (name, given) => LetterRecord.write(name, given),
      fact: letterFacts.written,
    },
    change: {
      summary: 'Change a letter',
      body: LetterChange,
      apply: (letter, change) => letter.change(change),
      fact: letterFacts.changed,
    },
    life,
    retract: { summary: 'Take back a letter', fact: letterFacts.retracted },
  })
  class Letters {
    constructor(
      readonly db: Database,
      readonly context: ServiceContext,
      clock: DeadlineWorker,
    ) {
      clock.keep(LetterRecord, life);
    }
  }

  @Module({
    imports: [auditModule(), TypeOrmModule.forFeature([LetterRecord, EnclosureRecord])],
    controllers: [Letters, Enclosures],
    providers: [DeadlineWorker],
  })
  class LettersModule {}
  return LettersModule;
}

/** It runs as the user `networks` of the broker. */
export const letters: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: moduleOf(letterLife),
  settings: ServiceSettings,
  migrations: [
    ...factTables,
    ActTables1763942420000,
    AuditVerification1800000950000,
    ReasonDigests1800000980000,
    Letters1763942470000,
  ],
  policy: {
    ...auditPolicy,
    listLetters: shared,
    readLetter: shared,
    listLetterTransitions: shared,
    writeLetter: kept,
    changeLetter: kept,
    checkLetter: kept,
    sendLetter: kept,
    answerLetter: { ...kept, partner: ['party'] },
    retractLetter: kept,
    listEnclosures: shared,
    readEnclosure: shared,
    listEnclosureTransitions: shared,
    encloseEnclosure: kept,
    retractEnclosure: kept,
  },
  facts: [...Object.values(letterFacts).map(({ kind }) => kind), enclosed.kind, removed.kind, auditSealed.kind],
};

export const nextLetters: ServiceDefinition = {
  ...letters,
  module: moduleOf(nextLife),
  policy: { ...letters.policy, archiveLetter: kept },
};
