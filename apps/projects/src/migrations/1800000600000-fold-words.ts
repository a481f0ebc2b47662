import { indexByKey, rebuildSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words are read the same on every server, and names compared by their key; what is there already is read again. */
export class FoldWords1800000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rebuildSearch(runner, {
      programme: { texts: ['NEW.name'], words: ['NEW.code', 'NEW.source'], references: ['NEW.ref'] },
      project: { texts: ['NEW.title', 'NEW.summary'], words: ['NEW.acronym', 'NEW.source'], references: ['NEW.ref'] },
      partner: { words: [`NEW.organisation->>'name'`, 'NEW.city'], references: ['NEW.ref'] },
    });
    const acronym = { table: 'project', name: 'acronym' };
    // As before: where the source names the code of the operation, two projects may share an acronym.
    const where = `origin = 'own' OR external_ids->>'programmeId' IS NULL`;
    await indexByKey(runner, { ...acronym, index: 'project_acronym', unique: { within: 'programme_id', where } });
    await indexByKey(runner, { ...acronym, index: 'project_any_acronym' });
    const code = `(external_ids->>'programmeId')`;
    const operation = { table: 'project', name: code, index: 'project_operation_code' };
    await indexByKey(runner, { ...operation, unique: { within: 'programme_id', where: `${code} IS NOT NULL` } });
    const organisation = { table: 'partner', name: `(organisation->>'name')` };
    await indexByKey(runner, { ...organisation, index: 'partner_organisation', method: 'spgist' });
  }

  /** Nothing to take back: the version before reads this too. */
  async down(): Promise<void> {}
}
