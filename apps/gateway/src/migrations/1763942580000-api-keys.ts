import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of programs that read: of the secret its hash, and apart from what is audited the day of the last use. */
export class ApiKeys1763942580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        prefix text NOT NULL UNIQUE,
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        client text NOT NULL,
        description text NOT NULL,
        party text,
        scopes text[] NOT NULL,
        created_on date NOT NULL,
        expires_on date NOT NULL,
        revoked_on date)`);
    await runner.query('CREATE INDEX api_key_client ON api_key (client, id)');
    await runner.query('CREATE TABLE api_key_use (id uuid PRIMARY KEY REFERENCES api_key, used_on date NOT NULL)');
    await runner.query(`
      CREATE VIEW api_key_in_use WITH (security_invoker = true) AS
      SELECT key.id, key.version, key.prefix, key.client, key.description, key.party, key.scopes, key.created_on,
             key.expires_on, key.revoked_on, use.used_on AS last_used_on
        FROM api_key AS key LEFT JOIN api_key_use AS use USING (id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW api_key_in_use');
    await runner.query('DROP TABLE api_key_use, api_key');
  }
}
