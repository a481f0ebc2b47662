import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exceptions, sliceOf, strayTables, strayTablesIn, type Exception } from './tables.ts';

const fixtures = join(import.meta.dirname, 'fixtures/tables');
const sources = globSync('**/*.ts', { cwd: fixtures })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(fixtures, path), 'utf8') }));
const found = (allowed: readonly Exception[] = []) =>
  strayTables(sources, allowed).map((finding) => finding.replace('apps/projects/src/', ''));

describe('tables of other slices', () => {
  it('stay out of the statements of this repository', () => {
    expect(strayTablesIn(join(import.meta.dirname, '../..'))).toEqual([]);
  });

  it('are found in statements that read or write them, and nowhere else', () => {
    expect(found()).toEqual([
      'consortium.ts reads partner, which belongs to partners',
      'projects/joins-other.ts reads partner, which belongs to partners',
      'projects/reads-other.ts reads partner, which belongs to partners',
      'projects/reads-unowned.ts reads forgotten, which belongs to no slice',
      'projects/reads-without-entity.ts reads partner_day, which belongs to partners',
      'projects/writes-other.ts writes partner, which belongs to partners',
    ]);
  });

  it('may be read, not written, under an exception', () => {
    const partner = { service: 'projects', table: 'partner', readers: ['projects'], reason: 'a test' };
    expect(found([partner]).filter((finding) => / partner,/.test(finding))).toEqual([
      'consortium.ts reads partner, which belongs to partners',
      'projects/writes-other.ts writes partner, which belongs to partners',
    ]);
  });

  it('have no unused exception', () => {
    const idle = { service: 'projects', table: 'project', readers: ['partners'], reason: 'a test' };
    expect(found([idle])).toContain('partners does not read project any more');
  });

  it('have a reason in every exception', () => {
    expect(exceptions.filter(({ reason }) => reason.length < 40)).toEqual([]);
  });
});

it.each([
  ['apps/projects/src/partners/partner.entity.ts', 'partners'],
  ['apps/cooperation/src/forum/agreements/agreements.api.ts', 'forum/agreements'],
  ['apps/cooperation/src/planning/plans/steps/step.entity.ts', 'planning/plans'],
  ['apps/cooperation/src/planning/plan-followers.ts', ''],
  ['apps/projects/src/consortium.ts', ''],
])('%s belongs to the slice "%s"', (path, slice) => {
  expect(sliceOf(path)).toBe(slice);
});
