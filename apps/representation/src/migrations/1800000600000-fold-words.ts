import { indexByKey, rebuildSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words are read the same on every server, and names compared by their key; what is there already is read again. */
export class FoldWords1800000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rebuildSearch(runner, {
      body: { texts: ['NEW.name'], words: ['NEW.acronym', 'NEW.source'], references: ['NEW.ref'] },
      seat: { words: [`NEW.holder->>'name'`, 'NEW.source'], references: ['NEW.ref'] },
    });
    await indexByKey(runner, { index: 'body_any_acronym', table: 'body', name: 'acronym' });
  }

  /** Nothing to take back: the version before reads this too. */
  async down(): Promise<void> {}
}
