import {
  aFoundPartner,
  aFoundProject,
  aPartner,
  aProject,
  partnerColumns,
  projectColumns,
  searchColumns,
  tableOf,
  type Cells,
} from './an-export.ts';
import { columnTwice, mappingFor, mappingsOf, passedOver, unfoundColumns, unknownForm } from './mapping.ts';
import { planOf } from './plan.ts';

function plan(projects: readonly Cells[], partners: readonly Cells[] = []) {
  const tables = [tableOf('Projects (lead)', projectColumns, projects), tableOf('Partners', partnerColumns, partners)];
  const fitted = mappingFor(mappingsOf('keep'), tables);
  if (fitted === undefined) throw new Error('no mapping fits');
  const planned = planOf(fitted);
  const told = planned.rows.map(({ outcome, reason }) => `${outcome} ${reason}`.trim());
  return { ...planned, told, project: planned.projects[0], repairs: planned.rows.map(({ repairs }) => repairs) };
}

const second = (spoilt: Cells = {}) => aProject({ 'Lead Partner': 'Stad Gent', ...spoilt });
const gent = (spoilt: Cells = {}) =>
  aPartner({ 'Project Partner': 'Stad Gent', Town: 'Gent', 'Country code': 'BE Belgium / BELGIQUE-BELGIË', ...spoilt });

it('takes a project with its programme, its partners and where it was read', () => {
  const { project, programmes, told } = plan([aProject()], [aPartner()]);
  expect(told).toEqual(['taken', 'taken']);
  expect([...programmes.values()]).toMatchObject([
    { code: '2014-2020-INTERREG-VB-North-West-Europe', period: { from: 2014, to: 2020 }, fundingMode: 'grantRealCost' },
  ]);
  expect(project?.body).toEqual({
    acronym: 'BRIDGE',
    title: { en: 'Bridges between metropolises' },
    summary: { en: 'Bridges.' },
    startsOn: '2015-10-27',
    endsOn: '2019-09-30',
    level: 'europe',
    objective: 'O4',
    classification: 'public',
    origin: 'imported',
    importSource: 'keep',
    source: 'keep.eu (Interact), export export.xlsx, row 2; total budget EUR 892228.58; EU funding EUR 535337.14',
  });
  expect([...(project?.partners.values() ?? [])].map(({ body }) => body)).toEqual([
    {
      organisation: { name: 'Ville de Lille' },
      role: 'lead',
      country: 'FR',
      city: 'Lille',
      nuts: { scheme: 'NUTS', code: 'FRE11', version: '2021' },
    },
  ]);
});

it('refuses a project that ends before it begins, or on a day that does not exist, and its partners with it', () => {
  const inverted = plan([aProject({ 'Project end': '2015/10/26' })], [aPartner()]);
  expect(inverted.told).toEqual([
    'refused invertedPeriod: ends 2015-10-26, before it starts 2015-10-27',
    'refused projectRefused: row 2, invertedPeriod: ends 2015-10-26, before it starts 2015-10-27',
  ]);
  expect(inverted.projects).toEqual([]);
  expect(plan([aProject({ 'Project start': '2015/02/29' })]).told[0]).toMatch(/^refused impossibleDate/);
  expect(plan([aProject({ Acronym: '' })]).told).toEqual(['refused missing: acronym']);
});

it('merges two rows of one project, and lets both lead partners join it', () => {
  const { told, project } = plan([aProject(), second()], [aPartner(), gent()]);
  expect(told).toEqual(['taken', 'merged sameProject: as row 2, to which its partners go', 'taken', 'taken']);
  expect([...(project?.partners.values() ?? [])].map(({ body }) => body.role)).toEqual(['lead', 'lead']);
});

it('refuses another project with a key that is taken, and reports the project of each partner', () => {
  const partners = [aPartner(), gent(), gent({ 'Project Partner': 'UGent', 'Lead Partner': 'No' })];
  const { told, project, repairs } = plan([aProject(), second({ Acronym: 'bridge', Budget: '5.00' })], partners);
  const reason = 'keyTaken: row 2 has it, with another Budget';
  expect(told).toEqual([
    'taken',
    `refused ${reason}`,
    'taken',
    `refused projectRefused: row 3, which it leads, ${reason}`,
    'taken',
  ]);
  expect(project?.partners.size).toBe(2);
  expect(repairs[4]).toEqual(['project: may belong to the one that was refused, which shares its key']);
});

