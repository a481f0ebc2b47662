import { calendarPeriod } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import { x1 } from '../catalogue/x1.js';
import { Definition } from '../definition.schema.js';
import { read } from './read.js';
import type { RecordData } from '../../ledger/ledger.api.js';

const [rule] = x1.rules;
if (rule === undefined) throw new Error('X1 has a rule');

const project = 'projects/01900000-0000-7000-8000-000000000001';
const states = (data: RecordData, ...partners: RecordData[]) =>
  new Map<string, RecordData>([
    [project, data],
    ...partners.map(
      (partner, index) =>
        [`partners/${index}`, { projectId: project.split('/')[1], active: true, ...partner }] as const,
    ),
  ]);
const periodsOf = (data: RecordData, day: string) =>
  read(x1, rule, project, states(data), day).contributions.map(({ period }) => period);

const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days));

describe('a project counts where it runs', () => {
  it('in every year and quarter that its dates overlap, last day included', () => {
    expect(periodsOf({ startsOn: '2025-11-15', endsOn: '2026-04-01' }, '2026-02-01')).toEqual([
      '2025',
      '2026',
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
    ]);
    expect(periodsOf({ startsOn: '2025-11-15', endsOn: '2026-03-31' }, '2026-02-01')).not.toContain('2026-Q2');
  });

  it('up to the current period while it has no end, and again when a quarter begins', () => {
    const open = { startsOn: '2025-12-01' };
    expect(periodsOf(open, '2026-03-31')).toEqual(['2025', '2026', '2025-Q4', '2026-Q1']);
    expect(read(x1, rule, project, states(open), '2026-03-31').changesOn).toBe('2026-04-01');
    expect(periodsOf(open, '2026-04-01')).toContain('2026-Q2');
  });

  it('nowhere without a first day, or with an invalid one', () => {
    expect(periodsOf({ endsOn: '2026-03-31' }, '2026-02-01')).toEqual([]);
    expect(periodsOf({ startsOn: '2026-02-30' }, '2026-02-01')).toEqual([]);
  });

  it('in exactly the periods that share a day with it', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 3000 }), day, (startsOn, length, today) => {
        const endsOn = addDays(startsOn, length);
        for (const id of periodsOf({ startsOn, endsOn }, today)) {
          const { from, to } = calendarPeriod(id);
          expect(startsOn < to && from <= endsOn).toBe(true);
        }
        const periods = periodsOf({ startsOn, endsOn }, today);
        expect(new Set(periods).size).toBe(periods.length);
        expect(periods).toContain(endsOn.slice(0, 4));
        expect(periods).toContain(startsOn.slice(0, 4));
      }),
    );
  });

  it('in each country of its active partners, once', () => {
    const family = states(
      { startsOn: '2026-01-01', endsOn: '2026-01-02', level: 'europe' },
      { country: 'FR' },
      { country: 'BE' },
      { country: 'FR' },
      { country: 'DE', active: false },
    );
    const [contribution] = read(x1, rule, project, family, '2026-02-01').contributions;
    expect(contribution?.dimensions).toEqual({ level: ['europe'], country: ['BE', 'FR'] });
  });
});

describe('the counted thing may differ from the record', () => {
  const countries = Definition.parse({
    ...x1,
    code: 'X9',
    sharedKeys: true,
    rules: [
      {
        ...rule,
        where: [{ of: 'partners', field: 'role', in: ['lead'] }],
        formula: { ...rule.formula, counts: { of: 'partners', field: 'country' } },
      },
    ],
  });
  const [counting] = countries.rules;
  if (counting === undefined) throw new Error('it has a rule');

  it('once per value, and only for records that match the rule', () => {
    const led = states(
      { startsOn: '2026-01-01', endsOn: '2026-01-02' },
      { country: 'FR', role: 'lead' },
      { country: 'BE' },
    );
    const keys = read(countries, counting, project, led, '2026-02-01').contributions.map(
      ({ period, key }) => `${period} ${key}`,
    );
    expect(keys).toEqual(['2026 BE', '2026 FR', '2026-Q1 BE', '2026-Q1 FR']);
    expect(read(countries, counting, project, states({ startsOn: '2026-01-01' }), '2026-02-01').contributions).toEqual(
      [],
    );
  });
});
