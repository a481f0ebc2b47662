import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A record of one department, such as a follow-up, names it in the field `department`: its dates are of that one. */
export class CalendarDepartment1800001150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION calendar_departments(data jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN jsonb_typeof(data -> 'departments') = 'array'
                    THEN ARRAY(SELECT jsonb_array_elements_text(data -> 'departments'))
                    WHEN jsonb_typeof(data -> 'department') = 'string' THEN ARRAY[data ->> 'department'] END
      $$`);
    await runner.query(recomputed);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION calendar_departments(data jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE jsonb_typeof(data -> 'departments')
                 WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(data -> 'departments')) END
      $$`);
    await runner.query(recomputed);
  }
}

const recomputed = `
  UPDATE calendar_entry AS entry SET departments = calendar_departments(state.data)
    FROM record_state AS state
   WHERE state.subject = entry.subject AND state.known_to IS NULL AND state.data ? 'department'`;
