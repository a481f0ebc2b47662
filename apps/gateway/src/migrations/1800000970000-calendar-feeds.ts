import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses for calendar programs: of the secret its hash, and apart from what is audited the day of the last use. */
export class CalendarFeeds1800000970000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_feed (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        title text NOT NULL,
        filters jsonb NOT NULL,
        lang text[],
        hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$'),
        owner uuid NOT NULL,
        party text,
        roles text[] NOT NULL,
        scopes text[] NOT NULL,
        created_on date NOT NULL,
        expires_on date NOT NULL,
        revoked_on date,
        changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`);
    await runner.query('CREATE INDEX calendar_feed_owner ON calendar_feed (owner, id)');
    await runner.query('CREATE INDEX calendar_feed_created_on ON calendar_feed (created_on, id)');
    await runner.query('CREATE INDEX calendar_feed_changed_at ON calendar_feed (changed_at, id)');
    await runner.query(
      'CREATE TABLE calendar_feed_use (id uuid PRIMARY KEY REFERENCES calendar_feed, used_on date NOT NULL)',
    );
    await runner.query(`
      CREATE VIEW calendar_feed_in_use WITH (security_invoker = true) AS
      SELECT feed.id, feed.version, feed.title, feed.filters, feed.lang, feed.owner, feed.party, feed.roles, feed.scopes,
             feed.created_on, feed.expires_on, feed.revoked_on, feed.changed_at, use.used_on AS last_used_on
        FROM calendar_feed AS feed LEFT JOIN calendar_feed_use AS use USING (id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW calendar_feed_in_use');
    await runner.query('DROP TABLE calendar_feed_use, calendar_feed');
  }
}
