import type { MigrationInterface, QueryRunner } from 'typeorm';

// Two projects of one programme may have the same acronym where the source tells them apart by the code of their operation.
export class OperationCodes1795971600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX project_acronym');
    await runner.query(`
      CREATE UNIQUE INDEX project_acronym ON project (programme_id, lower(acronym))
       WHERE origin = 'own' OR external_ids->>'programmeId' IS NULL`);
    await runner.query(`
      CREATE UNIQUE INDEX project_operation_code ON project (programme_id, (external_ids->>'programmeId'))
       WHERE external_ids->>'programmeId' IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX project_operation_code');
    await runner.query('DROP INDEX project_acronym');
    await runner.query('CREATE UNIQUE INDEX project_acronym ON project (programme_id, lower(acronym))');
  }
}
