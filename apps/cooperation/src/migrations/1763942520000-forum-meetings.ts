import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ForumMeetings1763942520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE forum_meeting (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        agreement_id uuid NOT NULL REFERENCES agreement (id),
        parties text[] NOT NULL,
        classification text NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        tier text NOT NULL,
        scheduled_on date NOT NULL,
        place jsonb,
        chair_party text,
        agenda jsonb NOT NULL,
        source text,
        convened_on date,
        held_on date,
        late boolean,
        end_reason jsonb)`);
    await runner.query('CREATE INDEX forum_meeting_agreement ON forum_meeting (agreement_id, tier, held_on)');
    await runner.query('CREATE INDEX forum_meeting_scheduled_on ON forum_meeting (scheduled_on, id)');
    await runner.query('CREATE INDEX forum_meeting_parties ON forum_meeting USING gin (parties)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE forum_meeting');
  }
}
