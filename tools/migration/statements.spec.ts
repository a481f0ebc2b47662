import { objections, split } from './statements.ts';

describe('a generated migration', () => {
  it('keeps statements on columns and tables, and drops those on indexes and constraints', () => {
    const kept = [
      'CREATE TABLE mandate (id uuid NOT NULL)',
      'ALTER TABLE agreement ADD website text',
      'ALTER TABLE "order" ADD "end" text',
      'ALTER TABLE agreement DROP COLUMN source',
      'ALTER TABLE agreement ALTER COLUMN source SET NOT NULL',
      'ALTER TABLE agreement RENAME COLUMN source TO origin',
    ];
    const leftOut = [
      'DROP INDEX public.agreement_status',
      'ALTER TABLE agreement ADD CONSTRAINT agreement_ref_key UNIQUE (ref)',
      'ALTER TABLE agreement DROP CONSTRAINT agreement_ref_key',
      'ALTER TABLE agreement DROP COLUMN searched',
      'ALTER TABLE agreement ADD searched tsvector',
    ];
    expect(split([...leftOut, ...kept])).toEqual({ kept, leftOut });
  });

  it('may expand, and in another release contract', () => {
    const widening = ['CREATE TABLE mandate (id uuid NOT NULL)', 'ALTER TABLE agreement ADD website text'];
    expect(objections([...widening, `ALTER TABLE agreement ADD tier text NOT NULL DEFAULT 'all'`])).toEqual([]);
    expect(objections(['ALTER TABLE agreement ALTER COLUMN website SET NOT NULL'])).toEqual([]);
    expect(objections(['ALTER TABLE agreement DROP COLUMN website'])).toEqual([]);
  });

  it('never requires a new column at once, as older rows have no value', () => {
    const [objection, ...more] = objections(['ALTER TABLE agreement ADD website text NOT NULL']);
    expect(objection).toMatch(/^agreement\.website .*add → backfill → require, in separate releases$/);
    expect(more).toEqual([]);
  });

  it.each([
    ['a type', ['ALTER TABLE a DROP COLUMN days', 'ALTER TABLE a ADD days integer']],
    ['a name', ['ALTER TABLE a RENAME COLUMN source TO origin']],
  ])('never breaks the previous release by changing %s', (_, statements) => {
    expect(objections(statements)).toEqual([expect.stringContaining('in separate releases')]);
  });
});
