import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The departments of a date: those of its record, else of the record that it belongs to, else of its plan. An entry that
 * the release before still writes has those of its own after the next fact of its record, or after a rebuild.
 */
export class CalendarDepartments1800000950000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION calendar_departments(data jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE jsonb_typeof(data -> 'departments')
                 WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(data -> 'departments')) END
      $$`);
    await runner.query('ALTER TABLE calendar_entry ADD COLUMN departments text[]');
    await runner.query(`
      UPDATE calendar_entry AS entry SET departments = calendar_departments(state.data)
        FROM record_state AS state
       WHERE state.subject = entry.subject AND state.known_to IS NULL AND state.data ? 'departments'`);
    await runner.query(`CREATE OR REPLACE ${view}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW calendar');
    await runner.query('ALTER TABLE calendar_entry DROP COLUMN departments');
    await runner.query('DROP FUNCTION calendar_departments(jsonb)');
    await runner.query(before);
  }
}

/** The plan is named where who sees the entry sees the plan: it is public, or as closed and shared with the same. */
const view = `
  VIEW calendar WITH (security_invoker = true) AS
  SELECT shown.id, shown.subject, shown.kind, shown."on", shown.at, shown.ref, shown.plan_id, shown.body_id, shown.level,
         shown.service, shown.record_version, shown.recorded_at, shown.title, shown.classification, shown.parties,
         shown.last_on, shown.status, shown.done_on, shown.ends_on,
         nullif(calendar_title(plan.data), shown.title) AS plan_title,
         coalesce(shown.departments, calendar_departments(plan.data), '{}') AS departments
    FROM (
      SELECT entry.id, entry.subject, entry.kind, entry."on", entry.at, entry.ref, entry.plan_id, entry.body_id,
             entry.level, entry.service, entry.record_version, entry.recorded_at,
             coalesce(
               entry.title,
               CASE WHEN entry.classification IS NULL OR owner.data ->> 'classification' = 'public'
                    THEN calendar_title(owner.data) END,
               calendar_title(jsonb_build_object('name', entry.ref))) AS title,
             coalesce(entry.classification, owner.data ->> 'classification', 'restricted') AS classification,
             coalesce(
               CASE WHEN entry.classification IS NULL THEN calendar_parties(owner.data) ELSE entry.parties END,
               '{}') AS parties,
             coalesce(entry.last_on, entry."on") AS last_on, entry.status, entry.done_on,
             CASE WHEN entry.last_on > entry."on" THEN entry.last_on END AS ends_on,
             coalesce(
               entry.departments,
               CASE WHEN entry.classification IS NULL OR owner.data ->> 'classification' = 'public'
                    THEN calendar_departments(owner.data) END) AS departments
        FROM calendar_entry AS entry
        LEFT JOIN record_state AS owner ON owner.subject = entry.owner AND owner.known_to IS NULL) AS shown
    LEFT JOIN record_state AS plan ON plan.subject = 'plans/' || shown.plan_id AND plan.known_to IS NULL
     AND (plan.data ->> 'classification' = 'public'
          OR (plan.data ->> 'classification' = shown.classification
              AND shown.parties <@ coalesce(calendar_parties(plan.data), '{}')))`;

const before = `
  CREATE VIEW calendar WITH (security_invoker = true) AS
  SELECT shown.*, nullif(
           CASE WHEN plan.data ->> 'classification' = 'public'
                  OR (plan.data ->> 'classification' = shown.classification
                      AND shown.parties <@ coalesce(calendar_parties(plan.data), '{}'))
                THEN calendar_title(plan.data) END, shown.title) AS plan_title
    FROM (
      SELECT entry.id, entry.subject, entry.kind, entry."on", entry.at, entry.ref, entry.plan_id, entry.body_id,
             entry.level, entry.service, entry.record_version, entry.recorded_at,
             coalesce(
               entry.title,
               CASE WHEN entry.classification IS NULL OR owner.data ->> 'classification' = 'public'
                    THEN calendar_title(owner.data) END,
               calendar_title(jsonb_build_object('name', entry.ref))) AS title,
             coalesce(entry.classification, owner.data ->> 'classification', 'restricted') AS classification,
             coalesce(
               CASE WHEN entry.classification IS NULL THEN calendar_parties(owner.data) ELSE entry.parties END,
               '{}') AS parties,
             coalesce(entry.last_on, entry."on") AS last_on, entry.status, entry.done_on,
             CASE WHEN entry.last_on > entry."on" THEN entry.last_on END AS ends_on
        FROM calendar_entry AS entry
        LEFT JOIN record_state AS owner ON owner.subject = entry.owner AND owner.known_to IS NULL) AS shown
    LEFT JOIN record_state AS plan ON plan.subject = 'plans/' || shown.plan_id AND plan.known_to IS NULL`;
