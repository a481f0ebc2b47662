import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Seats1763942520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE seat (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        body_id uuid NOT NULL REFERENCES body (id),
        holder jsonb NOT NULL,
        holder_kind text NOT NULL,
        council_category integer,
        rotation jsonb,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        source text NOT NULL)`);
    for (const column of ['body_id', 'holder_kind', 'level'])
      await runner.query(`CREATE INDEX seat_${column} ON seat (${column})`);
    await runner.query('CREATE INDEX seat_departments ON seat USING gin (departments)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE seat');
  }
}
