import { referenceList } from '@passerelle/domain/reference-list';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Themes are codes of one list: free ones are dropped. */
export class Themes1800000940000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const codes = referenceList('themes').entries.map(({ code }) => code);
    await runner.query(
      `UPDATE body SET themes = ARRAY(SELECT unnest(themes) INTERSECT SELECT unnest($1::text[])) WHERE NOT themes <@ $1::text[]`,
      [codes],
    );
  }

  /** Free themes are codes no longer, and codes are allowed as free themes. */
  async down(): Promise<void> {}
}
