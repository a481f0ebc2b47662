import { addSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { askingParty, guardRows, unguardRows, type RowPolicy } from '../shared/visibility/row-policies.js';

const mine = `classification <> 'restricted' AND ${askingParty} IN (author_party, affected_party)`;
/** Whoever holds a side sees the record and acts in it; the others see what is public. */
const betweenSides: RowPolicy = { seen: `classification = 'public' OR (${mine})`, written: mine };

// A list is read newest first, narrowed by one thing at a time: each filter with the day behind it finds its page at once.
const narrowed = (table: string, day: string, columns: readonly string[]) =>
  columns.map((column) => `CREATE INDEX ${table}_by_${column} ON ${table} (${column}, ${day}, id)`);

const consultationIndexes = [
  'CREATE INDEX consultation_opened_on ON consultation (opened_on, id)',
  `CREATE INDEX consultation_due ON consultation (coalesce(due_on, 'infinity'::date), id)`,
  'CREATE INDEX consultation_due_on ON consultation (due_on) WHERE due_on IS NOT NULL',
  'CREATE INDEX consultation_reply_due_on ON consultation (reply_due_on) WHERE reply_due_on IS NOT NULL',
  `CREATE UNIQUE INDEX consultation_one_open ON consultation (component_id, iteration, affected_party, legal_basis)
    WHERE status NOT IN ('closed', 'withdrawn')`,
  ...narrowed('consultation', 'opened_on', [
    'status',
    'direction',
    'plan_id',
    'plan_type',
    'author_party',
    'affected_party',
    'trigger',
    'legal_basis',
    'unanswered',
    'opinion_late',
    'classification',
  ]),
];

const opinionIndexes = [
  'CREATE INDEX opinion_sent_on ON opinion (sent_on, id)',
  ...narrowed('opinion', 'sent_on', [
    'status',
    'consultation_id',
    'plan_id',
    'direction',
    'party',
    'author_party',
    'verdict',
    'late',
    'classification',
  ]),
];

const consultationTable = `
  CREATE TABLE consultation (
    id uuid PRIMARY KEY,
    ref text NOT NULL UNIQUE,
    version integer NOT NULL,
    status text NOT NULL,
    plan_id uuid NOT NULL REFERENCES plan (id),
    plan_title jsonb NOT NULL,
    plan_type text NOT NULL,
    component_id uuid NOT NULL REFERENCES plan_component (id),
    iteration integer NOT NULL,
    notice_id uuid NOT NULL REFERENCES plan_notice (id),
    direction text NOT NULL,
    author_party text,
    affected_party text NOT NULL,
    parties text[] NOT NULL,
    trigger text NOT NULL,
    legal_basis text NOT NULL,
    requested_on date,
    effects jsonb,
    level text NOT NULL,
    objective text NOT NULL,
    departments text[] NOT NULL,
    classification text NOT NULL,
    opened_on date NOT NULL,
    opened_at timestamptz NOT NULL,
    reply_due_on date,
    acknowledged_at timestamptz,
    replied_at timestamptz,
    replied_on date,
    reply_late boolean,
    unanswered_on date,
    proposal jsonb,
    agreed_at timestamptz,
    starts_on date,
    due_on date,
    due_at timestamptz,
    counting_rule text,
    days integer,
    extensions jsonb NOT NULL,
    inquiry jsonb,
    not_simultaneous boolean,
    opinion_id uuid,
    opinion_on date,
    opinion_late boolean,
    lapsed_on date,
    answered_on date,
    decision_communicated_on date,
    decision jsonb,
    closed_on date,
    withdrawn_on date,
    withdrawal_reason jsonb,
    unanswered boolean NOT NULL,
    evidence jsonb NOT NULL,
    last_act_at timestamptz NOT NULL)`;

const opinionTable = `
  CREATE TABLE opinion (
    id uuid PRIMARY KEY,
    ref text NOT NULL UNIQUE,
    version integer NOT NULL,
    status text NOT NULL,
    consultation_id uuid NOT NULL REFERENCES consultation (id),
    plan_id uuid NOT NULL REFERENCES plan (id),
    plan_title jsonb NOT NULL,
    direction text NOT NULL,
    party text NOT NULL,
    author_party text,
    affected_party text NOT NULL,
    parties text[] NOT NULL,
    verdict text NOT NULL,
    adopted_by jsonb NOT NULL,
    adopted_on date,
    languages text[] NOT NULL,
    points jsonb NOT NULL,
    document jsonb,
    sent_at timestamptz NOT NULL,
    sent_on date NOT NULL,
    late boolean NOT NULL,
    answered_on date,
    level text NOT NULL,
    objective text NOT NULL,
    classification text NOT NULL)`;

export class Consultations1800000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(consultationTable);
    await runner.query(opinionTable);
    for (const sql of [...consultationIndexes, ...opinionIndexes]) await runner.query(sql);
    await addSearch(runner, 'consultation', { texts: ['NEW.plan_title', 'NEW.effects'], words: ['NEW.ref'] });
    await addSearch(runner, 'opinion', { texts: ['NEW.plan_title', 'NEW.adopted_by'], words: ['NEW.ref'] });
    for (const table of ['consultation', 'opinion']) await guardRows(runner, table, betweenSides);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['opinion', 'consultation']) {
      await unguardRows(runner, table);
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
