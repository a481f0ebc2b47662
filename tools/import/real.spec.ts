import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { NewPartner } from '../../apps/projects/src/projects/partners/partner.schema.js';
import { NewProgramme } from '../../apps/projects/src/programmes/programme.schema.js';
import { NewProject } from '../../apps/projects/src/projects/project.schema.js';
import { mappingFor, mappingsOf } from './mapping.ts';
import { planOf, type Plan } from './plan.ts';
import { tablesOf } from './tables.ts';

// The licence of keep.eu's real exports does not allow copying them into this repository; if they are next to it, they are planned as a whole.
const data = resolve(process.env.PASSERELLE_DATA ?? '../shared/data', 'projects/interreg');
const whenPresent = existsSync(data) ? it : it.skip;

async function planned(file: string) {
  const tables = await tablesOf(join(data, file));
  const fitted = mappingFor(mappingsOf('keep'), tables);
  if (fitted === undefined) throw new Error('no mapping fits');
  const plan = planOf(fitted);
  const counts: Record<string, number> = {};
  for (const { table, outcome, reason } of plan.rows) {
    const kind = `${table.slice(0, 8)} ${outcome} ${reason.replace(/:.*$/, '')}`.trim();
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { tables, plan, counts };
}

/**
 * Projects with several lead partners, counted from the cells without code of the importer. A partner that is listed twice, in
 * any spelling, counts once; a project that ends before it begins does not count.
 */
function severalLeads(
  rows: readonly (readonly unknown[])[],
  isInverted: (key: string) => boolean = () => false,
): number {
  const [header = [], ...body] = rows;
  const titles = header.map((title) => String(title).replace(/[^A-Za-z0-9]/g, ''));
  const leads = new Map<string, Set<string>>();
  for (const row of body) {
    const cell = (title: string) => folded(row[titles.indexOf(title)]);
    const key = `${cell('Programme')} | ${cell('Acronym')}`;
    if (cell('LeadPartner') !== 'yes' || isInverted(key)) continue;
    const known = leads.get(key) ?? new Set();
    leads.set(key, known.add(`${cell('ProjectPartner')} | ${cell('Countrycode').slice(0, 2)} | ${cell('Town')}`));
  }
  return [...leads.values()].filter(({ size }) => size > 1).length;
}

const folded = (cell: unknown): string =>
  String(cell ?? '')
    .replace(/<U\+([0-9A-F]{4})>/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .normalize('NFC')
    .replace(/\p{Pd}/gu, '-')
    .replace(/[\u2019\u00b4\u0060]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();

const plannedLeads = ({ projects }: Plan): number =>
  projects.filter(({ partners }) => [...partners.values()].filter(({ body }) => body.role === 'lead').length > 1)
    .length;

whenPresent(
  'has as many projects with several lead partners as counted from the cells',
  async () => {
    const sheets = await readWorkbook(join(data, 'keep_closed_1420.xlsx'));
    const [projects = [], partners = []] = sheets.map((each) => each.data);
    const place = (title: string) => projects[0]?.indexOf(title) ?? -1;
    const inverted = projects.filter((row) => String(row[place('Project end')]) < String(row[place('Project start')]));
    const keys = new Set(inverted.map((row) => `${folded(row[0])} | ${folded(row[1])}`));
    const closed = (await planned('keep_closed_1420.xlsx')).plan;
    const counted = severalLeads(partners, (key) => keys.has(key));
    const text = readFileSync(join(data, 'keep_partners_2007-2013.csv'), 'utf8');
    const earlier = severalLeads(parse(text, { delimiter: ';', relax_quotes: true }));
    const { plan } = await planned('keep_partners_2007-2013.csv');
    process.stdout.write(`several lead partners, by the cells: ${counted} of 2014-2020, ${earlier} of 2007-2013\n`);
    expect([plannedLeads(closed), plannedLeads(plan)]).toEqual([counted, earlier]);
  },
  120_000,
);

/** What the register would answer 400 to. */
function* unacceptable({ programmes, projects }: Plan): Generator<string> {
  for (const programme of programmes.values()) yield* faults(NewProgramme.safeParse(programme));
  for (const { body, partners } of projects) {
    yield* faults(NewProject.safeParse({ ...body, programmeId: '01930000-0000-7000-8000-000000000001' }));
    for (const partner of partners.values()) yield* faults(NewPartner.safeParse(partner.body));
  }
}

const faults = ({ error }: { error?: { message: string } | undefined }): string[] => (error ? [error.message] : []);

whenPresent(
  'plans the closed projects of 2014-2020: an outcome for every row, 39 duplicate keys',
  async () => {
    const { tables, plan, counts } = await planned('keep_closed_1420.xlsx');
    expect(counts).toEqual({
      'Projects taken': 1850,
      'Projects merged sameProject': 39,
      'Projects refused invertedPeriod': 2,
      'Partners taken': 8611,
      'Partners merged samePartner': 1,
      'Partners refused projectRefused': 9,
    });
    expect(plan.rows).toHaveLength(1891 + 8621);
    expect([plan.programmes.size, plan.projects.length]).toEqual([66, 1850]);
    expect([...unacceptable(plan)]).toEqual([]);
    // Counted independently from the raw cells: figure X1 for 2018 with nothing else in the register.
    const keys = new Set<string>();
    const { header = [], rows = [] } = tables[0] ?? {};
    for (const { cells } of rows) {
      const [starts, ends] = ['Project start', 'Project end'].map((title) => String(cells[header.indexOf(title)]));
      if (starts === undefined || ends === undefined || starts > ends) continue;
      if (starts <= '2018/12/31' && ends >= '2018/01/01') keys.add(`${cells[0]} ${cells[1]}`);
    }
    const runs = ({ body }: { body: Record<string, unknown> }) =>
      String(body.startsOn) <= '2018-12-31' && String(body.endsOn) >= '2018-01-01';
    expect([plan.projects.filter(runs).length, keys.size]).toEqual([1710, 1710]);
  },
  120_000,
);

whenPresent(
  'plans the partners of 2007-2013, and their projects',
  async () => {
    const { plan, counts } = await planned('keep_partners_2007-2013.csv');
    // Two of the merged partners differ only in spelling.
    expect(counts).toEqual({ 'keep_par taken': 20155, 'keep_par merged samePartner': 9 });
    expect(plan.projects).toHaveLength(9778);
    expect([...unacceptable(plan)]).toEqual([]);
  },
  120_000,
);
