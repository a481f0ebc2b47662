import { addSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { askingParty, guardRows, sharedRows } from '../shared/visibility/row-policies.js';

const framed = `
        parties text[] NOT NULL,
        classification text NOT NULL,
        level text NOT NULL,
        objective text NOT NULL`;

/** The region whose plan it is, where the plan is shown to it. */
const author = `party = ${askingParty} AND (${sharedRows.seen})`;
const underPlan = (condition: string) => `EXISTS (SELECT 1 FROM plan WHERE plan.id = plan_id AND (${condition}))`;
const ofPlan = { seen: underPlan('true'), written: underPlan(author) };

export class Plans1800000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.makePlans(runner);
    await this.makeComponents(runner);
    await this.makeSteps(runner);
    await this.makeNotices(runner);
    await guardRows(runner, 'plan', { seen: sharedRows.seen, written: author });
    for (const table of ['plan_component', 'procedure_step', 'plan_notice']) await guardRows(runner, table, ofPlan);
    // Confirming a notice is the act of whom it was sent to.
    const addressee = `${askingParty} = ANY (to_parties) AND ${ofPlan.seen}`;
    await runner.query(
      `CREATE POLICY party_receives ON plan_notice FOR UPDATE TO cooperation_party USING (${addressee}) WITH CHECK (${addressee})`,
    );
    await addSearch(runner, 'plan', {
      texts: ['NEW.title'],
      words: ['NEW.ref', `NEW.authority->>'name'`, 'NEW.source'],
    });
  }

  private async makePlans(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        plan_type text NOT NULL,
        party text,
        title jsonb NOT NULL,
        authority jsonb NOT NULL,
        legal_nature text NOT NULL,
        area jsonb NOT NULL,
        departments text[] NOT NULL,
        source text NOT NULL,
        first_notice_on date,
        first_inquiry_on date,${framed})`);
    const sorts = {
      ref: 'ref',
      notice: `coalesce(first_notice_on, 'infinity'::date)`,
      inquiry: `coalesce(first_inquiry_on, 'infinity'::date)`,
    };
    for (const [name, sort] of Object.entries(sorts)) {
      await runner.query(`CREATE INDEX plan_by_${name} ON plan (${sort}, id)`);
      for (const column of ['status', 'plan_type', 'party', 'classification'])
        await runner.query(`CREATE INDEX plan_${column}_by_${name} ON plan (${column}, ${sort}, id)`);
    }
    await runner.query('CREATE INDEX plan_parties ON plan USING gin (parties)');
    await runner.query('CREATE INDEX plan_first_notice_on ON plan (first_notice_on)');
    await runner.query('CREATE INDEX plan_first_inquiry_on ON plan (first_inquiry_on)');
  }

  private async makeComponents(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan_component (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        plan_id uuid NOT NULL REFERENCES plan (id),
        code text NOT NULL,
        kind text NOT NULL,
        title jsonb NOT NULL,
        iteration integer NOT NULL,
        status_since date,
        draft_adopted_on date,
        inquiry jsonb,
        finally_adopted_on date,
        in_force_on date,
        ended_on date,${framed},
        CONSTRAINT plan_component_code UNIQUE (plan_id, code))`);
    const since = `coalesce(status_since, 'infinity'::date)`;
    await runner.query(`CREATE INDEX plan_component_by_ref ON plan_component (ref, id)`);
    await runner.query(`CREATE INDEX plan_component_by_since ON plan_component (${since}, id)`);
    for (const column of ['status', 'kind']) {
      await runner.query(`CREATE INDEX plan_component_${column}_by_ref ON plan_component (${column}, ref, id)`);
      await runner.query(`CREATE INDEX plan_component_${column}_by_since ON plan_component (${column}, ${since}, id)`);
    }
    await runner.query('CREATE INDEX plan_component_status_since ON plan_component (status_since)');
  }

  private async makeSteps(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE procedure_step (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        plan_id uuid NOT NULL REFERENCES plan (id),
        component_id uuid NOT NULL REFERENCES plan_component (id),
        step_code text NOT NULL,
        occurred_on date NOT NULL,
        iteration integer NOT NULL,
        document jsonb,
        public_inquiry jsonb,
        source text NOT NULL)`);
    await runner.query(`
      CREATE FUNCTION procedure_step_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'procedure_step is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER procedure_step_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON procedure_step
      FOR EACH STATEMENT EXECUTE FUNCTION procedure_step_is_append_only()`);
    const sorts = { ref: 'ref', day: `coalesce(occurred_on, 'infinity'::date)` };
    for (const [name, sort] of Object.entries(sorts)) {
      await runner.query(`CREATE INDEX procedure_step_by_${name} ON procedure_step (${sort}, id)`);
      for (const column of ['plan_id', 'component_id', 'step_code'])
        await runner.query(
          `CREATE INDEX procedure_step_${column}_by_${name} ON procedure_step (${column}, ${sort}, id)`,
        );
    }
    await runner.query('CREATE INDEX procedure_step_occurred_on ON procedure_step (occurred_on)');
  }

  private async makeNotices(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan_notice (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        plan_id uuid NOT NULL REFERENCES plan (id),
        component_id uuid REFERENCES plan_component (id),
        from_party text,
        to_parties text[] NOT NULL,
        stage text NOT NULL,
        channel text NOT NULL,
        docs jsonb NOT NULL,
        inquiry jsonb,
        sent_at text NOT NULL,
        sent_on date NOT NULL,
        source text,
        receipts jsonb NOT NULL,${framed})`);
    const sorts = { ref: 'ref', day: `coalesce(sent_on, 'infinity'::date)` };
    for (const [name, sort] of Object.entries(sorts)) {
      await runner.query(`CREATE INDEX plan_notice_by_${name} ON plan_notice (${sort}, id)`);
      for (const column of ['plan_id', 'component_id', 'status', 'stage', 'from_party'])
        await runner.query(`CREATE INDEX plan_notice_${column}_by_${name} ON plan_notice (${column}, ${sort}, id)`);
    }
    await runner.query('CREATE INDEX plan_notice_to_parties ON plan_notice USING gin (to_parties)');
    await runner.query('CREATE INDEX plan_notice_sent_on ON plan_notice (sent_on)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE plan_notice, procedure_step, plan_component, plan');
    await runner.query('DROP FUNCTION procedure_step_is_append_only, plan_search');
  }
}
