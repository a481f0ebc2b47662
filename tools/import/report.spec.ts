import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judged } from './judged.ts';
import { summaryOf, writeReport } from './report.ts';

const aRow = (changes: Partial<Judged> = {}): Judged => ({
  table: 'Partners',
  number: 2,
  programme: 'Danube',
  acronym: 'BRIDGE',
  name: 'Stad Gent',
  outcome: 'taken',
  reason: '',
  repairs: [],
  ref: 'PJ-2026-0001',
  written: true,
  ...changes,
});

it('sums up what became of the rows, per table, reason and repair', () => {
  const rows = [
    aRow({ repairs: ['city: padded', 'country: EL is GR'] }),
    aRow({ repairs: ['city: padded'] }),
    aRow({ outcome: 'merged', reason: 'samePartner: as row 2' }),
    aRow({ outcome: 'refused', reason: 'missing: country' }),
    aRow({ table: 'Projects' }),
  ];
  expect(summaryOf(rows)).toBe(
    [
      'Partners: 2 taken + 1 merged + 1 refused = 4 rows',
      '       1  merged, samePartner',
      '       1  refused, missing',
      '       2  repaired, city: padded',
      '       1  repaired, country: EL is GR',
      'Projects: 1 taken + 0 merged + 0 refused = 1 rows',
    ].join('\n'),
  );
});

it('writes a line for each row, quoted where a spreadsheet asks for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-report-'));
  const path = writeReport(join(folder, 'import'), 'export', [aRow({ name: '"Antonius", Žary', written: false })]);
  expect(readFileSync(path, 'utf8').split('\r\n')).toEqual([
    'table,row,outcome,reason,repairs,programme,acronym,name,ref,written',
    'Partners,2,taken,,,Danube,BRIDGE,"""Antonius"", Žary",PJ-2026-0001,no',
    '',
  ]);
  rmSync(folder, { recursive: true });
});
