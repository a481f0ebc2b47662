import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judged } from './judged.ts';
import { summaryOf, writeReport, type ReadTable } from './report.ts';

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

it('summarises the outcomes of rows, per table, reason and repair', () => {
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

describe('the file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'passerelle-report-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const written = (rows: readonly Judged[], tables: readonly ReadTable[] = []) =>
    readFileSync(writeReport(join(folder, 'import'), 'export', rows, tables), 'utf8');
  const header = '\ufefftable,row,outcome,reason,repairs,programme,acronym,name,ref,written';

  it('has a line for each row, quoted as spreadsheets need it, and a UTF-8 byte order mark', () => {
    expect(written([aRow({ name: '"Antonius", Žary', written: false })]).split('\r\n')).toEqual([
      header,
      'Partners,2,taken,,,Danube,BRIDGE,"\"\"Antonius\"\", Žary",PJ-2026-0001,no',
      '',
    ]);
  });

  it('reports for each table its recognised form and its encoding', () => {
    const table = { table: 'Partners', form: 'form: keep-partners.json', remarks: ['read as utf-8', 'no column Town'] };
    expect(written([], [table]).split('\r\n')).toEqual([
      header,
      'Partners,1,read,form: keep-partners.json,"read as utf-8; no column Town",,,,,',
      '',
    ]);
  });

  it('has no cell that a spreadsheet would run as a formula', () => {
    const begins = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' =', '\u00a0+', '＝', '＋', '－', '＠', '');
    const text = fc
      .tuple(begins, fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n ",\';1aÉ|') }))
      .map((parts) => parts.join(''));
    const law = fc.property(text, text, text, (name, acronym, reason) => {
      const [, cells = []]: string[][] = parse(written([aRow({ name, acronym, reason })]), { bom: true });
      expect([cells[7], cells[6], cells[3]].map((cell) => cell?.replace(/^'/, ''))).toEqual(
        [name, acronym, reason].map((given) => given.replace(/^'/, '')),
      );
      for (const cell of cells) expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/);
    });
    fc.assert(law, { numRuns: 500 });
  });
});
