import { onOwnSystem } from '../security/system.ts';
import sheet from './hand-sheet.representation.json' with { type: 'json' };
import { figureOf, type Behind } from './figure.ts';
import { nameIn, namesOf } from './naming.ts';

// The figures of representation for the example year 2024 against a sheet that was worked out by hand: by a reader who had the
// example's JSON, the names of the figures, the meaning of the fields and the weights of priorities, and neither their definitions
// nor this code.

const system = onOwnSystem();
let names: ReadonlyMap<string, string>;

beforeAll(async () => {
  await system.fill();
  await system.settled();
  names = await namesOf(system.ask);
});

async function figure(code: string) {
  const { behind, ...found } = await figureOf(system.ask, code);
  const named = (only: (item: Behind) => boolean) =>
    behind
      .filter(only)
      .map((item) => nameIn(names, item))
      .sort();
  return { ...found, named };
}

it.each(sheet)('$code is what was worked out by hand: $value', async ({ code, ...hand }) => {
  const { named, ...found } = await figure(code);
  if (hand.denominator === null) {
    expect(found).toEqual({ value: hand.value, numerator: hand.value, denominator: undefined });
    expect(named(({ numerator }) => numerator > 0)).toEqual(hand.records.toSorted());
    return;
  }
  expect(found).toEqual({ value: hand.value, numerator: hand.numerator, denominator: hand.denominator });
  expect(named(({ denominator = 0 }) => denominator > 0)).toEqual(hand.records.toSorted());
  expect(named(({ numerator }) => numerator > 0)).toEqual(hand.inNumerator.toSorted());
});

describe('by SQL over the tables of the service', () => {
  const counted = async (sql: string): Promise<number[]> => {
    const [row] = await system.app('representation').database.query<Record<string, unknown>>(sql);
    return Object.values(row ?? {}).map(Number);
  };
  const pair = async (code: string) => {
    const { numerator, denominator } = await figure(code);
    return [numerator, denominator];
  };

  it('O2.1 is the same, counted seat by seat and day by day', async () => {
    const days = `
      SELECT count(*) FILTER (WHERE NOT EXISTS (
               SELECT FROM mandate
                WHERE seat_id = seat.id AND role = 'titular' AND started_on <= day
                  AND day < coalesce(mandate.ended_on, 'infinity') AND day < coalesce((period->>'to')::date, 'infinity')
                  AND NOT EXISTS (SELECT FROM jsonb_array_elements(suspensions) AS gap
                     WHERE (gap->>'from')::date <= day AND day < coalesce((gap->>'to')::date, 'infinity')))) AS vacant,
             count(*) AS held
        FROM seat, generate_series('2024-01-01'::date, '2024-12-31', '1 day') AS day
       WHERE held_from <= day AND day < coalesce(held_to, 'infinity') AND seat.retracted_at IS NULL`;
    expect(await counted(days)).toEqual(await pair('O2.1'));
  });

  it('R3.2 is the same, counted meeting by meeting', async () => {
    const meetings = `
      SELECT count(*) FILTER (WHERE presence IN ('attended', 'representedByAgreement')) AS present, count(*) AS held
        FROM body_meeting
       WHERE starts_on BETWEEN '2024-01-01' AND '2024-12-31' AND status <> 'cancelled' AND retracted_at IS NULL`;
    expect(await counted(meetings)).toEqual(await pair('R3.2'));
  });

  it('R3.1 is the same, counted interest by interest', async () => {
    const interests = `
      SELECT sum(weight * share) AS obtained, sum(weight) AS wanted
        FROM position, jsonb_array_elements(interests) AS interest
        JOIN (VALUES ('must', 3), ('should', 2), ('could', 1)) AS priority (code, weight)
          ON code = interest->>'priority'
        JOIN (VALUES ('full', 1), ('partial', 0.5), ('none', 0)) AS uptake (found, share)
          ON found = interest->>'uptake'
       WHERE assessed_on BETWEEN '2024-01-01' AND '2024-12-31' AND status = 'assessed' AND retracted_at IS NULL`;
    expect(await counted(interests)).toEqual(await pair('R3.1'));
  });
});
