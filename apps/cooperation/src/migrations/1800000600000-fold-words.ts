import { rebuildSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words are read the same on every server; what is there already is read again. */
export class FoldWords1800000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rebuildSearch(runner, {
      agreement: { texts: ['NEW.title'], words: ['NEW.source'], references: ['NEW.ref'] },
      plan: { texts: ['NEW.title'], words: [`NEW.authority->>'name'`, 'NEW.source'], references: ['NEW.ref'] },
      forum_meeting: {
        words: [
          'NEW.source',
          `jsonb_path_query_array(NEW.place, '$.*')::text`,
          `jsonb_path_query_array(NEW.agenda, '$[*].*')::text`,
        ],
        references: ['NEW.ref'],
      },
      decision: { texts: ['NEW.text'], words: ['NEW.source'], references: ['NEW.ref'] },
      action_item: { texts: ['NEW.title'], references: ['NEW.ref'] },
      party: { words: ['NEW.code', `NEW.administration->>'name'`, 'NEW.source'], references: ['NEW.ref'] },
      contact_point: { texts: ['NEW.function'], words: ['NEW.party'], references: ['NEW.ref'] },
      joint_study: {
        texts: ['NEW.title'],
        words: ['NEW.source', `jsonb_path_query_array(NEW.partners, '$[*].organisation.name')::text`],
        references: ['NEW.ref'],
      },
      joint_programme: {
        texts: ['NEW.title'],
        words: ['NEW.source', `jsonb_path_query_array(NEW.partners, '$[*].organisation.name')::text`],
        references: ['NEW.ref'],
      },
      work_site: { texts: ['NEW.title'], words: ['NEW.source'], references: ['NEW.ref'] },
      consultation: { texts: ['NEW.plan_title', 'NEW.effects'], references: ['NEW.ref'] },
      opinion: { texts: ['NEW.plan_title', 'NEW.adopted_by'], references: ['NEW.ref'] },
      data_sharing: {
        texts: ['NEW.title'],
        words: ['NEW.source', `NEW.dataset->>'dcatId'`, `NEW.dataset->'publisher'->>'name'`],
        references: ['NEW.ref'],
      },
    });
  }

  /** Nothing to take back: the version before reads this too. */
  async down(): Promise<void> {}
}