it('takes a partner once per town', () => {
  const { told, project } = plan([aProject()], [aPartner(), aPartner(), aPartner({ Town: 'Paris' })]);
  expect(told.slice(1)).toEqual(['taken', 'merged samePartner: as row 2', 'taken']);
  expect(project?.partners.size).toBe(2);
});

it('refuses a partner whose project is not in the file, or whose country is unknown', () => {
  const strangers = [aPartner({ Acronym: 'ELSEWHERE' }), aPartner({ 'Country code': '', Country: 'Atlantis' })];
  const { told } = plan([aProject()], strangers);
  expect(told.slice(1)).toEqual([
    'refused projectMissing: no row of a project has its key',
    'refused unknownCode: Country is Atlantis',
  ]);
});

it('converts the codes of Greece and the United Kingdom, and reads a country by its name if it has no code', () => {
  const named = (changes: Cells, name: string) => aPartner({ 'Project Partner': name, ...changes });
  const { project, repairs } = plan(
    [aProject()],
    [
      named({ 'Country code': 'EL Greece / ΕΛΛΑΔΑ (ELLADA)' }, 'A'),
      named({ 'Country code': 'UK United Kingdom / UNITED KINGDOM' }, 'B'),
      named({ 'Country code': '', Country: 'UNITED KINGDOM' }, 'C'),
    ],
  );
  expect([...(project?.partners.values() ?? [])].map(({ body }) => body.country)).toEqual(['GR', 'GB', 'GB']);
  expect(repairs.slice(1)).toEqual([['country: EL is GR'], ['country: UK is GB'], []]);
});

it('keeps a region only if its code is in the edition', () => {
  const regions = (one: string, two: string, three: string) =>
    aPartner({ 'NUTS1 (or equivalent)': one, 'NUTS2 (or equivalent)': two, 'NUTS3 (or equivalent)': three });
  const of = (partner: Cells) => {
    const { project, repairs } = plan([aProject()], [partner]);
    const nuts = [...(project?.partners.values() ?? [])][0]?.body.nuts;
    return [nuts && Reflect.get(Object(nuts), 'code'), ...(repairs[1] ?? [])];
  };
  expect(of(regions('BE2  / VLAAMS GEWEST', 'BE22  / Limburg', 'BE221  / Hasselt'))).toEqual([
    'BE22',
    'nuts: coarser, as edition 2021 has it',
  ]);
  expect(of(regions('FR7  / CENTRE-EST', 'FR71  / Rhône-Alpes', 'FR718  / Savoie'))).toEqual([
    undefined,
    'nuts: of another edition than 2021, left out',
  ]);
  expect(of(regions('', '', ''))).toEqual([undefined, 'nuts: missing']);
});

it('reports its repairs: long texts, EU funding above the budget, padded names', () => {
  const { project, repairs } = plan([
    aProject({ 'Description EN': 'word '.repeat(200), 'EU Funding': 499815164, 'Project Name': ' Bridges ' }),
  ]);
  expect(project?.body.source).toBe('keep.eu (Interact), export export.xlsx, row 2; total budget EUR 892228.58');
  expect(repairs[0]).toEqual([
    'title.en: padded',
    'summary.en: padded',
    'summary.en: shortened',
    'source: amountWasText',
    'source: EU funding EUR above Budget',
  ]);
});

it('takes a title in a language of the register, or else the acronym, and notes the other name in the source', () => {
  const german = { Programme: '2014 - 2020 INTERREG V-A Germany / Saxony - Czech Republic' };
  const unnamed = { 'Project Name': '', 'Project Name language 2': 'Elbe Ruderakademie' };
  expect(plan([aProject({ ...unnamed, ...german })]).project?.body.title).toEqual({ de: 'Elbe Ruderakademie' });
  const { project, repairs } = plan([aProject(unnamed)]);
  expect(project?.body).toMatchObject({
    title: { en: 'BRIDGE' },
    source: expect.stringContaining('; named Elbe Ruderakademie; '),
  });
  expect(repairs[0]).toContain('title.en: from the acronym, as no name in a language of the register is given');
});

