import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Programmes are public; partners copy the classification of their project, and one that the previous release adds meanwhile is
 * internal.
 */
export class Classification1800000990000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE programme ADD COLUMN classification text NOT NULL DEFAULT 'public'`);
    await runner.query(`ALTER TABLE partner ADD COLUMN classification text NOT NULL DEFAULT 'internal'`);
    await runner.query(`
      UPDATE partner SET classification = project.classification FROM project
       WHERE project.id = partner.project_id AND project.classification <> 'internal'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['partner', 'programme']) await runner.query(`ALTER TABLE ${table} DROP COLUMN classification`);
  }
}
