import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Search1795549080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addSearch(runner, 'programme', { texts: ['NEW.name'], words: ['NEW.ref', 'NEW.code', 'NEW.source'] });
    await addSearch(runner, 'project', {
      texts: ['NEW.title', 'NEW.summary'],
      words: ['NEW.ref', 'NEW.acronym', 'NEW.source'],
    });
    await addSearch(runner, 'partner', { words: ['NEW.ref', "NEW.organisation->>'name'", 'NEW.city'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'partner');
    await dropSearch(runner, 'project');
    await dropSearch(runner, 'programme');
  }
}