it('reads projects from their partners in a file of partners only, with other column titles', () => {
  const columns = partnerColumns.map((column) => column.replace(/[^A-Za-z0-9]/g, '.'));
  const dotted = (cells: Cells) =>
    Object.fromEntries(partnerColumns.map((column, at) => [columns[at] ?? '', cells[column] ?? '']));
  const table = tableOf('partners', columns, [dotted(aPartner()), dotted(gent())]);
  const fitted = mappingFor(mappingsOf('keep'), [table]);
  expect(fitted?.mapping.name).toBe('keep-partners.json');
  const { projects, rows } = planOf(fitted as NonNullable<typeof fitted>);
  expect(projects).toMatchObject([{ body: { acronym: 'BRIDGE', title: { en: 'BRIDGE' } }, rows: [] }]);
  expect(projects[0]?.partners.size).toBe(2);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['taken', 'taken']);
});

it('writes no project that occurs only in partner rows, when all of them are refused', () => {
  const table = tableOf('partners', partnerColumns, [aPartner({ 'Project Partner': 'Universit\ufffd' })]);
  const { projects, rows } = planOf(
    mappingFor(mappingsOf('keep'), [table]) as NonNullable<ReturnType<typeof mappingFor>>,
  );
  expect([projects, rows.map(({ outcome }) => outcome)]).toEqual([[], ['refused']]);
});

describe('a file that fits in part', () => {
  const partners = tableOf('partners', partnerColumns, [aPartner()]);
  const fitting = (...tables: ReturnType<typeof tableOf>[]) => {
    const fitted = mappingFor(mappingsOf('keep'), tables);
    if (fitted === undefined) throw new Error('no mapping fits');
    return fitted;
  };

  it('is not read without its projects when their table lacks a needed column', () => {
    const columns = projectColumns.map((column) => (column === 'EU Funding' ? 'ERDF' : column));
    const table = tableOf('projects', columns, [aProject()]);
    expect(passedOver(fitting(partners, table))).toBe(table);
    expect(passedOver(fitting(partners, tableOf('calls', ['Programme', 'Call'], [])))).toBeUndefined();
  });

  it('is not read when a column occurs twice, in any spelling', () => {
    const columns = [...partnerColumns, 'acronym '];
    expect(columnTwice(fitting(tableOf('partners', columns, [aPartner()])))).toBe('partners has two columns "Acronym"');
    expect(
      columnTwice(fitting(tableOf('partners', [...partnerColumns, 'Note', 'Note'], [aPartner()]))),
    ).toBeUndefined();
  });
});

describe('the results of a search of 2026', () => {
  function searched(projects: readonly Cells[], partners: readonly Cells[]) {
    const query = tableOf('Search query', ['Search performed on 2026-05-31'], []);
    const tables = [
      query,
      tableOf('Search results, projects', searchColumns.projects, projects),
      tableOf('Search results, partners', searchColumns.partners, partners),
    ];
    const fitted = mappingFor(mappingsOf('keep'), tables);
    expect(fitted?.mapping.name).toBe('keep-search.json');
    expect(fitted?.unread).toEqual([query]);
    return planOf(fitted as NonNullable<typeof fitted>);
  }

  it('are read with the project id, the budgets of the partners and NUTS 3', () => {
    const { projects, rows } = searched([aFoundProject()], [aFoundPartner()]);
    expect(rows.map(({ outcome, reason }) => `${outcome} ${reason}`.trim())).toEqual(['taken', 'taken']);
    expect(projects[0]?.body).toMatchObject({
      acronym: 'PROBE',
      title: { en: 'A probe of bridges' },
      startsOn: '2023-05-01',
      endsOn: '2026-10-31',
      externalIds: { programmeId: 'NWE0100001' },
      source: expect.stringContaining('; total budget EUR 2349367.02; EU funding EUR 1409620.21'),
    });
    expect([...(projects[0]?.partners.values() ?? [])].map(({ body }) => body)).toEqual([
      {
        organisation: { name: 'Agency of Probe' },
        role: 'lead',
        country: 'BE',
        city: 'Brussels',
        nuts: { scheme: 'NUTS', code: 'BE100', version: '2021' },
        budget: { state: 'published', amount: { amount: '500000.50', currency: 'EUR' } },
      },
    ]);
  });

  it('are two projects when acronym and programme agree and the ids differ, each with its partners', () => {
    const other = { 'Project ID (2021-2027 only)': 'NWE0100002' };
    const { projects, rows } = searched(
      [aFoundProject(), aFoundProject({ ...other, 'Project name in English': 'Another probe' })],
      [aFoundPartner(), aFoundPartner({ ...other, Town: 'Gent' })],
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['taken', 'taken', 'taken', 'taken']);
    const cities = projects.map(({ partners }) => [...partners.values()].map(({ body }) => body.city));
    expect(cities).toEqual([['Brussels'], ['Gent']]);
  });

  it('are joined by programme and acronym when there is no id', () => {
    const none = { 'Project ID (2021-2027 only)': 'N.a.' };
    const { projects, rows } = searched([aFoundProject(none)], [aFoundPartner(none)]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['taken', 'taken']);
    expect(projects[0]?.body).not.toHaveProperty('externalIds');
  });
});

