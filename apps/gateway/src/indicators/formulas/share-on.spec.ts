import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { a42b } from '../catalogue/a4-2.js';
import { o23 } from '../catalogue/o2-3.js';
import { r32 } from '../catalogue/r3-2.js';
import { r33 } from '../catalogue/r3-3.js';
import { r34 } from '../catalogue/r3-4.js';
import type { Definition } from '../definition.schema.js';
import { read } from './read.js';
import { tallied } from './seats.builder.js';

const meeting = 'bodyMeetings/1';
const onDay = '2026-03-31';

function readingOf(definition: Definition, root: string, states: ReadonlyMap<string, RecordData>, day: string) {
  const [rule] = definition.rules;
  if (rule === undefined) throw new Error('it has a rule');
  return read(definition, rule, root, states, day);
}

describe('a meeting counts once its day has passed', () => {
  const reading = (state: RecordData, day = '2026-05-01', definition = r32) =>
    readingOf(definition, meeting, new Map([[meeting, { status: 'attended', startsOn: onDay, ...state }]]), day);

  it('not on the day, and from the next midnight on', () => {
    expect(reading({}, onDay)).toEqual({ contributions: [], changesOn: '2026-04-01' });
    expect(tallied(reading({}, '2026-04-01'))).toEqual(['2026 0/1', '2026-Q1 0/1']);
    expect(reading({}, '2026-04-01')).not.toHaveProperty('changesOn');
  });

  it.each([
    ['attended', 1, 1],
    ['representedByAgreement', 1, 0],
    ['representedWithoutAgreement', 0, 0],
    ['missed', 0, 0],
    [undefined, 0, 0],
  ])('as covered by presence: %s', (presence, covered, attended) => {
    expect(tallied(reading({ presence }))[0]).toBe(`2026 ${covered}/1`);
    expect(tallied(reading({ presence, departments: ['bisa'] }, '2026-05-01', a42b))[0]).toBe(`2026 ${attended}/1`);
  });

  it('never without a day, nor when it was cancelled or taken back', () => {
    for (const other of [
      { startsOn: undefined },
      { startsOn: 'soon' },
      { status: 'cancelled' },
      { retractedAt: '2026-04-01T00:00:00Z' },
    ])
      expect(reading(other)).toEqual({ contributions: [] });
  });

  it('of the statistics institute only if it is among the departments', () => {
    expect(reading({ departments: ['generalDirectorate'] }, '2026-05-01', a42b).contributions).toEqual([]);
    expect(reading({ departments: [] }, '2026-05-01', a42b).contributions).toEqual([]);
    const several = reading({ departments: ['generalDirectorate', 'bisa'] }, '2026-05-01', a42b);
    expect(several.contributions).toHaveLength(2);
  });
});

describe('a meeting with a decision on its agenda has a position', () => {
  const agenda = [{ kind: 'information' }, { kind: 'decision' }];
  const tally = (state: RecordData, ...positions: RecordData[]) => {
    const states = new Map<string, RecordData>([[meeting, { status: 'prepared', startsOn: onDay, agenda, ...state }]]);
    for (const [n, position] of positions.entries())
      states.set(`positions/${n}`, { bodyMeetingId: '1', status: 'validated', ...position });
    return tallied(readingOf(o23, meeting, states, '2026-05-01'))[0];
  };

  it('if one was validated by its first day', () => {
    expect(tally({})).toBe('2026 0/1');
    expect(tally({}, { validatedOn: onDay })).toBe('2026 1/1');
    expect(tally({}, { validatedOn: '2026-04-01' })).toBe('2026 0/1');
    expect(tally({}, { validatedOn: '2026-04-01' }, { validatedOn: '2026-03-02' })).toBe('2026 1/1');
  });

  it('but not a draft, a withdrawn one, one that was taken back, or that of another meeting', () => {
    const validatedOn = '2026-03-02';
    for (const other of [
      { status: 'draft' },
      { status: 'withdrawn', validatedOn },
      { retractedAt: '2026-04-01T00:00:00Z', validatedOn },
      { bodyMeetingId: '2', validatedOn },
    ])
      expect(tally({}, other)).toBe('2026 0/1');
  });

  it('and does not count without a decision', () => {
    for (const other of [[], undefined, [{ kind: 'discussion' }], 'decision', ['decision']])
      expect(tally({ agenda: other }, { validatedOn: onDay })).toBeUndefined();
  });
});

describe('a position', () => {
  const position = 'positions/1';
  const tally = (definition: Definition, state: RecordData) =>
    tallied(readingOf(definition, position, new Map([[position, { status: 'validated', ...state }]]), '2026-05-01'))[0];

  it('counts as a consensus, or as none, on the day of the Belgian coordination', () => {
    expect(tally(r33, { belgianOn: onDay, belgianResult: 'consensus' })).toBe('2026 1/1');
    expect(tally(r33, { belgianOn: onDay, belgianResult: 'noConsensus', status: 'abstained' })).toBe('2026 0/1');
    expect(tally(r33, { belgianOn: onDay, belgianResult: 'consensus', status: 'withdrawn' })).toBeUndefined();
    expect(tally(r33, {})).toBeUndefined();
  });

  it('is timely or not for the meeting that has passed', () => {
    expect(tally(r34, { meetingOn: onDay, timely: true })).toBe('2026 1/1');
    expect(tally(r34, { meetingOn: onDay, timely: false })).toBe('2026 0/1');
    expect(tally(r34, { meetingOn: onDay, status: 'draft' })).toBe('2026 0/1');
    expect(tally(r34, { meetingOn: onDay, timely: true, status: 'withdrawn' })).toBeUndefined();
    expect(tally(r34, { timely: true })).toBeUndefined();
  });
});

it('counts in one year and one quarter, or gives the day on which it will', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
  const law = fc.property(day, day, fc.anything(), (startsOn, today, presence) => {
    const states = new Map([[meeting, { status: 'closed', startsOn, presence }]]);
    const { contributions, changesOn } = readingOf(r32, meeting, states, today);
    expect(contributions).toHaveLength(today > startsOn ? 2 : 0);
    expect(changesOn).toBe(today > startsOn ? undefined : addDays(startsOn, 1));
    for (const { period, numerator, denominator } of contributions) {
      expect(period.startsWith(startsOn.slice(0, 4))).toBe(true);
      expect([0, 1]).toContain(numerator);
      expect(denominator).toBe(1);
    }
  });
  fc.assert(law);
});
