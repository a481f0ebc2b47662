import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aWorkbook } from './a-workbook.ts';
import { tablesOf } from './tables.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passerelle-tables-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return tablesOf(join(folder, name));
};

it('reads every sheet of a workbook, with raw cells and a spreadsheet’s row numbers', async () => {
  const sheets = { Projects: [['Acronym', 'EU'], [' METRO ', 5], [], ['STISE']], Calls: [['Programme']] };
  const [projects, calls] = await read('export.xlsx', aWorkbook(sheets));
  expect(projects).toMatchObject({ file: 'export.xlsx', name: 'Projects', header: ['Acronym', 'EU'] });
  expect(projects?.rows.map(({ number, cells }) => [number, cells[0]])).toEqual([
    [2, ' METRO '],
    [4, 'STISE'],
  ]);
  expect(projects?.rows[0]?.cells[1]).toBe(5);
  expect(calls).toMatchObject({ name: 'Calls', rows: [] });
});

it.each([
  ['semicolons and a byte order mark', '\uFEFFAcronym;Town\r\n"ME;TRO";"Gent\nBrugge"\r\n'],
  ['commas', 'Acronym,Town\n"ME;TRO","Gent\nBrugge"\n'],
  ['tabs', 'Acronym\tTown\nME;TRO\t"Gent\nBrugge"\n'],
])('reads a text file separated by %s', async (_, text) => {
  const [table] = await read('export.csv', text);
  expect(table?.header).toEqual(['Acronym', 'Town']);
  expect(table?.rows).toEqual([{ number: 2, cells: ['ME;TRO', 'Gent\nBrugge'] }]);
});

it('reads a text file in the named encoding, and reports it', async () => {
  const path = join(folder, 'latin.csv');
  writeFileSync(path, Buffer.from('Acronym;Town\r\nSMILE;Forl\xec\r\n', 'latin1'));
  await expect(tablesOf(path)).rejects.toThrow('latin.csv is not UTF-8');
  const [table] = await tablesOf(path, 'windows-1252');
  expect(table).toMatchObject({ encoding: 'windows-1252, as named', rows: [{ cells: ['SMILE', 'Forlì'] }] });
});

it('refuses a file with another extension', async () => {
  await expect(tablesOf('export.pdf')).rejects.toThrow('export.pdf is neither .xlsx nor .csv');
});
