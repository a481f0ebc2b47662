import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Memberships1763942520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE membership (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        network_id uuid NOT NULL REFERENCES network (id),
        status text NOT NULL,
        holder_kind text NOT NULL,
        holder jsonb NOT NULL,
        participating_entity jsonb NOT NULL,
        category text NOT NULL,
        notice_period text,
        since date,
        until date,
        classification text NOT NULL,
        source text NOT NULL,
        status_since date,
        status_reason jsonb,
        CONSTRAINT membership_period CHECK (since <= until))`);
    await this.allowOneRunning(runner);
    await runner.query(`CREATE INDEX membership_by_since ON membership (coalesce(since, 'infinity'::date), id)`);
    for (const column of ['network_id', 'status', 'holder_kind', 'category', 'since'])
      await runner.query(`CREATE INDEX membership_${column} ON membership (${column})`);
    await runner.query(`CREATE INDEX membership_holder ON membership USING spgist (lower(holder->>'name'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE membership');
  }

  /**
   * One running membership of a holder in a network (N1), also when several are registered at the same moment. A holder
   * is known by its name or by its number in Wikidata: either of them twice is once too often.
   */
  private async allowOneRunning(runner: QueryRunner): Promise<void> {
    const running = `status IN ('active', 'inArrears', 'noticeGiven')`;
    await runner.query(`
      CREATE UNIQUE INDEX membership_holder_name ON membership (network_id, lower(holder->>'name')) WHERE ${running}`);
    await runner.query(`
      CREATE UNIQUE INDEX membership_holder_wikidata ON membership (network_id, (holder->'ids'->>'wikidata'))
      WHERE ${running}`);
  }
}
