import { calendarPeriod } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { o11 } from '../catalogue/o1-1.js';
import { read } from './read.js';

const [rule] = o11.rules;
if (rule === undefined) throw new Error('O1.1 has a rule');

const agreement = 'agreements/01900000-0000-7000-8000-000000000001';
const yearly = {
  code: 'ministers',
  tier: 'ministerial',
  cadence: 'P1Y',
  countingRule: 'calendarPeriod',
  monitoredFrom: '2025-01-01',
};
const quarterly = {
  code: 'administrations',
  tier: 'administrative',
  cadence: 'P3M',
  countingRule: 'calendarPeriod',
  monitoredFrom: '2025-01-01',
};
const signed = { signedOn: '2012-11-26', level: 'belgium', obligations: [yearly, quarterly] };

const held = (...meetings: (readonly [string, string])[]): [string, RecordData][] =>
  meetings.map(([tier, heldOn], index) => [
    `forumMeetings/${index}`,
    { agreementId: agreement.split('/')[1], tier, heldOn },
  ]);

const reading = (data: RecordData, meetings: [string, RecordData][], day: string) =>
  read(o11, rule, agreement, new Map([[agreement, data], ...meetings]), day);

/** `done/due` by period. */
const tally = (data: RecordData, meetings: [string, RecordData][], day: string): Record<string, string> => {
  const found = Map.groupBy(reading(data, meetings, day).contributions, ({ period }) => period);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return Object.fromEntries(
    [...found].map(([period, rows]) => [
      period,
      `${sum(rows.map((row) => row.numerator))}/${sum(rows.map((row) => row.denominator))}`,
    ]),
  );
};

describe('a meeting is due', () => {
  it('when its quarter is over, not a day before', () => {
    expect(tally(signed, [], '2025-03-31')).toEqual({});
    expect(tally(signed, [], '2025-04-01')).toEqual({ '2025-Q1': '0/1', '2025': '0/1' });
  });

  it('once a year for ministers, in the fourth quarter', () => {
    const meetings = held(
      ['ministerial', '2025-02-03'],
      ['administrative', '2025-12-31'],
      ['administrative', '2025-01-01'],
    );
    expect(tally(signed, meetings, '2026-01-01')).toEqual({
      '2025-Q1': '1/1',
      '2025-Q2': '0/1',
      '2025-Q3': '0/1',
      '2025-Q4': '2/2',
      '2025': '3/5',
    });
  });

  it('never for an obligation without a cadence', () => {
    const consult = { code: 'consultEachOther', text: { fr: 'Se consulter' }, source: 'a test' };
    expect(tally({ ...signed, obligations: [consult] }, [], '2026-01-01')).toEqual({});
    expect(tally({ ...signed, obligations: [consult, quarterly] }, [], '2025-04-01')).toEqual({
      '2025-Q1': '0/1',
      '2025': '0/1',
    });
  });

  it('only in whole periods since it was monitored, signed and in force', () => {
    expect(
      tally({ ...signed, obligations: [{ ...quarterly, monitoredFrom: '2025-01-02' }] }, [], '2025-07-01'),
    ).toEqual({ '2025-Q2': '0/1', '2025': '0/1' });
    expect(tally({ ...signed, signedOn: undefined }, [], '2026-01-01')).toEqual({});
    expect(tally({ ...signed, endedOn: '2025-03-31' }, [], '2026-01-01')).toEqual({ '2025-Q1': '0/1', '2025': '0/1' });
    expect(reading({ ...signed, endedOn: '2025-03-31' }, [], '2026-01-01').changesOn).toBeUndefined();
    expect(reading({ ...signed, endedOn: '2025-03-31' }, [], '2025-02-01').changesOn).toBe('2025-04-01');
  });

  it('never under a counting rule that this version does not know', () => {
    expect(tally({ ...signed, obligations: [{ ...yearly, countingRule: 'rolling' }] }, [], '2026-01-01')).toEqual({});
  });

  it('and held by a meeting of that tier, which is then a record of the figure', () => {
    const [planned] = held(['administrative', '2025-01-10']);
    const cancelled: [string, RecordData][] = [['forumMeetings/x', { ...planned?.[1], heldOn: undefined }]];
    expect(tally(signed, cancelled, '2025-04-01')['2025-Q1']).toBe('0/1');
    expect(reading(signed, held(['administrative', '2025-01-10']), '2025-04-01').contributions[0]?.subject).toBe(
      'forumMeetings/0',
    );
  });
});

it('what was due stays due, and never more is done than was due', () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2025-01-01', days));
  const meeting = fc.tuple(fc.constantFrom('ministerial', 'administrative'), day);
  fc.assert(
    fc.property(fc.array(meeting, { maxLength: 20 }), day, day, (meetings, one, other) => {
      const [before, after] = [
        reading(signed, held(...meetings), one < other ? one : other),
        reading(signed, held(...meetings), one < other ? other : one),
      ];
      const keys = new Set(after.contributions.map(({ period, key }) => `${period} ${key}`));
      expect(before.contributions.every(({ period, key }) => keys.has(`${period} ${key}`))).toBe(true);
      expect(after.contributions.every(({ numerator, denominator }) => numerator <= denominator)).toBe(true);
      expect(after.contributions.every(({ period }) => calendarPeriod(period).from < (one < other ? other : one))).toBe(
        true,
      );
    }),
  );
});
