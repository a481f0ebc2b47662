import { addFilterIndexes } from '@passerelle/platform/data/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const decide = 'decide_by, id';
const indexes = [
  `membership_year (${decide})`,
  `membership_year (status, ${decide})`,
  `membership_year (membership_id, ${decide})`,
  `membership_year (network_id, ${decide})`,
  `membership_year (holder_kind, ${decide})`,
  `membership_year (verdict, ${decide})`,
  `membership_year (coalesce(fee_due_on, 'infinity'::date), id)`,
  'membership_year (fee_due_on)',
  'membership_year (changed_at, id)',
  // What is to be decided, and what is to be paid.
  `membership_year (${decide}) WHERE decided_on IS NULL`,
  `membership_year (${decide}) WHERE paid_on IS NULL`,
  // What the clock asks every minute.
  `membership_year (notice_by, id) WHERE status = 'open' AND reviewed_on IS NULL`,
  'membership_year (fee_due_on, id) WHERE fee_overdue_on IS NULL AND paid_on IS NULL',
  `membership_year (last_day, id) WHERE status = 'open'`,
];

/** What a membership costs in a year, and by when it is decided whether it is kept. */
export class MembershipYears1800001180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE membership_year (
        id uuid PRIMARY KEY,
        ref text COLLATE by_number NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        membership_id uuid NOT NULL REFERENCES membership (id),
        network_id uuid NOT NULL REFERENCES network (id),
        name jsonb NOT NULL,
        holder_kind text NOT NULL,
        level text NOT NULL,
        departments text[] NOT NULL,
        year integer NOT NULL,
        last_day date NOT NULL,
        ends_on date,
        ends_on_from date,
        fee jsonb,
        fee_due_on date,
        fee_due_on_from date,
        notice_by date,
        decide_by date NOT NULL,
        decided_on date,
        reviewed_on date,
        review_late boolean,
        verdict text,
        reason jsonb,
        payments jsonb NOT NULL,
        paid_on date,
        notice_near_on date,
        notice_passed_on date,
        review_missing_on date,
        fee_overdue_on date,
        classification text NOT NULL,
        retracted_at timestamptz,
        changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`);
    // A membership has each year once, also when two of them are opened at the same moment.
    await runner.query(`
      CREATE UNIQUE INDEX membership_year_once ON membership_year (membership_id, year) WHERE retracted_at IS NULL`);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addFilterIndexes(runner, ['membership_year']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE membership_year');
  }
}
