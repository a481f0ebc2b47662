import { objections, split } from './statements.ts';

describe('a generated migration', () => {
  it('keeps columns and tables, and leaves indexes and constraints to whoever made them', () => {
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

  it('may widen, and in another release narrow', () => {
    const widening = ['CREATE TABLE mandate (id uuid NOT NULL)', 'ALTER TABLE agreement ADD website text'];
    expect(objections([...widening, `ALTER TABLE agreement ADD tier text NOT NULL DEFAULT 'all'`])).toEqual([]);
    expect(objections(['ALTER TABLE agreement ALTER COLUMN website SET NOT NULL'])).toEqual([]);
    expect(objections(['ALTER TABLE agreement DROP COLUMN website'])).toEqual([]);
  });

  it('never requires at once what older rows lack', () => {
    const [objection, ...more] = objections(['ALTER TABLE agreement ADD website text NOT NULL']);
    expect(objection).toMatch(/^agreement\.website .*add → backfill → require, in separate releases$/);
    expect(more).toEqual([]);
  });

  it.each([
    ['a type', ['ALTER TABLE a DROP COLUMN days', 'ALTER TABLE a ADD days integer']],
    ['a name', ['ALTER TABLE a RENAME COLUMN source TO origin']],
  ])('never changes %s under the previous release', (_, statements) => {
    expect(objections(statements)).toEqual([expect.stringContaining('in separate releases')]);
  });
});
