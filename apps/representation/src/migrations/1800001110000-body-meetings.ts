import { addFilterIndexes } from '@passerelle/platform/data/database';
import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['body_meeting', 'follow_up'];

const begins = 'starts_on, id';
const due = 'due_on, id';
const indexes = [
  `body_meeting (${begins})`,
  `body_meeting (body_id, ${begins})`,
  `body_meeting (status, ${begins})`,
  `body_meeting (presence, ${begins})`,
  `body_meeting (coalesce(report_due_on, 'infinity'::date), id)`,
  'body_meeting (report_due_on)',
  'body_meeting (reported_on)',
  'body_meeting (changed_at, id)',
  `follow_up (${due})`,
  `follow_up (body_meeting_id, ${due})`,
  `follow_up (body_id, ${due})`,
  `follow_up (status, ${due})`,
  `follow_up (department, ${due})`,
  'follow_up (overdue_on)',
  'follow_up (changed_at, id)',
  'body_meeting_delegate (mandate_id)',
  // What the clock asks every minute.
  `body_meeting (report_due_on, id) WHERE status = 'attended' AND report_overdue_on IS NULL`,
  `follow_up (due_on, id) WHERE status = 'open' AND overdue_on IS NULL`,
];

/** Columns of every record, and of what the strategy is cut by. */
const common = `
        id uuid PRIMARY KEY,
        ref text COLLATE by_number NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        themes text[] NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        classification text NOT NULL,
        retracted_at timestamptz,
        changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()`;

/** Meetings of bodies, and what the agency does after them. */
export class BodyMeetings1800001110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE body_meeting (${common},
        body_id uuid NOT NULL REFERENCES body (id),
        title jsonb NOT NULL,
        starts_on date NOT NULL,
        ends_on date,
        place jsonb,
        presidency text,
        agenda jsonb NOT NULL,
        papers jsonb NOT NULL,
        report_exempt boolean NOT NULL,
        departments text[] NOT NULL,
        prepared_on date,
        presence text,
        delegates text[] NOT NULL,
        represented_by jsonb,
        reason jsonb,
        report_due_on date,
        report_overdue_on date,
        reported_on date,
        report_late boolean,
        report jsonb,
        CONSTRAINT body_meeting_days CHECK (ends_on >= starts_on))`);
    await runner.query(`
      CREATE TABLE follow_up (${common},
        body_meeting_id uuid NOT NULL REFERENCES body_meeting (id),
        body_id uuid NOT NULL REFERENCES body (id),
        title jsonb NOT NULL,
        department text NOT NULL,
        due_on date NOT NULL,
        closed_on date,
        overdue_on date,
        late boolean,
        outcome jsonb,
        reopen_reason jsonb)`);
    await referToDelegates(runner);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addFilterIndexes(runner, tables);
    await addSearch(runner, 'body_meeting', {
      texts: ['NEW.title'],
      words: [
        `jsonb_path_query_array(NEW.place, '$.*')::text`,
        `jsonb_path_query_array(NEW.agenda, '$[*].title.*')::text`,
        `jsonb_path_query_array(NEW.agenda, '$[*].procedure')::text`,
      ],
      references: ['NEW.ref'],
    });
    await addSearch(runner, 'follow_up', { texts: ['NEW.title'], references: ['NEW.ref'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await dropSearch(runner, table);
    await runner.query('DROP TRIGGER body_meeting_delegates ON body_meeting');
    await runner.query('DROP FUNCTION body_meeting_delegates');
    await runner.query('DROP TABLE body_meeting_delegate, follow_up, body_meeting');
  }
}

/**
 * A column with a list has no foreign keys, so PostgreSQL keeps one row for each delegate: a mandate is not taken back while a
 * meeting that was not taken back itself refers to it, and the refusal names that meeting. The rows have no foreign key to the
 * meeting, which would otherwise be referred to by itself.
 */
async function referToDelegates(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE body_meeting_delegate (
      body_meeting_id uuid,
      mandate_id uuid REFERENCES mandate (id),
      ref text COLLATE by_number NOT NULL,
      retracted_at timestamptz,
      PRIMARY KEY (body_meeting_id, mandate_id))`);
  await runner.query(`
    CREATE FUNCTION body_meeting_delegates() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' OR (NEW.delegates, NEW.retracted_at) IS DISTINCT FROM (OLD.delegates, OLD.retracted_at) THEN
        DELETE FROM body_meeting_delegate WHERE body_meeting_id = NEW.id;
        INSERT INTO body_meeting_delegate (body_meeting_id, mandate_id, ref, retracted_at)
          SELECT NEW.id, delegate::uuid, NEW.ref, NEW.retracted_at FROM unnest(NEW.delegates) AS delegate;
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE TRIGGER body_meeting_delegates AFTER INSERT OR UPDATE ON body_meeting
      FOR EACH ROW EXECUTE FUNCTION body_meeting_delegates()`);
}
