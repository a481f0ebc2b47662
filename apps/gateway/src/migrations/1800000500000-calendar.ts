import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which dates of which records belong on a calendar, as services mark them, and where those dates stand. */
export class Calendar1800000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.markings(runner);
    await this.entries(runner);
    await this.functions(runner);
    await this.view(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW calendar');
    await runner.query('DROP FUNCTION calendar_title(jsonb), calendar_parties(jsonb)');
    await runner.query('DROP TABLE calendar_entry, calendar_belonging, calendar_marking');
  }

  private async markings(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_marking (
        service text NOT NULL,
        resource text NOT NULL,
        path text[] NOT NULL,
        kind text NOT NULL,
        PRIMARY KEY (service, resource, path))`);
    await runner.query(`
      CREATE TABLE calendar_belonging (
        service text NOT NULL,
        resource text NOT NULL,
        field text NOT NULL,
        owner text NOT NULL,
        PRIMARY KEY (service, resource))`);
  }

  private async entries(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_entry (
        id uuid PRIMARY KEY,
        subject text NOT NULL,
        kind text NOT NULL,
        "on" date NOT NULL,
        at timestamptz,
        title jsonb,
        ref text,
        classification text,
        parties text[],
        plan_id uuid,
        body_id uuid,
        level text,
        owner text,
        service text NOT NULL,
        record_version int NOT NULL,
        recorded_at timestamptz NOT NULL,
        UNIQUE (subject, kind))`);
    await runner.query('CREATE INDEX calendar_entry_by_on ON calendar_entry ("on", id)');
    for (const column of ['service', 'plan_id', 'body_id'])
      await runner.query(`CREATE INDEX calendar_entry_${column} ON calendar_entry (${column})`);
  }

  /** Records call their names differently; a name that has no language is the same in all of them. */
  private async functions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION calendar_title(data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE jsonb_typeof(value)
                 WHEN 'object' THEN value
                 ELSE jsonb_build_object('fr', value, 'nl', value, 'en', value, 'de', value) END
          FROM unnest(ARRAY[data -> 'title', data -> 'planTitle', data -> 'name', data -> 'text'])
                 WITH ORDINALITY AS named (value, place)
         WHERE jsonb_typeof(value) = 'string'
            OR (jsonb_typeof(value) = 'object' AND value ?| ARRAY['fr', 'nl', 'en', 'de'])
         ORDER BY place LIMIT 1
      $$`);
    await runner.query(`
      CREATE FUNCTION calendar_parties(data jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE jsonb_typeof(data -> 'parties')
                 WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(data -> 'parties')) END
      $$`);
  }

  /** A record without a classification is seen by whoever sees the one that it belongs to; in doubt by nobody else. */
  private async view(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
        LEFT JOIN record_state AS owner ON owner.subject = entry.owner AND owner.known_to IS NULL`);
  }
}
