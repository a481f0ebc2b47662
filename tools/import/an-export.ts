// Exports for tests, as keep.eu makes them: a builder of rows whose cells can be changed one by one.
import type { Table } from './tables.ts';

export type Cells = Readonly<Record<string, string | number | boolean>>;

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

const [acronym, id] = ['Project acronym', 'Project ID (2021-2027 only)'];

/** The results of a search, as keep.eu gives them since 2026. */
export const searchColumns = {
  projects: [
    'Period',
    'Programme',
    acronym,
    id,
    'Project name in English',
    'Project name in language 2',
    'Description in English',
    'Project start',
    'Project end',
    "Project's total budget / expenditure",
    "Project's EU funding",
  ],
  partners: [
    'Programme',
    acronym,
    id,
    'Organisation in English',
    'Organisation in language 2',
    'Lead partner',
    'Town',
    'Country',
    'Country code',
    'NUTS1 code (or equivalent)',
    'NUTS2 code (or equivalent)',
    'NUTS3 code (or equivalent)',
    "Partner's total eligible budget / expenditure",
  ],
};

const found = { Programme: '2021 - 2027 Interreg VI-B North-West Europe', [acronym]: 'PROBE', [id]: 'NWE0100001' };

export const aFoundProject = (spoilt: Cells = {}): Cells => ({
  ...found,
  Period: '2021-2027',
  'Project name in English': 'A probe of bridges',
  'Project name in language 2': 'N.a.',
  'Description in English': 'Text',
  'Project start': '2023-05-01',
  'Project end': '2026-10-31',
  "Project's total budget / expenditure": 2349367.02,
  "Project's EU funding": 1409620.21,
  ...spoilt,
});

export const aFoundPartner = (spoilt: Cells = {}): Cells => ({
  ...found,
  'Organisation in English': 'Agency of Probe',
  'Organisation in language 2': 'N.a.',
  'Lead partner': 'Yes',
  Town: 'Brussels',
  Country: 'Belgium',
  'Country code': 'BE',
  'NUTS1 code (or equivalent)': 'BE1',
  'NUTS2 code (or equivalent)': 'BE10',
  'NUTS3 code (or equivalent)': 'BE100',
  "Partner's total eligible budget / expenditure": 500000.5,
  ...spoilt,
});

/** As the rows of a sheet, its header first. */
export const sheetOf = (
  columns: readonly string[],
  rows: readonly Cells[],
): (string | number | boolean | undefined)[][] => [
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
