import { addChangedAt } from '@passerelle/platform/data/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys say when they changed, as every record does. */
export class ApiKeyChangedAt1800000960000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addChangedAt(runner, ['api_key']);
    await runner.query(`CREATE OR REPLACE ${view(', key.changed_at')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW api_key_in_use');
    await runner.query('ALTER TABLE api_key DROP COLUMN changed_at');
    await runner.query(`CREATE ${view('')}`);
  }
}

const view = (added: string): string => `
  VIEW api_key_in_use WITH (security_invoker = true) AS
  SELECT key.id, key.version, key.prefix, key.client, key.description, key.party, key.scopes, key.created_on,
         key.expires_on, key.revoked_on, use.used_on AS last_used_on${added}
    FROM api_key AS key LEFT JOIN api_key_use AS use USING (id)`;
