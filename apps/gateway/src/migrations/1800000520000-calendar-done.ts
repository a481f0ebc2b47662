import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until when a date lasts, what settles it, and whether that has happened. Entries follow once services say their marks;
 * those that the release before still writes last a day and wait for nobody.
 */
export class CalendarDone1800000520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE calendar_marking ADD COLUMN until text[], ADD COLUMN done json');
    await runner.query(`
      ALTER TABLE calendar_entry
        ADD COLUMN last_on date,
        ADD COLUMN status text NOT NULL DEFAULT 'event',
        ADD COLUMN done_on date`);
    await runner.query('CREATE INDEX calendar_entry_by_last_on ON calendar_entry ((coalesce(last_on, "on")))');
    await this.functions(runner);
    await this.view(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW calendar');
    await runner.query('DROP FUNCTION calendar_settles(jsonb, jsonb), calendar_version(jsonb), calendar_day(text)');
    await runner.query('ALTER TABLE calendar_entry DROP COLUMN last_on, DROP COLUMN status, DROP COLUMN done_on');
    await runner.query('ALTER TABLE calendar_marking DROP COLUMN until, DROP COLUMN done');
    await runner.query(before);
  }

  private async functions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION calendar_day(moment text) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN moment !~ '^(19|20|21)\\d{2}-\\d{2}-\\d{2}(T.+)?$' OR NOT pg_input_is_valid(moment, 'timestamptz') THEN NULL
                    WHEN length(moment) = 10 THEN moment::date
                    ELSE (moment::timestamptz AT TIME ZONE 'Europe/Brussels')::date END
      $$`);
    await runner.query(`
      CREATE FUNCTION calendar_version(data jsonb) RETURNS int LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE jsonb_typeof(data -> 'version') WHEN 'number' THEN (data ->> 'version')::int ELSE 0 END
      $$`);
    await runner.query(`
      CREATE FUNCTION calendar_settles(rule jsonb, data jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN rule ? 'status' THEN coalesce(rule -> 'status' ? (data ->> 'status'), false)
                    ELSE calendar_day(data ->> (rule ->> 'day')) IS NOT NULL END
      $$`);
  }

  /** The plan is named where who sees the entry sees the plan: it is public, or as closed and shared with the same. */
  private async view(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE VIEW calendar WITH (security_invoker = true) AS
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
        LEFT JOIN record_state AS plan ON plan.subject = 'plans/' || shown.plan_id AND plan.known_to IS NULL`);
  }
}

const before = `
  CREATE VIEW calendar WITH (security_invoker = true) AS
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
           '{}') AS parties
    FROM calendar_entry AS entry
    LEFT JOIN record_state AS owner ON owner.subject = entry.owner AND owner.known_to IS NULL`;
