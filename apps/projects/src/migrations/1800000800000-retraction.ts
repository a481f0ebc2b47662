import { indexByKey } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['partner', 'programme', 'project'];

/** When a record was taken back, as registered in error: what is unique is so among the others. */
export class Retraction1800000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} ADD COLUMN retracted_at timestamptz`);
    await indexUnique(runner, ['retracted_at IS NULL']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await indexUnique(runner, []);
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP COLUMN retracted_at`);
  }
}

async function indexUnique(runner: QueryRunner, among: readonly string[]): Promise<void> {
  const where = (...conditions: string[]): string => [...conditions, ...among].join(' AND ');
  await runner.query('DROP INDEX programme_code, partner_one_lead');
  await runner.query(
    `CREATE UNIQUE INDEX programme_code ON programme (code)${among.length === 0 ? '' : ` WHERE ${where()}`}`,
  );
  await runner.query(
    `CREATE UNIQUE INDEX partner_one_lead ON partner (project_id)
      WHERE ${where(`role = 'lead'`, 'active', `origin = 'own'`)}`,
  );
  const ofProject = (index: string, name: string, condition: string): Promise<void> =>
    indexByKey(runner, { index, table: 'project', name, unique: { within: 'programme_id', where: where(condition) } });
  const code = `(external_ids->>'programmeId')`;
  await ofProject('project_acronym', 'acronym', `(origin = 'own' OR ${code} IS NULL)`);
  await ofProject('project_operation_code', code, `${code} IS NOT NULL`);
}
