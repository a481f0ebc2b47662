import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Search1795549080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addSearch(runner, 'network', {
      texts: ['NEW.name'],
      words: ['NEW.ref', 'NEW.acronym', 'NEW.wikidata', 'NEW.source'],
    });
    await addSearch(runner, 'membership', {
      words: ['NEW.ref', "NEW.holder->>'name'", "NEW.participating_entity->>'name'", 'NEW.source'],
    });
    await addSearch(runner, 'office', { words: ['NEW.ref', 'NEW.organ', 'NEW.source'] });
    await addSearch(runner, 'activity', {
      texts: ['NEW.title'],
      words: ['NEW.ref', "NEW.place->>'name'", 'NEW.source'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'activity');
    await dropSearch(runner, 'office');
    await dropSearch(runner, 'membership');
    await dropSearch(runner, 'network');
  }
}
