import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Search1795549080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addSearch(runner, 'agreement', { texts: ['NEW.title'], words: ['NEW.ref', 'NEW.source'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'agreement');
  }
}
