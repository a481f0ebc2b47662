import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NewPartner } from '../../apps/projects/src/partners/partner.schema.js';
import { NewProgramme } from '../../apps/projects/src/programmes/programme.schema.js';
import { NewProject } from '../../apps/projects/src/projects/project.schema.js';
import { mappingFor, mappingsOf } from './mapping.ts';
import { planOf, type Plan } from './plan.ts';
import { tablesOf } from './tables.ts';

// The true exports of keep.eu are not ours to copy into this repository; where they lie beside it, they are planned whole.
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
  'plans the closed projects of 2014-2020: every row accounted for, 39 keys that occur twice',
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
    // Counted once more from the raw cells: what figure X1 shows for 2018 when nothing else is in the register.
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
  'plans the partners of 2007-2013, and the projects that they tell of',
  async () => {
    const { plan, counts } = await planned('keep_partners_2007-2013.csv');
    expect(counts).toEqual({ 'keep_par taken': 20157, 'keep_par merged samePartner': 7 });
    expect(plan.projects).toHaveLength(9778);
    expect([...unacceptable(plan)]).toEqual([]);
  },
  120_000,
);
