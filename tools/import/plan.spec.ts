import { aPartner, aProject, partnerColumns, projectColumns, tableOf, type Cells } from './an-export.ts';
import { mappingFor, mappingsOf } from './mapping.ts';
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

it('refuses a project that ends before it begins, or on a day that is none, and its partners with it', () => {
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

it('refuses another project under a key that is taken, and says where each partner went', () => {
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

it('takes a partner once, in each of its towns', () => {
  const { told, project } = plan([aProject()], [aPartner(), aPartner(), aPartner({ Town: 'Paris' })]);
  expect(told.slice(1)).toEqual(['taken', 'merged samePartner: as row 2', 'taken']);
  expect(project?.partners.size).toBe(2);
});

it('refuses a partner whose project is not in the file, or whose country nobody knows', () => {
  const strangers = [aPartner({ Acronym: 'ELSEWHERE' }), aPartner({ 'Country code': '', Country: 'Atlantis' })];
  const { told } = plan([aProject()], strangers);
  expect(told.slice(1)).toEqual([
    'refused projectMissing: no row of a project has its key',
    'refused unknownCode: Country is Atlantis',
  ]);
});

it('writes Greece and the United Kingdom as the register does, and reads a country by its name if need be', () => {
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

it('gives a region only as the edition of its codes has it', () => {
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

it('names what it mends: long texts, EU funding above the budget, padded names', () => {
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

it('takes a title in a language of the register, or else the acronym, and keeps the other name in the source', () => {
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

it('reads projects from their partners where the file has partners only, by another spelling of the columns', () => {
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

it('finds no mapping for a table of calls', () => {
  expect(mappingFor(mappingsOf('keep'), [tableOf('Calls', ['Programme', 'Serial Number'], [])])).toBeUndefined();
});
