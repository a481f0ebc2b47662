import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key of NATS of a subscriber, and what the copies of its products at the broker were like when last looked at. */
export class PartnerStreams1800001040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE subscriber ADD COLUMN nats_key text');
    await runner.query('CREATE UNIQUE INDEX subscriber_nats_key ON subscriber (nats_key) WHERE ended_on IS NULL');
    await runner.query(`
      CREATE TABLE partner_stream (
        subscriber uuid REFERENCES subscriber,
        product text,
        bytes bigint NOT NULL,
        bytes_most bigint NOT NULL,
        first bigint NOT NULL,
        last bigint NOT NULL,
        acknowledged bigint NOT NULL,
        acknowledged_at timestamptz(3),
        fault text,
        seen_at timestamptz(3) NOT NULL,
        PRIMARY KEY (subscriber, product))`);
    await runner.query('DROP VIEW subscriber_following');
    await runner.query(view(`subscriber.nats_key, coalesce((${copies}), '[]') AS copies,`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW subscriber_following');
    await runner.query(view(''));
    await runner.query('DROP TABLE partner_stream');
    await runner.query('ALTER TABLE subscriber DROP COLUMN nats_key');
  }
}

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const copies = `
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'product', product, 'firstSequence', first, 'lastSequence', last, 'acknowledged', acknowledged,
           'acknowledgedAt', ${instant('acknowledged_at')}, 'bytes', bytes, 'bytesMost', bytes_most, 'fault', fault,
           'seenAt', ${instant('seen_at')})) ORDER BY product)
    FROM partner_stream WHERE partner_stream.subscriber = subscriber.id`;

const followed = `
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'product', progress.product, 'sequence', progress.sequence,
           'followedAt', ${instant('progress.followed_at')},
           'behind', CASE WHEN head.sequence IS NOT NULL THEN greatest(head.sequence - progress.sequence, 0) END))
           ORDER BY progress.product)
    FROM subscriber_progress AS progress
    LEFT JOIN fact_checkpoint AS head ON head.consumer = 'products' AND head.source = progress.product
   WHERE progress.subscriber = subscriber.id`;

const view = (more: string): string => `
  CREATE VIEW subscriber_following WITH (security_invoker = true) AS
  SELECT subscriber.id, subscriber.version, subscriber.client, subscriber.party, subscriber.contact,
         subscriber.description, subscriber.issuer, subscriber.client_id, subscriber.audience, subscriber.created_on,
         subscriber.ended_on, subscriber.changed_at, ${more} coalesce((${followed}), '[]') AS followed
    FROM subscriber`;
