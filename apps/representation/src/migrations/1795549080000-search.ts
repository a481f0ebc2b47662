import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Search1795549080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addSearch(runner, 'body', { texts: ['NEW.name'], words: ['NEW.ref', 'NEW.acronym', 'NEW.source'] });
    await addSearch(runner, 'seat', { words: ['NEW.ref', "NEW.holder->>'name'", 'NEW.source'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'seat');
    await dropSearch(runner, 'body');
  }
}
