import { actingOn } from '@passerelle/testing/acting';
import { codeOf } from '@passerelle/testing/refused';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { bodyMeetingLife } from './body-meeting.life.js';
import { BodyMeetingChange, BodyMeetingState, NewBodyMeeting, type BodyMeetingStatus } from './body-meeting.schema.js';
import {
  absenceExample,
  attendanceExample,
  cancellationExample,
  meetingExample,
  preparationExample,
  replacementExample,
  reportExample,
} from './meeting.example.js';

const body = {
  id: '01930000-0000-7000-8000-000000000002',
  level: 'europe',
  objective: 'O2',
  themes: ['cities'],
  classification: 'public',
} satisfies Parameters<typeof BodyMeetingRecord.announce>[2];
const rules = { voting: null, reportDays: 10, positionDays: 5 };
const [delegate] = attendanceExample.delegates;
const mandate = { id: delegate, ref: 'RP-2024-0003', isInForce: true };
const attendance = { delegates: [delegate] };
const preparation = { ...preparationExample, ...attendance };
const today = '2024-12-24';

const aMeeting = (changes: object = {}): BodyMeetingRecord =>
  BodyMeetingRecord.announce(
    { id: '01930000-0000-7000-8000-000000000001', ref: 'RP-2024-0004' },
    NewBodyMeeting.parse({ ...meetingExample, ...changes }),
    body,
  );

const attended = (changes: object = {}): BodyMeetingRecord => {
  const meeting = aMeeting(changes);
  meeting.attend(attendance, today, [mandate], rules);
  return Object.assign(meeting, { status: 'attended' as const });
};

const sent = (meeting: BodyMeetingRecord, on: string) => {
  meeting.sendReport({ ...reportExample, on, recipients: ['bisa'] }, today);
  return meeting;
};

const change = (meeting: BodyMeetingRecord, patch: object, mandates = [mandate]) =>
  meeting.change(BodyMeetingChange.parse(patch), rules, mandates);

