import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Systems that follow data products, and how far each is; where a product ends, its reader in this service says. */
export class Subscribers1800001020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE subscriber (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        client text NOT NULL,
        party text,
        contact text,
        description text NOT NULL,
        issuer text,
        client_id text,
        audience text,
        created_on date NOT NULL,
        ended_on date,
        changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`);
    await runner.query('CREATE UNIQUE INDEX subscriber_client ON subscriber (client) WHERE ended_on IS NULL');
    await runner.query(
      'CREATE UNIQUE INDEX subscriber_client_id ON subscriber (issuer, client_id) WHERE ended_on IS NULL',
    );
    await runner.query('CREATE INDEX subscriber_changed_at ON subscriber (changed_at, id)');
    await runner.query(`
      CREATE TABLE subscriber_progress (
        subscriber uuid REFERENCES subscriber,
        product text,
        sequence bigint NOT NULL,
        followed_at timestamptz(3) NOT NULL,
        PRIMARY KEY (subscriber, product))`);
    await runner.query(`
      CREATE VIEW subscriber_following WITH (security_invoker = true) AS
      SELECT subscriber.id, subscriber.version, subscriber.client, subscriber.party, subscriber.contact,
             subscriber.description, subscriber.issuer, subscriber.client_id, subscriber.audience, subscriber.created_on,
             subscriber.ended_on, subscriber.changed_at, coalesce((${followed}), '[]') AS followed
        FROM subscriber`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW subscriber_following');
    await runner.query('DROP TABLE subscriber_progress, subscriber');
  }
}

const followed = `
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'product', progress.product, 'sequence', progress.sequence,
           'followedAt', to_char(progress.followed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'behind', CASE WHEN head.sequence IS NOT NULL THEN greatest(head.sequence - progress.sequence, 0) END))
           ORDER BY progress.product)
    FROM subscriber_progress AS progress
    LEFT JOIN fact_checkpoint AS head ON head.consumer = 'products' AND head.source = progress.product
   WHERE progress.subscriber = subscriber.id`;
