import { onOwnSystem } from '../security/system.ts';
import { figureOf, sorted, type Behind } from './figure.ts';
import sheet from './hand-sheet.networks.json' with { type: 'json' };
import { keyIn, namesOf, recordIn } from './naming.ts';

// The figures of networks for the example year 2024 against a sheet that was worked out by hand: by a reader who had the example's
// JSON, the names of the figures, the meaning of the fields and the points of offices, and neither their definitions nor this code.

const system = onOwnSystem();
let names: ReadonlyMap<string, string>;

beforeAll(async () => {
  await system.fill();
  await system.settled();
  names = await namesOf(system.ask);
});

/** What several records can name, which then counts once: the sheet lists those things, not the records. */
const shared = ['A1.4', 'A1.5', 'A2.5', 'A3.3', 'R1.2b', 'R1.4'];

const namedIn = (code: string, behind: readonly Behind[]): string[] =>
  sorted(behind.map((item) => (shared.includes(code) ? keyIn(names, item) : recordIn(names, item))));

const counts = ({ numerator }: Behind) => numerator > 0;
const isMeasured = ({ denominator = 0 }: Behind) => denominator > 0;

describe('worked out by hand', () => {
  it.each(sheet.filter(({ numerator }) => numerator === null))('$code: $value', async ({ code, value, records }) => {
    const found = await figureOf(system.ask, code);
    expect(found.value).toBe(value);
    expect(namedIn(code, found.behind.filter(counts))).toEqual(sorted(records));
  });

  it.each(sheet.filter(({ code, numerator }) => numerator !== null && code !== 'O3.4'))(
    '$code: $value',
    async ({ code, value, numerator, denominator, records, inNumerator }) => {
      const { behind, ...found } = await figureOf(system.ask, code);
      expect(found).toEqual({ value, numerator, denominator });
      if (code === 'R1.4b') expect(namedIn(code, behind)).toEqual(sorted(records));
      else expect(namedIn(code, behind.filter(counts))).toEqual(sorted(inNumerator));
      // The denominator of A1.4 is the list of departments.
      const whole = code === 'A1.4' || code === 'R1.4b' ? records : namedIn(code, behind.filter(isMeasured));
      expect(sorted(whole)).toEqual(sorted(records));
    },
  );

  it('O3.4: a mean, with all missions as its coverage', async () => {
    const [hand] = sheet.filter(({ code }) => code === 'O3.4');
    const { value, numerator, denominator, behind } = await figureOf(system.ask, 'O3.4');
    expect([value, numerator, denominator]).toEqual([hand?.value, hand?.denominator, 4]);
    const total = behind.reduce((sum, item) => sum + item.numerator, 0);
    expect(total).toBe(hand?.numerator);
    expect(namedIn('O3.4', behind.filter(isMeasured))).toEqual(sorted(hand?.records ?? []));
  });
});

describe('by SQL over the tables of the services', () => {
  const counted = async (service: 'networks' | 'representation', sql: string): Promise<number[]> => {
    const [row] = await system.app(service).database.query<Record<string, unknown>>(sql);
    return Object.values(row ?? {}).map(Number);
  };
  const pair = async (code: string) => {
    const { numerator, denominator } = await figureOf(system.ask, code);
    return denominator === undefined ? [numerator] : [numerator, denominator];
  };
  const inYear = (column: string) => `${column} BETWEEN '2024-01-01' AND '2024-12-31'`;

  it('A1.2 is the same, counted practice by practice', async () => {
    const practices = `
      SELECT count(*) FILTER (WHERE implemented_on <= assessed_on + interval '24 months') AS done, count(*) AS due
        FROM practice WHERE (assessed_on + interval '24 months')::date BETWEEN '2024-01-01' AND '2024-12-31' AND retracted_at IS NULL`;
    expect(await counted('networks', practices)).toEqual(await pair('A1.2'));
  });

  it('A2.2 is the same, counted in both services', async () => {
    const reports = (table: string, more: string) => `
      SELECT count(*) FILTER (WHERE reported_on <= report_due_on) AS done, count(*) AS due
        FROM ${table} WHERE ${inYear('report_due_on')} AND status <> 'cancelled' AND retracted_at IS NULL ${more}`;
    const [inTime = 0, due = 0] = await counted('networks', reports('visit', ''));
    const [alsoInTime = 0, alsoDue = 0] = await counted('representation', reports('body_meeting', ''));
    expect([inTime + alsoInTime, due + alsoDue]).toEqual(await pair('A2.2'));
  });

  it('O3.2 is the same, added payment by payment and mission by mission', async () => {
    const amount = (money: string) => `(${money}->>'amount')::numeric`;
    const perRole = `
      SELECT (SELECT sum(${amount(`paid->'amount'`)}) FROM membership_year, jsonb_array_elements(payments) AS paid
               WHERE ${inYear(`(paid->>'on')::date`)} AND retracted_at IS NULL)
           + (SELECT sum(${amount('cost_total')}) FROM visit
               WHERE direction = 'outgoing' AND status IN ('made', 'reported') AND ${inYear('ends_on')}
                 AND retracted_at IS NULL) AS cost,
             (SELECT count(*) FROM activity
               WHERE part IN ('spoke', 'chaired', 'hosted', 'coAuthored') AND kind <> 'briefing' AND status = 'recorded'
                 AND ${inYear('starts_on')} AND retracted_at IS NULL)`;
    expect(await counted('networks', perRole)).toEqual(await pair('O3.2'));
  });

  it('O3.3 is the same, counted year by year', async () => {
    const years = `
      SELECT count(*) FILTER (WHERE reviewed_on <= notice_by) AS done, count(*) AS due
        FROM membership_year WHERE ${inYear('notice_by')} AND retracted_at IS NULL`;
    expect(await counted('networks', years)).toEqual(await pair('O3.3'));
  });

  it('R2.3 is the same, counted office by office', async () => {
    const points = `
      SELECT sum(points) FROM office
        JOIN (VALUES ('president', 3), ('vicePresident', 3), ('treasurer', 2), ('board', 2),
                     ('chairOfWorkingGroup', 2), ('viceChairOfWorkingGroup', 1)) AS worth (code, points) ON code = role
       WHERE took_office_on <= '2024-12-31' AND coalesce(left_office_on >= '2024-12-31', true) AND retracted_at IS NULL`;
    expect(await counted('networks', points)).toEqual(await pair('R2.3'));
  });

  it('R1.4 is the same, country by country', async () => {
    const countries = `
      SELECT count(DISTINCT country) FROM (
        SELECT unnest(countries) AS country FROM visit
         WHERE status IN ('made', 'reported') AND starts_on <= '2024-12-31' AND ends_on >= '2024-01-01' AND retracted_at IS NULL
        UNION ALL
        SELECT unnest(countries) FROM activity
         WHERE status = 'recorded' AND kind <> 'briefing' AND starts_on <= '2024-12-31' AND ends_on >= '2024-01-01'
           AND retracted_at IS NULL) AS mentioned`;
    expect(await counted('networks', countries)).toEqual(await pair('R1.4'));
  });
});