describe('a meeting that is announced', () => {
  it('has the themes, level and objective of its body, unless others are given', () => {
    expect(aMeeting()).toMatchObject({
      themes: ['cities'],
      level: 'europe',
      objective: 'O2',
      classification: 'internal',
    });
    expect(aMeeting({ themes: [], level: 'world', objective: 'O3' })).toMatchObject({
      themes: [],
      level: 'world',
      objective: 'O3',
    });
  });

  it.each([
    ['ends before it begins', { endsOn: '2024-11-13' }, 'endsOn'],
    [
      'has two agenda items of one number',
      { agenda: [1, 1].map((n) => ({ ...meetingExample.agenda[0], n })) },
      'agenda',
    ],
    ['has a paper for an item that is not on the agenda', { agenda: [] }, 'papers'],
    ['concerns no department', { departments: [] }, 'departments'],
  ])('is refused if it %s', (_, changes, field) => {
    const { error } = NewBodyMeeting.safeParse({ ...meetingExample, ...changes });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  it('may last one day', () => {
    expect(NewBodyMeeting.safeParse({ ...meetingExample, endsOn: meetingExample.startsOn }).success).toBe(true);
  });
});

describe('delegates (P1)', () => {
  const away = { ...mandate, ref: 'RP-2024-0009', isInForce: false };

  it('go with a mandate in force, and the refusal names the others', () => {
    expect(codeOf(() => aMeeting().prepare(preparation, today, [mandate]))).toBeUndefined();
    const both = { ...preparation, delegates: [delegate, body.id] };
    expect(() => aMeeting().prepare(both, today, [mandate, away])).toThrow(
      /noMandate .*"on":"2024-11-14","mandates":\["RP-2024-0009"\]/,
    );
    expect(codeOf(() => aMeeting().attend(attendance, today, [away], rules))).toBe('noMandate');
  });

  it('have mandates that exist', () => {
    expect(codeOf(() => aMeeting().attend(attendance, today, [], rules))).toBe('referencedResourceNotFound');
    expect(codeOf(() => aMeeting().attend({}, today, [], rules))).toBe('schemaViolation');
    const prepared = aMeeting();
    prepared.prepare(preparation, today, [mandate]);
    prepared.attend({}, today, [mandate], rules);
    expect(prepared.delegates).toEqual(attendance.delegates);
  });

  it('are checked once more when the meeting moves', () => {
    const meeting = aMeeting();
    meeting.prepare(preparation, today, [mandate]);
    expect(codeOf(() => change(meeting, { startsOn: '2024-11-15' }, [away]))).toBe('noMandate');
    expect(codeOf(() => change(meeting, { place: null }, [away]))).toBeUndefined();
    expect(codeOf(() => change(meeting, { startsOn: '2024-11-15' }))).toBeUndefined();
  });

  it('are none of a meeting that was missed, cancelled, or attended by another entity', () => {
    const ends: readonly ((meeting: BodyMeetingRecord) => void)[] = [
      (meeting) => meeting.miss(absenceExample, today),
      (meeting) => meeting.cancel(cancellationExample),
      (meeting) => meeting.represent(replacementExample, today),
    ];
    for (const end of ends) {
      const meeting = aMeeting();
      meeting.prepare(preparation, today, [mandate]);
      end(meeting);
      expect(meeting.delegates).toEqual([]);
    }
  });

  it('are not prepared in the future', () => {
    expect(codeOf(() => aMeeting().prepare(preparation, '2024-11-06', [mandate]))).toBe('factInFuture');
  });
});

describe('the presence of the Region', () => {
  it('is known from the first day on', () => {
    const acts: readonly ((day: string) => void)[] = [
      (day) => aMeeting().attend(attendance, day, [mandate], rules),
      (day) => aMeeting().miss(absenceExample, day),
      (day) => aMeeting().represent(replacementExample, day),
    ];
    for (const act of acts)
      expect(['2024-11-13', '2024-11-14'].map((day) => codeOf(() => act(day)))).toEqual(['meetingNotBegun', undefined]);
  });

  it('is that of its delegates, or of another entity, agreed or not', () => {
    const by = (agreed: boolean) => {
      const meeting = aMeeting();
      meeting.represent({ ...replacementExample, agreed }, today);
      return meeting;
    };
    expect(attended()).toMatchObject({ presence: 'attended', delegates: [delegate] });
    expect(by(true)).toMatchObject({ presence: 'representedByAgreement', representedBy: replacementExample.by });
    expect(by(false).presence).toBe('representedWithoutAgreement');
    const missed = aMeeting();
    missed.miss(absenceExample, today);
    expect(missed).toMatchObject({ presence: 'missed', reason: absenceExample.reason });
  });
});

describe('the report', () => {
  it.each([
    // Friday 15 November and ten working days: two weekends.
    ['2024-11-14', '2024-11-15', '2024-11-29'],
    ['2024-11-14', undefined, '2024-11-28'],
    // Christmas and New Year's Day do not count.
    ['2024-12-16', undefined, '2024-12-31'],
    ['2024-12-19', undefined, '2025-01-06'],
    // A meeting may end on a weekend: Good Friday counts, Easter Monday does not.
    ['2024-03-22', '2024-03-23', '2024-04-08'],
    // Labour Day, Ascension Day and Whit Monday.
    ['2024-04-29', undefined, '2024-05-15'],
    ['2024-05-07', undefined, '2024-05-23'],
  ])('of a meeting from %s to %s is due on %s', (startsOn, endsOn, due) => {
    expect(attended({ startsOn, endsOn }).reportDueOn).toBe(due);
  });

  it('is due as many working days later as the body says', () => {
    const meeting = aMeeting();
    meeting.attend(attendance, today, [mandate], { ...rules, reportDays: 3 });
    expect(meeting.reportDueOn).toBe('2024-11-20');
  });

  it.each([
    ['2024-11-29', false],
    ['2024-11-30', true],
    ['2024-12-02', true],
  ])('that was due on 29 November and sent on %s is late: %s', (on, reportLate) => {
    expect(sent(attended(), on)).toMatchObject({ reportedOn: on, reportLate });
  });

  it('is not due, and never late, where none is asked for or another entity was there', () => {
    expect(sent(attended({ reportExempt: true }), '2024-12-20')).toMatchObject({ reportDueOn: null, reportLate: null });
    const meeting = aMeeting();
    meeting.represent(replacementExample, today);
    expect(sent(meeting, '2024-12-20')).toMatchObject({ reportDueOn: null, reportLate: null });
  });

  it('becomes due or not with a correction, until it is sent', () => {
    const meeting = attended();
    change(meeting, { reportExempt: true });
    expect(meeting.reportDueOn).toBeNull();
    change(meeting, { reportExempt: false });
    expect(meeting.reportDueOn).toBe('2024-11-29');
    const reported = Object.assign(sent(meeting, '2024-11-20'), { status: 'reported' });
    expect(codeOf(() => change(reported, { reportExempt: true }))).toBe('recordClosed');
  });

  it('is not before the meeting (P7), and not in the future', () => {
    expect(codeOf(() => sent(attended(), '2024-11-13'))).toBe('invalidPeriod');
    expect(codeOf(() => sent(attended(), '2024-11-14'))).toBeUndefined();
    expect(codeOf(() => sent(attended(), '2024-12-25'))).toBe('factInFuture');
  });

  it('becomes overdue once, on the day after, and the meeting stays marked', () => {
    const noon = (day: string) => new Date(`${day}T12:00:00Z`);
    const meeting = attended();
    expect(bodyMeetingLife.expire(meeting, noon('2024-11-29'))).toBeUndefined();
    expect(bodyMeetingLife.expire(meeting, noon('2024-12-10'))?.fact().time).toBe('2024-11-29T23:00:00.000Z');
    expect(bodyMeetingLife.expire(meeting, noon('2024-12-11'))).toBeUndefined();
    expect(sent(meeting, '2024-12-12')).toMatchObject({ reportOverdueOn: '2024-11-30', reportLate: true });
    const recordedLate = attended();
    bodyMeetingLife.expire(recordedLate, noon('2024-12-10'));
    expect(sent(recordedLate, '2024-11-29')).toMatchObject({ reportOverdueOn: null, reportLate: false });
  });
});

describe('a meeting', () => {
  it('is closed once its report is sent and nothing is open', () => {
    expect(codeOf(() => attended().close([]))).toBe('reportMissing');
    expect(codeOf(() => attended({ reportExempt: true }).close([]))).toBeUndefined();
    const reported = Object.assign(sent(attended(), '2024-11-20'), { status: 'reported' as const });
    expect(() => reported.close(['RP-2024-0007'])).toThrow(/followUpsOpen .*"followUps":\["RP-2024-0007"\]/);
    expect(codeOf(() => reported.close([]))).toBeUndefined();
  });

  it.each<[BodyMeetingStatus, string | undefined]>([
    ['announced', undefined],
    ['prepared', undefined],
    ['attended', 'recordClosed'],
    ['missed', 'recordClosed'],
    ['represented', 'recordClosed'],
    ['reported', 'recordClosed'],
    ['closed', 'recordClosed'],
    ['cancelled', 'recordClosed'],
  ])('that is %s is corrected in its days, title and agenda: %s', (status, code) => {
    const given = () => Object.assign(aMeeting(), { status });
    const { title, startsOn, agenda } = meetingExample;
    for (const patch of [{ title }, { startsOn }, { agenda }, { endsOn: null }, { level: 'world' }])
      expect(codeOf(() => change(given(), patch, []))).toBe(code);
    const lasting = { papers: [], themes: [], departments: ['bisa'], classification: 'restricted' };
    expect(codeOf(() => change(given(), lasting, []))).toBeUndefined();
    expect(codeOf(() => change(given(), { ...lasting, title }, []))).toBe(code);
  });

  it('keeps its papers on the agenda when either is corrected', () => {
    expect(codeOf(() => change(aMeeting(), { agenda: [] }))).toBe('schemaViolation');
    expect(codeOf(() => change(aMeeting(), { agenda: [], papers: [] }))).toBeUndefined();
    expect(codeOf(() => change(aMeeting(), { endsOn: '2024-11-01' }))).toBe('invalidPeriod');
  });

  it('is not in a state twice', async () => {
    const meeting = Object.assign(aMeeting(), { status: 'closed' as const });
    await expect(bodyMeetingLife.perform(meeting, 'close', {}, actingOn(today))).rejects.toThrow(/illegalTransition/);
  });

  it('marks the days that belong on the calendar', () => {
    const { shape } = BodyMeetingState;
    expect(shape.startsOn.meta()).toMatchObject({ 'x-calendar': 'bodyMeeting', 'x-calendar-until': 'endsOn' });
    expect(shape.reportDueOn.meta()).toMatchObject({
      'x-calendar': 'reportDue',
      'x-calendar-done': [{ day: 'reportedOn' }],
    });
  });
});
