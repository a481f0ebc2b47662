import { join } from 'node:path';
import { className } from './list.ts';
import { migrationText } from './write.ts';

const file = join(import.meta.dirname, 'a-migration.ts');

it('has a class named after its file', () => {
  expect(className('1763942520000-forum-meetings')).toBe('ForumMeetings1763942520000');
});

it('looks like a handwritten one', async () => {
  const table =
    'CREATE TABLE mandate (id uuid NOT NULL, parties text array NOT NULL, share numeric(10,2), CONSTRAINT "PK_0a1b2c" PRIMARY KEY (id, share))';
  const up = [table, `ALTER TABLE agreement ADD tier text NOT NULL DEFAULT 'a \`b\` \${c}'`];
  const down = ['ALTER TABLE agreement DROP COLUMN tier', 'DROP TABLE mandate'];
  expect(await migrationText('Mandates1', { up, down }, file))
    .toBe(`import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Mandates1 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(\`
      CREATE TABLE mandate (
        id uuid NOT NULL,
        parties text array NOT NULL,
        share numeric(10,2),
        PRIMARY KEY (id, share))\`);
    await runner.query(\`ALTER TABLE agreement ADD tier text NOT NULL DEFAULT 'a \\\`b\\\` \\\${c}'\`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE agreement DROP COLUMN tier');
    await runner.query('DROP TABLE mandate');
  }
}
`);
});
