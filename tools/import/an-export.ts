// Exports for tests, as keep.eu makes them: a builder of rows whose cells can be spoiled one by one.
import type { Table } from './tables.ts';

export type Cells = Readonly<Record<string, string | number>>;

export const projectColumns = [
  'Programme',
  'Acronym',
  'Project Name',
  'Project Name language 2',
  'Lead Partner',
  'Budget',
  'EU Funding',
  'Description EN',
  'Project start',
  'Project end',
];

export const partnerColumns = [
  'Programme',
  'Acronym',
  'Project Partner',
  'Lead Partner',
  'Town',
  'Country',
  'Country code',
  'NUTS1 (or equivalent)',
  'NUTS2 (or equivalent)',
  'NUTS3 (or equivalent)',
];

const programme = '2014 - 2020 INTERREG VB North West Europe';

export const aProject = (spoilt: Cells = {}): Cells => ({
  Programme: programme,
  Acronym: 'BRIDGE',
  'Project Name': 'Bridges between metropolises',
  'Lead Partner': 'Ville de Lille',
  Budget: '892,228.58',
  'EU Funding': 535337.14,
  'Description EN': 'Bridges.',
  'Project start': '2015/10/27',
  'Project end': '2019/09/30',
  ...spoilt,
});

export const aPartner = (spoilt: Cells = {}): Cells => ({
  Programme: programme,
  Acronym: 'BRIDGE',
  'Project Partner': 'Ville de Lille',
  'Lead Partner': 'Yes',
  Town: 'Lille',
  Country: 'France',
  'Country code': 'FR France / FRANCE',
  'NUTS1 (or equivalent)': 'FRE  / HAUTS-DE-FRANCE',
  'NUTS2 (or equivalent)': 'FRE1  / Nord-Pas de Calais',
  'NUTS3 (or equivalent)': 'FRE11  / Nord',
  ...spoilt,
});

/** As the rows of a sheet, its header first. */
export const sheetOf = (columns: readonly string[], rows: readonly Cells[]): (string | number | undefined)[][] => [
  [...columns],
  ...rows.map((row) => columns.map((column) => row[column])),
];

export function tableOf(name: string, columns: readonly string[], rows: readonly Cells[]): Table {
  const [header = [], ...body] = sheetOf(columns, rows);
  const cells = body.map((row) => row.map((cell) => cell ?? null));
  return {
    file: 'export.xlsx',
    name,
    header: header.map(String),
    rows: cells.map((each, at) => ({ number: at + 2, cells: each })),
  };
}
