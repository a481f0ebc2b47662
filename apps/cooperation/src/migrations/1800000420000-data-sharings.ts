import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardRows, jointRows } from '../shared/visibility/row-policies.js';

export class DataSharings1800000420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_sharing (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        provider text NOT NULL,
        receiver text NOT NULL,
        parties text[] NOT NULL,
        title jsonb NOT NULL,
        dataset jsonb NOT NULL,
        licence text NOT NULL,
        licence_terms jsonb,
        refresh text NOT NULL,
        monitored_from date NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        classification text NOT NULL,
        source text NOT NULL,
        last_delivery jsonb,
        last_delivered_on date,
        deliveries integer NOT NULL,
        expected_since date NOT NULL,
        next_due_on date,
        status_since date,
        status_reason jsonb,
        CHECK (provider <> receiver))`);
    for (const column of ['status', 'provider', 'receiver', 'licence', 'refresh'])
      await runner.query(`CREATE INDEX data_sharing_${column} ON data_sharing (${column}, ref, id)`);
    await runner.query(
      'CREATE INDEX data_sharing_next_due_on ON data_sharing (next_due_on) WHERE next_due_on IS NOT NULL',
    );
    for (const day of ['next_due_on', 'last_delivered_on'])
      await runner.query(
        `CREATE INDEX data_sharing_by_${day} ON data_sharing (coalesce(${day}, 'infinity'::date), id)`,
      );
    await runner.query(`
      CREATE TABLE delivery_breach (
        data_sharing_id uuid NOT NULL REFERENCES data_sharing (id),
        due_on date NOT NULL,
        PRIMARY KEY (data_sharing_id, due_on))`);
    await addSearch(runner, 'data_sharing', {
      texts: ['NEW.title'],
      words: ['NEW.ref', 'NEW.source', `NEW.dataset->>'dcatId'`, `NEW.dataset->'publisher'->>'name'`],
    });
    await guardRows(runner, 'data_sharing', jointRows);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'data_sharing');
    await runner.query('DROP TABLE delivery_breach, data_sharing');
  }
}
