import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardRows, sharedRows, unguardRows } from '../shared/visibility/row-policies.js';

const underAgreement = (condition: string) =>
  `EXISTS (SELECT 1 FROM agreement WHERE agreement.id = agreement_id AND (${condition}))`;

export class PartyRows1763942580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await guardRows(runner, 'agreement', sharedRows);
    await guardRows(runner, 'forum_meeting', {
      seen: underAgreement('true'),
      written: underAgreement(sharedRows.written),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['forum_meeting', 'agreement']) await unguardRows(runner, table);
  }
}
