import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { askingParty, guardRows, type RowPolicy } from '../shared/visibility/row-policies.js';

const underAgreement = (condition: string) =>
  `EXISTS (SELECT 1 FROM agreement WHERE agreement.id = agreement_id AND (${condition}))`;

const wall: RowPolicy = {
  seen: underAgreement('true'),
  written: underAgreement(`classification <> 'restricted' AND ${askingParty} = ANY (agreement.parties)`),
};

const decided = `coalesce(decided_on, 'infinity'::date), id`;
const due = `coalesce(due_on, 'infinity'::date), id`;
const indexes = [
  `decision (${decided})`,
  `decision (${due})`,
  `decision (decided_on)`,
  `decision (due_on)`,
  `decision (forum_meeting_id, ${decided})`,
  `decision (agreement_id, ${decided})`,
  `decision (kind, ${decided})`,
  `decision USING gin (adopted_by)`,
  `action_item (${due})`,
  `action_item (due_on)`,
  `action_item (overdue_on)`,
  `action_item (decision_id, ${due})`,
  `action_item (forum_meeting_id, ${due})`,
  `action_item (agreement_id, ${due})`,
  `action_item (owner_party, ${due})`,
  `action_item (status, ${due})`,
  // What the clock asks every minute.
  `action_item (due_on, id) WHERE status = 'open' AND overdue_on IS NULL`,
];

/** What a decision and an action item take from the agreement that they stand under. */
const frame = `
        agreement_id uuid NOT NULL REFERENCES agreement (id),
        parties text[] NOT NULL,
        classification text NOT NULL,
        level text NOT NULL,
        objective text NOT NULL`;

export class Decisions1800000201000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE decision (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        forum_meeting_id uuid NOT NULL REFERENCES forum_meeting (id),
        text jsonb NOT NULL,
        kind text NOT NULL,
        adopted_by text[] NOT NULL,
        decided_on date NOT NULL,
        due_on date,
        source text,${frame},
        CONSTRAINT decision_due CHECK (due_on >= decided_on))`);
    await runner.query(`
      CREATE TABLE action_item (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        decision_id uuid NOT NULL REFERENCES decision (id),
        forum_meeting_id uuid NOT NULL REFERENCES forum_meeting (id),
        owner_party text NOT NULL,
        title jsonb NOT NULL,
        due_on date NOT NULL,
        done_on date,
        overdue_on date,
        late boolean,
        outcome jsonb,
        source text,
        reopen_reason jsonb,${frame})`);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addSearch(runner, 'decision', { texts: ['NEW.text'], words: ['NEW.ref', 'NEW.source'] });
    await addSearch(runner, 'action_item', { texts: ['NEW.title'], words: ['NEW.ref'] });
    for (const table of ['decision', 'action_item']) await guardRows(runner, table, wall);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['action_item', 'decision']) {
      await dropSearch(runner, table);
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