describe('a key', () => {
  it('is the same for every spelling: composed or not, with any dash and any space', () => {
    const typed = { Acronym: 'E\u0301TUDE', Programme: '2014\u00a0\u2013\u00a02020 INTERREG VB North West Europe' };
    const { told, projects } = plan([aProject({ Acronym: 'ÉTUDE' })], [aPartner(typed)]);
    expect(told).toEqual(['taken', 'taken']);
    expect(projects[0]?.partners.size).toBe(1);
  });

  it('of a partner is the same for two spellings of its name', () => {
    const named = (name: string) => aPartner({ 'Project Partner': name });
    const { told } = plan([aProject()], [named('Université d\u2019État'), named("Universite\u0301 d'E\u0301tat")]);
    expect(told).toEqual(['taken', 'taken', 'merged samePartner: as row 2']);
  });

  it.each([
    [new Date('2015-03-01T00:00:00Z'), '"2015-03-01", was turned into a date'],
    [true, '"true", was turned into a truth value'],
  ])('is refused with its cell when a spreadsheet converted it', (cell, said) => {
    const partners = tableOf('Partners', partnerColumns, [aPartner()]);
    const rows = partners.rows.map(({ number, cells }) => ({ number, cells: cells.with(1, cell) }));
    const fitted = mappingFor(mappingsOf('keep'), [{ ...partners, rows }]);
    const { rows: judged } = planOf(fitted as NonNullable<typeof fitted>);
    expect(judged.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      `refused notText: export.xlsx, sheet "Partners", cell B2 (Acronym), ${said} by a spreadsheet: write it again, as a text`,
    ]);
  });
});

it('refuses a project with an ambiguous amount or date, with its cell', () => {
  expect(plan([aProject({ Budget: '892.228' })]).told[0]).toMatch(
    /^refused ambiguousAmount: .* cell F2 \(Budget\), "892.228",/,
  );
  expect(plan([aProject({ 'Project start': '03/04/2015' })]).told[0]).toMatch(
    /^refused ambiguousDate: .* cell I2 \(Project start\)/,
  );
});

it('finds no mapping for a table of calls, and lists what each form would need', () => {
  const calls = [tableOf('Calls', ['Programme', 'Serial Number'], [])];
  expect(mappingFor(mappingsOf('keep'), calls)).toBeUndefined();
  const said = unknownForm(mappingsOf('keep'), calls);
  for (const form of ['keep-partners.json', 'keep-projects.json', 'keep-search.json'])
    expect(said).toContain(`  ${form} (keep.eu, `);
  expect(said).toContain(
    '    partners: Programme, Project acronym, Project ID (2021-2027 only), Organisation in English, ',
  );
  expect(said).toMatch(/Found:\n {2}Calls: Programme, Serial Number$/);
});

it('reports columns that its mapping reads and the file does not have', () => {
  const without = partnerColumns.filter((column) => column !== 'Town');
  const fitted = mappingFor(mappingsOf('keep'), [tableOf('partners', without, [aPartner()])]);
  expect(unfoundColumns(fitted as NonNullable<typeof fitted>).partners).toEqual(['Town', 'Partner budget']);
});
