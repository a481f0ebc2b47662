import { indexByKey, rebuildSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words are read the same on every server, and names compared by their key; what is there already is read again. */
export class FoldWords1800000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rebuildSearch(runner, {
      network: { texts: ['NEW.name'], words: ['NEW.acronym', 'NEW.wikidata', 'NEW.source'], references: ['NEW.ref'] },
      membership: {
        words: [`NEW.holder->>'name'`, `NEW.participating_entity->>'name'`, 'NEW.source'],
        references: ['NEW.ref'],
      },
      office: { words: ['NEW.organ', 'NEW.source'], references: ['NEW.ref'] },
      activity: { texts: ['NEW.title'], words: [`NEW.place->>'name'`, 'NEW.source'], references: ['NEW.ref'] },
    });
    await indexByKey(runner, { index: 'network_any_acronym', table: 'network', name: 'acronym' });
    const holder = { table: 'membership', name: `(holder->>'name')` };
    const where = `status IN ('active', 'inArrears', 'noticeGiven')`;
    await indexByKey(runner, { ...holder, index: 'membership_holder_name', unique: { within: 'network_id', where } });
    await indexByKey(runner, { ...holder, index: 'membership_holder', method: 'spgist' });
  }

  /** Nothing to take back: the version before reads this too. */
  async down(): Promise<void> {}
}
